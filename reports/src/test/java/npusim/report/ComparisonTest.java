package npusim.report;

import static npusim.trace.CycleCategory.BANDWIDTH_CAP;
import static npusim.trace.CycleCategory.COMPUTE;
import static npusim.trace.CycleCategory.DEPENDENCY;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import npusim.trace.CycleCategory;
import npusim.trace.run.OperationRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    @TempDir
    static Path directory;

    private static OperationRecord operation;

    @BeforeAll
    static void anyOperation() throws IOException {
        operation = ExampleRun.load(directory.resolve("run"))
                .operations()
                .getFirst()
                .operation();
    }

    @Test
    void theReasonHasTheSignOfTheChange() {
        OperationResult before = counted(Map.of(COMPUTE, 1_000, DEPENDENCY, 4_000, BANDWIDTH_CAP, 3_000));
        OperationResult faster = counted(Map.of(COMPUTE, 4_500, DEPENDENCY, 1_000, BANDWIDTH_CAP, 500));
        assertThat(Comparison.largestChange(before, faster)).isEqualTo(DEPENDENCY);
        assertThat(Comparison.largestChange(faster, before)).isEqualTo(DEPENDENCY);

        OperationResult slower = counted(Map.of(COMPUTE, 4_000, DEPENDENCY, 100, BANDWIDTH_CAP, 5_000));
        assertThat(Comparison.largestChange(before, slower)).isEqualTo(COMPUTE);
        assertThat(Comparison.largestChange(slower, before)).isEqualTo(COMPUTE);
    }

    private static OperationResult counted(Map<CycleCategory, Integer> cycles) {
        long[] categories = new long[CycleCategory.values().length];
        cycles.forEach((category, count) -> categories[category.code()] = count);
        return new OperationResult(
                operation,
                new Counters(
                        Arrays.stream(categories).sum(),
                        0,
                        0,
                        0,
                        categories,
                        new long[2],
                        new long[2],
                        HostCycles.NONE));
    }
}
