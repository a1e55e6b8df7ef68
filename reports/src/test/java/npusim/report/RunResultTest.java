package npusim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import npusim.trace.CycleCategory;
import npusim.trace.PmuScope;
import npusim.trace.TraceEvents;
import npusim.trace.TraceFormatException;
import npusim.trace.TraceReader;
import npusim.trace.run.RunDirectory;
import npusim.trace.run.RunWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunResultTest {
    @TempDir
    Path directory;

    private RunResult run;

    @BeforeEach
    void load() throws IOException {
        run = ExampleRun.load(directory.resolve("example"));
    }

    @Test
    void totalsEqualTheSumOfTheTrace() throws IOException {
        long[] sums = new long[0x8000];
        AtomicLong samples = new AtomicLong();
        try (TraceReader reader = new RunDirectory(run.directory()).openSamples()) {
            reader.replay((cycle, unit, scope, event, value) -> {
                samples.incrementAndGet();
                sums[event] += scope == PmuScope.OPERATION ? value : 0;
            });
        }
        assertThat(samples.get()).isEqualTo(run.manifest().log().samples());
        assertThat(run.activeCycles()).isPositive().isEqualTo(sums[ExampleRun.ACTIVE]);
        assertThat(run.sum().activeCycles()).isEqualTo(run.activeCycles());
        assertThat(run.sum().macs()).isEqualTo(sums[TraceEvents.MACS]);
        assertThat(run.sum().readBytes()).containsExactly(16 * sums[130], 16 * sums[386]);
        assertThat(run.sum().writeBytes()).containsExactly(16 * sums[135], 16 * sums[391]);
    }

    @Test
    void categoriesAddUpToTheActiveCycles() {
        for (OperationResult operation : run.operations()) {
            long sum = 0;
            for (CycleCategory category : CycleCategory.values()) {
                sum += operation.counters().cycles(category);
            }
            assertThat(sum).isEqualTo(operation.activeCycles());
        }
        assertThat(CategoryShare.of(run).sumOfLong(CategoryShare::cycles)).isEqualTo(run.activeCycles());
    }

    @Test
    void unattributedCyclesAreAnOperationOfTheirOwn() {
        assertThat(run.operations().getLast().index()).isEqualTo(TraceEvents.UNATTRIBUTED);
        assertThat(run.operations().getLast().activeCycles()).isEqualTo(500);
        assertThat(run.operations()).hasSize(25);
    }

    @Test
    void metricsFollowFromTheCounters() {
        Metrics metrics = new Metrics(run);
        assertThat(metrics.latencySeconds()).isEqualTo((run.activeCycles() + 80) / 1e9);
        assertThat(metrics.realTimeFactor()).isEqualTo(metrics.latencySeconds() / 15);
        assertThat(metrics.macUtilisation()).isCloseTo(run.sum().macs() / (run.activeCycles() * 256.0), within(1e-12));
        EnergyEstimate energy = EnergyEstimate.of(run);
        assertThat(energy.macJoules()).isPositive();
        assertThat(energy.memoryJoules())
                .isCloseTo((run.sum().bytes(0) * 1.0 + run.sum().bytes(1) * 20.0) * 1e-12, within(1e-15));
        assertThat(energy.squareMillimetres()).isEqualTo(0.75);
    }

    @Test
    void contradictingTraceIsRefused() throws IOException {
        Path path = directory.resolve("wrong");
        try (RunWriter writer = RunWriter.create(path, run.manifest())) {
            writer.record(10, 0, PmuScope.OPERATION, ExampleRun.ACTIVE, 10);
            writer.record(10, 0, PmuScope.RUN, ExampleRun.ACTIVE, 11);
            writer.complete(0, Map.of(), Map.of());
        }
        assertThatThrownBy(() -> RunResult.load(path))
                .isInstanceOf(TraceFormatException.class)
                .hasMessage("the trace in " + path
                        + " contradicts itself: event 35 counts 11 over the run and 10 over its operations");
    }

    @Test
    void interruptedRunGivesWhatItHas() throws IOException {
        Path path = directory.resolve("interrupted");
        try (RunWriter writer = RunWriter.create(path, run.manifest())) {
            writer.record(10, 0, PmuScope.OPERATION, ExampleRun.ACTIVE, 10);
        }
        RunResult partial = RunResult.load(path);
        assertThat(partial.complete()).isFalse();
        assertThat(partial.activeCycles()).isEqualTo(10);
    }

    @Test
    void pmuBlockKeepsTheFormThatScriptsRead() {
        String[] lines =
                PmuBlock.render(PmuBlock.lines(run).castToList(), Style.PLAIN).split("\n");
        assertThat(lines[0]).matches("NPU ACTIVE: \\d+ cycles  +published +900000  +[+-]\\d+\\.\\d %");
        assertThat(lines[0]).startsWith("NPU ACTIVE: " + run.activeCycles() + " cycles  ");
        assertThat(lines[1])
                .matches("NPU SRAM_RD_DATA_BEAT_RECEIVED: \\d+ beats  +published +50000  +[+-]\\d+\\.\\d %");
        assertThat(lines[2]).matches("NPU SRAM_WR_DATA_BEAT_WRITTEN: \\d+ beats");
        assertThat(lines[5]).isEqualTo("NPU IDLE: 80 cycles");
        assertThat(lines[6]).isEqualTo("NPU TOTAL: " + run.totalCycles() + " cycles");
        assertThat(lines).hasSize(7);
    }

    @Test
    void textHasNoEscapeSequencesUnlessAsked() {
        assertThat(new RunText(run, Style.PLAIN).render())
                .doesNotContain("\033")
                .contains("Most expensive operators");
        assertThat(new RunText(run, Style.ANSI).render()).contains("\033[1mexample on Example_256\033[0m");
    }
}
