package npusim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.graph.InvalidGraphException;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.simulation.IntervalSampling;
import npusim.simulation.Sampling;
import npusim.trace.run.RunDirectory;
import npusim.trace.run.RunManifest;
import npusim.zoo.Workload;
import npusim.zoo.Workloads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    @TempDir
    private Path folder;

    @Test
    void outputsAreAskedForAfterTheTimingAndKept() throws Exception {
        Replay replay = new Replay("test", List.of(), stage -> {});
        RunDirectory run = record(replay, () -> {
            assertThat(replay.stages()).containsKey(Replay.TIMING);
            return Map.of("y", "INT8 [1] crc32 00000000");
        });
        assertThat(run.manifest().status()).isEqualTo(RunManifest.Status.COMPLETE);
        assertThat(run.manifest().outputs()).containsOnlyKeys("y");
        assertThat(run.operations()).isNotEmpty();
        assertThat(run.graph()).isNotEmpty();
    }

    @Test
    void aRunWithoutTheOutputsAskedForIsMarkedAsFailed() throws Exception {
        IOException failure = new IOException("no outputs");
        assertThatThrownBy(() -> record(new Replay("test", List.of(), stage -> {}), () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(RunDirectory.of(folder).manifest().status()).isEqualTo(RunManifest.Status.FAILED);
    }

    private RunDirectory record(Replay replay, Replay.Outputs outputs)
            throws IOException, InvalidGraphException, ScheduleException {
        Library library = NpuLanguage.shipped();
        Design design = Design.of(library, Selection.of("Ethos_U55_128"));
        Workload workload = Workloads.load("dnn_s", Map.of());
        ScheduleOptions options = WorkloadScheduling.of(library, SchedulePolicy.VELA_4_4, workload);
        Program program = new Program(
                workload.name(),
                "00",
                Map.of(),
                0,
                workload.seconds(),
                workload.graph(),
                options,
                ScheduleWorkload.plan(workload, design.hardware(), options));
        return replay.record(program, design, null, outputs, new Sampling(IntervalSampling.of(0), false), folder);
    }
}
