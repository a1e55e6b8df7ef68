package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hyphen stands for standard input wherever a text is read. */
class InputTextTest {
    private final InputStream before = System.in;

    @AfterEach
    void restore() {
        System.setIn(before);
    }

    private static CommandRun given(String text, String... command) {
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
        return CommandRun.of(command);
    }

    @Test
    void isCheckedUnderANameOfItsOwn() {
        CommandRun run = given("const a = foo\n", "check", "-", "--json", "-");
        assertThat(run.err()).contains("'foo' is not defined here").contains(" --> <stdin>:1:11");
        assertThat(run.out()).contains("\"file\" : \"<stdin>\"");
        assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(given("", "check", "--strict", "-").out()).isEqualToNormalizingNewlines("0 errors, 0 warnings\n");
    }

    @Test
    void isLaidOutToStandardOutput() {
        assertThat(given("const  a=3\n", "format", "-").out()).isEqualTo("const a = 3\n");
        CommandRun check = given("const  a=3\n", "format", "--check", "-");
        assertThat(check.out()).isEqualToNormalizingNewlines("would change <stdin>\n");
        assertThat(check.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
    }

    @Test
    void holdsDesignsAndVelaFiles() {
        String mode = "import \"memory-modes.npu\"\nmemory_mode Mine extends Sram_Only {}\n";
        assertThat(given(mode, "show", "Mine", "--config", "-").out()).contains("const_area");
        assertThat(given("[Memory_Mode.M]\nconst_mem_area=Axi7\n", "import-vela", "-")
                        .err())
                .contains("--> <stdin>:2:");
    }

    @Test
    void isReadOnceAndAsUtf8() {
        assertThat(given("", "check", "-", "-").err())
                .isEqualToNormalizingNewlines("error: standard input can be read once\n");
        assertThat(given("\u00ff", "check", "-").err())
                .isEqualToNormalizingNewlines("error: <stdin>: is no UTF-8 text\n");
    }
}
