package npusim.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.execution.plan.RandomGraph;
import npusim.graph.Graph;
import npusim.hardware.HardwareConfiguration;
import org.junit.jupiter.api.Test;

class CheckCapacityTest {
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
}
