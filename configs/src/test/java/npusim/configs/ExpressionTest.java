package npusim.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import npusim.dsl.NpuLanguage;
import npusim.dsl.diagnostic.DiagnosticRenderer;
import npusim.dsl.source.SourceFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reference says of numbers, functions and conditions. */
class ExpressionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x4000 == 16384",
                "0x10 == 16",
                "0xfF == 255",
                "0x4000_4000 == 1_073_758_208",
                "1e6 == 1_000_000",
                "2.5 * 2 == 5",
                "50 % == 1 / 2",
                "0x4000 * 1 B == 16 KiB",
                "8 bit == 1 B",
                "min(3 KiB, 1 MiB, 2 KiB) == 2 KiB",
                "max(3, 4) == 4",
                "ceil(2.5 B) == 3 B",
                "floor(7 bits) == 0 B",
                "round_up(100 B, 64 B) == 128 B",
                "round_up(128 B, 64 B) == 128 B",
                "log2(1024) == 10",
                "(if 1 < 2 then 3 else 4) == 3",
                "3 in [1, 2, 3] and not (4 in [1, 2, 3])",
                "1 != 2 or 1 / 0 == 1",
                "-2 + 5 - 1 == 2"
            })
    void holdsAndItsOppositeDoesNot(String condition) {
        assertThat(problems(condition)).isEmpty();
        assertThat(problems("not (" + condition + ")")).startsWith("error NPU-0410: 'M' does not hold a requirement");
    }

    private static String problems(String condition) {
        String text =
                "import \"memory-modes.npu\"\nmemory_mode M extends Dedicated_Sram { require " + condition + " }\n";
        return DiagnosticRenderer.render(NpuLanguage.compileSources(List.of(new SourceFile("m.npu", text)), true)
                .diagnostics());
    }
}
