package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import npusim.report.RunResult;
import npusim.trace.CycleCategory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The designs of {@code configs/examples} replay, and what each changes shows in its counters. */
class ExampleDesignsTest {
    private static final String[] SMALL_CONFORMER = {"conformer-s", "--set", "seconds=1", "--set", "layers=1"};
    private static final Path EXAMPLES = Path.of("../configs/examples");

    @TempDir
    Path directory;

    private RunResult replay(String example, String design, String... more) throws IOException {
        return replay(SMALL_CONFORMER, example, design, more);
    }

    private RunResult replay(String[] workload, String example, String design, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(List.of(workload));
        arguments.addAll(
                List.of("--timing-only", "--config", EXAMPLES.resolve(example).toString(), "--npu", design));
        arguments.addAll(List.of(more));
        Path trace = directory.resolve(design + String.join("", more).hashCode());
        arguments.addAll(List.of("--trace", trace.toString()));
        CommandRun run = CommandRun.of(arguments.toArray(new String[0]));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return RunResult.load(trace);
    }

    @Test
    void aLargerArrayComputesInFewerCycles() throws IOException {
        RunResult larger = replay("ethos-u85-4096.npu", "Ethos_U85_4096");
        RunResult shipped = replay("ethos-u85-4096.npu", "Ethos_U85_2048");
        assertThat(larger.sum().cycles(CycleCategory.COMPUTE))
                .isLessThan(shipped.sum().cycles(CycleCategory.COMPUTE));
        assertThat(larger.activeCycles()).isLessThan(shipped.activeCycles());
    }

    @Test
    void aLargerCacheReadsLessFromTheMemoryBehindIt() throws IOException {
        RunResult large = replay("three-levels.npu", "Ethos_U85_256_With_L2");
        RunResult small =
                replay("three-levels.npu", "Ethos_U85_256_With_L2", "--override", "system.L2.capacity=16 KiB");
        for (RunResult run : List.of(small, large)) {
            assertThat(run.total("BACKING_RD_DATA_BEAT_RECEIVED"))
                    .isPositive()
                    .isLessThanOrEqualTo(8 * run.total("CACHE_LINE_MISS"));
        }
        assertThat(large.total("CACHE_LINE_HIT") + large.total("CACHE_LINE_MISS"))
                .isEqualTo(small.total("CACHE_LINE_HIT") + small.total("CACHE_LINE_MISS"));
        assertThat(large.total("BACKING_RD_DATA_BEAT_RECEIVED"))
                .isLessThan(small.total("BACKING_RD_DATA_BEAT_RECEIVED"));
        assertThat(large.activeCycles()).isLessThan(small.activeCycles());
        assertThat(large.total("EXT_RD_DATA_BEAT_RECEIVED")).isEqualTo(small.total("EXT_RD_DATA_BEAT_RECEIVED"));
    }

    @Test
    void withoutTheCacheItsEventsDoNotOccur() throws IOException {
        RunResult run = replay("three-levels.npu", "Ethos_U85_256_With_L2", "--system", "Ethos_U85_SYS_DRAM_Low");
        assertThat(run.total("CACHE_LINE_HIT") + run.total("BACKING_RD_DATA_BEAT_RECEIVED"))
                .isZero();
        assertThat(run.activeCycles()).isPositive();
    }

    @Test
    void aNarrowerWayOutsideTakesMoreBeatsAndTimeForTheSameBytes() throws IOException {
        RunResult narrow = replay("narrow-external.npu", "Ethos_U85_256_Narrow", "--platform", "Narrow_Board");
        RunResult usual = replay("narrow-external.npu", "Ethos_U85_256", "--platform", "Narrow_Board");
        assertThat((double) narrow.total("EXT_RD_DATA_BEAT_RECEIVED") / usual.total("EXT_RD_DATA_BEAT_RECEIVED"))
                .isBetween(1.8, 2.0);
        assertThat(narrow.total("SRAM_RD_DATA_BEAT_RECEIVED"))
                .isCloseTo(usual.total("SRAM_RD_DATA_BEAT_RECEIVED"), withinPercentage(2));
        assertThat(narrow.activeCycles()).isGreaterThan(usual.activeCycles());
        assertThat(narrow.sum().readBytes()[1]).isEqualTo(8 * narrow.total("EXT_RD_DATA_BEAT_RECEIVED"));
        assertThat(narrow.sum().readBytes()[0]).isEqualTo(16 * narrow.total("SRAM_RD_DATA_BEAT_RECEIVED"));
    }

    @Test
    void linesBehindACacheTakeBeatsOfItsSide() throws IOException {
        RunResult narrow = replay(
                "three-levels.npu", "Ethos_U85_256_With_L2", "--override", "accelerator.ports.external=1 x 64 bit");
        RunResult usual = replay("three-levels.npu", "Ethos_U85_256_With_L2");
        String beats = "BACKING_RD_DATA_BEAT_RECEIVED";
        assertThat((double) narrow.total(beats) / usual.total(beats)).isBetween(1.9, 2.1);
    }

    @Test
    void aLargerGridComputesInFewerCyclesAndWastesMoreOfItself() throws IOException {
        RunResult large = replay("systolic-32x32.npu", "Systolic_32x32");
        RunResult small = replay("systolic-32x32.npu", "Systolic_16x16");
        long largeCycles = large.sum().cycles(CycleCategory.COMPUTE);
        long smallCycles = small.sum().cycles(CycleCategory.COMPUTE);
        assertThat(largeCycles).isLessThan(smallCycles);
        assertThat(4 * largeCycles).isGreaterThan(smallCycles);
    }

    @Test
    void narrowWeightsMultiplyTwiceAsFastWhereTheArraySplits() throws IOException {
        RunResult split = replay("int4.npu", "Ethos_U85_256_Int4", "--set", "weight_bits=4");
        RunResult whole = replay("int4.npu", "Ethos_U85_256_Int4");
        RunResult shipped = replay("int4.npu", "Ethos_U85_256", "--set", "weight_bits=4");
        assertThat(split.sum().cycles(CycleCategory.COMPUTE))
                .isLessThan(whole.sum().cycles(CycleCategory.COMPUTE))
                .isLessThan(shipped.sum().cycles(CycleCategory.COMPUTE));
        assertThat(split.total("EXT_RD_DATA_BEAT_RECEIVED")).isLessThan(whole.total("EXT_RD_DATA_BEAT_RECEIVED"));
    }

    @Tag("deep")
    @ParameterizedTest
    @CsvSource({
        "ethos-u85-4096.npu, Ethos_U85_4096",
        "three-levels.npu, Ethos_U85_256_With_L2",
        "narrow-external.npu, Ethos_U85_256_Narrow",
        "systolic-32x32.npu, Systolic_32x32",
        "int4.npu, Ethos_U85_256_Int4"
    })
    void theWholeConformerReplays(String example, String design) throws IOException {
        RunResult run = replay(new String[] {"conformer-s"}, example, design);
        assertThat(run.activeCycles()).isPositive();
        assertThat(run.sum().macs()).isGreaterThan(5_000_000_000L);
    }
}
