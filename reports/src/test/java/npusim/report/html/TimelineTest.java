package npusim.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import npusim.report.ExampleRun;
import npusim.report.RunResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTest {
    private static final int BEAT_BYTES = 16;

    @TempDir
    private Path directory;

    @Test
    void areaUnderTheBandwidthIsTheTraffic() throws IOException {
        RunResult run = ExampleRun.load(directory.resolve("run"));
        ReportData.Timeline timeline = ReportData.Timeline.of(run);
        NavigableMap<Long, Long> beats = run.intervals(ExampleRun.SRAM_READ);
        assertThat(beats).as("quiet intervals are not in the trace").doesNotContainKey(0L);
        List<double[]> read = timeline.bandwidth().getFirst().points();
        assertThat(area(read))
                .isCloseTo(
                        beats.values().stream().mapToLong(Long::longValue).sum() * (double) BEAT_BYTES,
                        withinPercentage(0.001));
        assertThat(read.getLast()[0]).isEqualTo(run.totalCycles());
    }

    @Test
    void thousandsOfIntervalsAreStretchesWithTheirHighest() throws IOException {
        RunResult run = RunResult.load(new ExampleRun("Example", 256, 20_000, false).write(directory.resolve("long")));
        ReportData.Timeline timeline = ReportData.Timeline.of(run);
        List<double[]> read = timeline.bandwidth().getFirst().points();
        assertThat(read).hasSizeBetween(600, 1201);
        NavigableMap<Long, Long> beats = run.intervals(ExampleRun.SRAM_READ);
        double most = beats.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        assertThat(read.stream().mapToDouble(point -> point[1]).max().orElseThrow())
                .isEqualTo(most * BEAT_BYTES / timeline.intervalCycles());
        double step = read.get(1)[0] - read.get(0)[0];
        for (int i = 1; i < read.size() - 1; i++) {
            assertThat(read.get(i)[0] - read.get(i - 1)[0]).isEqualTo(step);
        }
    }

    /** Of a curve that holds each value until the next. */
    private static double area(List<double[]> points) {
        double area = 0;
        for (int i = 1; i < points.size(); i++) {
            area += points.get(i - 1)[1] * (points.get(i)[0] - points.get(i - 1)[0]);
        }
        return area;
    }
}
