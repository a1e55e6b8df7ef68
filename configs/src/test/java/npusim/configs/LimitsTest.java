package npusim.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import npusim.dsl.Compilation;
import npusim.dsl.NpuLanguage;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Enormous and deep input is answered in bounded time and space. */
@Timeout(60)
class LimitsTest {

    @Test
    void aMegabyteOfDeclarationsCompiles() {
        StringBuilder text =
                new StringBuilder("memory_mode M0 { const_area = axi0 arena_area = axi0 cache_area = axi0 }\n");
        int count = 0;
        while (text.length() < 1_000_000) {
            count++;
            text.append("memory_mode M")
                    .append(count)
                    .append(" extends M0 {\n  arena_cache = ")
                    .append(count);
            text.append(" KiB + 2 * 512 B\n}\n\n");
        }

        assertThat(compile(text.toString()).library().names("memory_mode")).hasSize(count + 1);
    }

    @Test
    void aMegabyteOfMistakesIsReported() {
        assertThat(compile("memory_mode M { a = = }\n".repeat(45_000)).diagnostics())
                .hasSizeBetween(1, 1000);
    }

    @Test
    void longChainsOfInheritanceEnd() {
        StringBuilder text =
                new StringBuilder("memory_mode M0 { const_area = axi0 arena_area = axi0 cache_area = axi0 }\n");
        for (int i = 1; i < 200; i++) {
            text.append("memory_mode M")
                    .append(i)
                    .append(" extends M")
                    .append(i - 1)
                    .append(" {}\n");
        }

        assertThat(codes(text.toString())).contains("NPU-0211");
    }

    @Test
    void longChainsOfConstantsEnd() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            text.append("const c").append(i).append(" = c").append(i + 1).append(" + 1\n");
        }
        text.append("const c2000 = 1\n");

        assertThat(codes(text.toString())).contains("NPU-0218");
    }

    @Test
    void longExpressionsAndChoicesAreFlat() {
        String sum = "const a = 1" + " + 1".repeat(20_000) + "\nconst n = " + "-".repeat(2001) + "1\n";
        String choice = "const b = " + "if a == 0 then 1 else ".repeat(5000) + "2\n";

        assertThat(codes(sum + choice)).containsOnly("NPU-0601");
    }

    @Test
    void unclosedBracketsEnd() {
        assertThat(codes("const a = " + "(".repeat(100_000))).containsExactly("NPU-0102");
        assertThat(codes("{".repeat(100_000))).containsExactly("NPU-0102");
        assertThat(codes("\"".repeat(100_001))).contains("NPU-0104");
    }

    @Test
    void numbersGrowOnlySoFar() {
        StringBuilder text = new StringBuilder("const c0 = 1000000000000\n");
        for (int i = 1; i < 100; i++) {
            text.append("const c")
                    .append(i)
                    .append(" = c")
                    .append(i - 1)
                    .append(" * c")
                    .append(i - 1)
                    .append('\n');
        }

        assertThat(codes(text.toString())).contains("NPU-0106");
    }

    private static List<String> codes(String text) {
        return compile(text).diagnostics().stream()
                .map(Diagnostic::code)
                .map(code -> code.label())
                .distinct()
                .toList();
    }

    private static Compilation compile(String text) {
        return NpuLanguage.compileSources(List.of(new SourceFile("limits.npu", text)), false);
    }
}
