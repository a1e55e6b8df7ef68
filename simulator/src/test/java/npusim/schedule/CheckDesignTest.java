package npusim.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.dsl.source.SourceFile;
import npusim.execution.plan.RandomGraph;
import npusim.graph.Graph;
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

    @Test
    void refusesAScheduleThatAMemoryCannotHold() throws ScheduleException {
        Selection selection = Selection.of("Ethos_U85_256");
        Graph graph = new RandomGraph(new Random(1)).build();
        ScheduleOptions options = ScheduleOptions.of(SchedulePolicy.VELA_4_4);
        Library shipped = NpuLanguage.shipped();
        HardwareConfiguration large = shipped.configure(selection.withOverride("system.Dram.capacity", "1 GiB"));
        HardwareConfiguration small = shipped.configure(selection.withOverride("system.Dram.capacity", "64 B"));

        assertThat(new Scheduler(large, options).schedule(graph, "graph"))
                .isEqualTo(new Scheduler(shipped.configure(selection), options).schedule(graph, "graph"));
        assertThatThrownBy(() -> new Scheduler(small, options).schedule(graph, "graph"))
                .isInstanceOf(ScheduleException.class)
                .hasMessageMatching("memory 'Dram' of 64 B is too small: [0-9]+ B are in use at once");
    }

    @ParameterizedTest
    @CsvSource({
        "systolic-32x32.npu, Systolic_32x32",
        "three-levels.npu, Ethos_U85_256_With_L2",
        "narrow-external.npu, Ethos_U85_256_Narrow",
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
