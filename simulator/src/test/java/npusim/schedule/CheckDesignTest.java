package npusim.schedule;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.dsl.source.SourceFile;
import npusim.hardware.HardwareConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckDesignTest {
    private static final String TWO_CACHES = """
            import "examples/three-levels.npu"
            system Four_Levels extends Ethos_U85_L2_512KB {
              L2.backing = L3
              memory L3 {
                kind     = cache
                capacity = 4 MiB
                line     = 64 B
                ways     = 16
                backing  = Dram
              }
            }
            """;

    @Test
    void refusesWhatIsNotModelled() {
        HardwareConfiguration hardware = library(TWO_CACHES)
                .configure(Selection.of("Ethos_U85_256_With_L2").withSystem("Four_Levels"));
        assertThatThrownBy(() -> CheckDesign.check(hardware))
                .isInstanceOf(ScheduleException.class)
                .hasMessage("system 'Four_Levels' has a cache behind a cache on axi1; one cache level on each side is"
                        + " modelled");
    }

    @ParameterizedTest
    @CsvSource({
        "systolic-32x32.npu, Systolic_32x32",
        "three-levels.npu, Ethos_U85_256_With_L2",
        "ethos-u85-4096.npu, Ethos_U85_4096",
        "int4.npu, Ethos_U85_256_Int4"
    })
    void acceptsTheExamples(String file, String accelerator) {
        HardwareConfiguration hardware =
                library("import \"examples/" + file + "\"\n").configure(Selection.of(accelerator));
        assertThatCode(() -> CheckDesign.check(hardware)).doesNotThrowAnyException();
    }

    private static Library library(String text) {
        return NpuLanguage.compileSources(List.of(new SourceFile("example.npu", text)), true)
                .library();
    }
}
