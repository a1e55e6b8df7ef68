package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the shell hears when standard output takes nothing more. */
@Timeout(120)
class StandardOutputTest {
    @TempDir
    private Path folder;

    private ProcessBuilder show() {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "npusim.cli.Main",
                        "show",
                        "Ethos_U85_256")
                .redirectError(folder.resolve("errors").toFile());
    }

    @Test
    void aFullDiskIsAnError() throws IOException, InterruptedException {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();

        Process process = show().redirectOutput(full.toFile()).start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(folder.resolve("errors")).hasContent("error: standard output: No space left on device");
    }

    @Test
    void aReaderThatHasEnoughIsNone() throws IOException, InterruptedException {
        Process process = show().start();
        process.getInputStream().close();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.SUCCESS);
        assertThat(Files.readString(folder.resolve("errors"))).isEmpty();
    }
}
