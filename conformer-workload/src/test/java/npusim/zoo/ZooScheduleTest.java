package npusim.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.graph.Graph;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleMemory;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.Scheduler;
import npusim.schedule.VerifySchedule;
import npusim.simulation.Sampling;
import npusim.simulation.SimulationResult;
import npusim.simulation.Simulator;
import npusim.trace.PmuSink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every network of the zoo has a correct schedule by every policy on every shipped accelerator, and is timed the same block by block. */
class ZooScheduleTest {
    private static final ScheduleMemory MEMORY = new ScheduleMemory();

    static List<String> networks() {
        return NetworkZoo.names();
    }

    /** Accelerators that can be configured; the others are families for these to extend. */
    private static List<HardwareConfiguration> designs() {
        List<HardwareConfiguration> designs = new ArrayList<>();
        for (String name : NpuLanguage.shipped().names("accelerator")) {
            try {
                designs.add(NpuLanguage.shipped().configure(Selection.of(name)));
            } catch (DiagnosticException family) {
                assertThat(family).hasMessageContaining(name);
            }
        }
        return designs;
    }

    @Test
    void allSizesOfTheThreeFamiliesAreAmongTheDesigns() {
        assertThat(designs())
                .extracting(design -> design.accelerator().name())
                .contains("Ethos_U55_32", "Ethos_U55_256", "Ethos_U65_256", "Ethos_U65_512")
                .contains("Ethos_U85_128", "Ethos_U85_2048");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dnn_s", "kws_micronet_m", "rnnoise", "resnet8"})
    void smallNetworksRunEverywhere(String name) {
        assertThat(problems(name, List.of(SchedulePolicy.VELA_4_4, SchedulePolicy.VELA_5_0)))
                .isEmpty();
    }

    @Tag("deep")
    @ParameterizedTest
    @MethodSource("networks")
    void everyNetworkRunsEverywhere(String name) {
        assertThat(problems(name, List.of(SchedulePolicy.values()))).isEmpty();
    }

    private static List<String> problems(String name, List<SchedulePolicy> policies) {
        Graph graph = NetworkZoo.build(name, Map.of()).graph();
        return designs().stream()
                .flatMap(design -> policies.stream().flatMap(policy -> problems(graph, name, design, policy)))
                .toList();
    }

    private static Stream<String> problems(
            Graph graph, String name, HardwareConfiguration design, SchedulePolicy policy) {
        String where = name + " on " + design.accelerator().name() + " by " + policy + ": ";
        try {
            Schedule schedule = new Scheduler(design, ScheduleOptions.of(policy), MEMORY).schedule(graph, name);
            SimulationResult run = Simulator.run(schedule.commands(), design, PmuSink.discarding());
            List<String> wrong = new ArrayList<>(VerifySchedule.apply(schedule, design));
            if (run.activeCycles() <= 0) {
                wrong.add("takes " + run.activeCycles() + " cycles");
            }
            SimulationResult everyBlock =
                    Simulator.run(schedule.commands(), design, new Sampling(null, true), PmuSink.discarding());
            if (!run.equals(everyBlock)) {
                wrong.add("takes " + run.activeCycles() + " cycles, and " + everyBlock.activeCycles()
                        + " where every block is worked through");
            }
            return wrong.stream().map(where::concat);
        } catch (ScheduleException e) {
            return Stream.of(where + e.getMessage());
        }
    }
}
