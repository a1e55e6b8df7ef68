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

class CheckDesignTest {

    @Test
    void refusesWhatIsNotModelled() {
        assertThatThrownBy(() -> CheckDesign.check(example("systolic-32x32.npu", "Systolic_32x32")))
                .isInstanceOf(ScheduleException.class)
                .hasMessageStartingWith("design 'Systolic_32x32' is weight-stationary");
        assertThatThrownBy(() -> CheckDesign.check(example("three-levels.npu", "Ethos_U85_256_With_L2")))
                .isInstanceOf(ScheduleException.class)
                .hasMessageStartingWith("memory 'L2' of system 'Ethos_U85_L2_512KB' is a cache in front of 'Dram'");
    }

    @Test
    void acceptsLargerAndNarrowerArrays() {
        assertThatCode(() -> CheckDesign.check(example("ethos-u85-4096.npu", "Ethos_U85_4096")))
                .doesNotThrowAnyException();
        assertThatCode(() -> CheckDesign.check(example("int4.npu", "Ethos_U85_256_Int4")))
                .doesNotThrowAnyException();
    }

    private static HardwareConfiguration example(String file, String accelerator) {
        Library library = NpuLanguage.compileSources(
                        List.of(new SourceFile("example.npu", "import \"examples/" + file + "\"\n")), true)
                .library();
        return library.configure(Selection.of(accelerator));
    }
}
