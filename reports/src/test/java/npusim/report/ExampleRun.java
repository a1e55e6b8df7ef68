package npusim.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import npusim.trace.CycleCategory;
import npusim.trace.PmuScope;
import npusim.trace.TraceEvents;
import npusim.trace.run.OperationRecord;
import npusim.trace.run.RunDirectory;
import npusim.trace.run.RunManifest;
import npusim.trace.run.RunWriter;
import org.jspecify.annotations.Nullable;

/** Writes a small invented run whose trace is consistent, for the tests of everything that reads runs. */
public final class ExampleRun {
    public static final int ACTIVE = 35;
    public static final int IDLE = 32;
    public static final int SRAM_READ = 130;
    public static final int SRAM_WRITE = 135;
    public static final int EXTERNAL_READ = 386;
    public static final int EXTERNAL_WRITE = 391;

    private static final int LAYERS = 3;
    private static final String[] KINDS = {"convolution", "matrix multiply", "elementwise", "pooling"};
    private static final long INTERVAL = 10_000;

    private final String accelerator;
    private final long macsPerCycle;
    private final long slowness;
    private final boolean published;

    public ExampleRun(String accelerator, long macsPerCycle, long slowness, boolean published) {
        this.accelerator = accelerator;
        this.macsPerCycle = macsPerCycle;
        this.slowness = slowness;
        this.published = published;
    }

    /** A run with published counters. */
    public static RunResult load(Path directory) throws IOException {
        return RunResult.load(new ExampleRun("Example_256", 256, 100, true).write(directory));
    }

    /** Writes the run and gives back its directory. */
    public Path write(Path directory) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        try (RunWriter writer = RunWriter.create(directory, manifest())) {
            List<OperationRecord> operations = new ArrayList<>();
            long[] totals = new long[0x4200];
            long cycle = 500;
            int command = 0;
            for (int layer = 0; layer < LAYERS; layer++) {
                for (int i = 0; i < 8; i++) {
                    int index = operations.size();
                    operations.add(operation(index, layer, i, command));
                    long length = 0;
                    for (int part = 0; part < 2; part++) {
                        length += record(writer, totals, cycle + length, command++, random);
                    }
                    cycle += length;
                }
            }
            count(writer, totals, cycle, TraceEvents.UNATTRIBUTED, ACTIVE, 500);
            count(writer, totals, cycle, TraceEvents.UNATTRIBUTED, TraceEvents.of(CycleCategory.ISSUE), 500);
            totals[IDLE] = 80;
            for (int event = 0; event < totals.length; event++) {
                if (totals[event] != 0) {
                    writer.record(cycle, 0, PmuScope.RUN, event, totals[event]);
                }
            }
            writer.operations(operations);
            return writer.complete(INTERVAL, Map.of(), Map.of("timing", 0.25)).path();
        }
    }

    private long record(RunWriter writer, long[] totals, long start, int command, SplittableRandom random) {
        long compute = random.nextLong(1000, 20_000) * slowness / 100;
        long waits = random.nextLong(100, 15_000);
        long length = compute + waits;
        long end = start + length;
        CycleCategory wait = CycleCategory.values()[2 + command % 6];
        writer.record(start, command, PmuScope.OPERATION, TraceEvents.SPAN, length);
        count(writer, totals, end, command, ACTIVE, length);
        count(writer, totals, end, command, TraceEvents.of(CycleCategory.COMPUTE), compute);
        count(writer, totals, end, command, TraceEvents.of(wait), waits);
        count(writer, totals, end, command, TraceEvents.MACS, compute * 128);
        count(writer, totals, end, command, SRAM_READ, random.nextLong(100, 2000));
        count(writer, totals, end, command, SRAM_WRITE, random.nextLong(100, 1000));
        count(writer, totals, end, command, EXTERNAL_READ, random.nextLong(0, 3000));
        count(writer, totals, end, command, EXTERNAL_WRITE, random.nextLong(0, 500));
        writer.record(end, (int) (end / INTERVAL), PmuScope.INTERVAL, SRAM_READ, length / 16);
        writer.record(end, (int) (end / INTERVAL), PmuScope.INTERVAL, EXTERNAL_READ, length / 24);
        writer.record(end, 0, PmuScope.MEMORY, TraceEvents.MEMORY_OCCUPIED, random.nextLong(1000, 393_216));
        return length;
    }

    private static void count(RunWriter writer, long[] totals, long cycle, int unit, int event, long value) {
        writer.record(cycle, unit, PmuScope.OPERATION, event, value);
        totals[event] += value;
    }

    private static OperationRecord operation(int index, int layer, int position, int command) {
        return new OperationRecord(
                index,
                "layer" + layer + ".op" + position,
                KINDS[position % KINDS.length],
                List.of(
                        "CONV2D layer" + layer + ".op" + position,
                        "RESCALE layer" + layer + ".op" + position + "_scaled"),
                List.of("layer " + (layer + 1), position < 4 ? "feed forward" : "attention"),
                "1x374x144",
                "1x374x144",
                position % 2 == 0 ? "8x8" : "",
                374L * 144,
                "1x16x16",
                "depth first",
                index == 0 ? List.of() : List.of(index - 1),
                List.of(command, command + 1),
                List.of(),
                "",
                false,
                List.of());
    }

    private RunManifest manifest() {
        return new RunManifest(
                RunDirectory.FORMAT_VERSION,
                RunManifest.Status.RUNNING,
                "npusim test",
                "25",
                List.of("run", "example"),
                new RunManifest.Design(
                        accelerator,
                        "Example",
                        "Board",
                        "Example_DRAM",
                        "Dedicated",
                        "Board_adapters",
                        1_000_000_000L,
                        macsPerCycle,
                        0,
                        393_216,
                        Map.of("accelerator.mac_array.macs_per_cycle", Long.toString(macsPerCycle)),
                        new RunManifest.Energy(
                                "example_table",
                                "invented for tests",
                                0.3,
                                Map.of("8x8", 0.25),
                                Map.of("sram", 1.0, "dram", 20.0),
                                0.5,
                                10,
                                0.25,
                                0.5)),
                new RunManifest.Workload("example", "abc123", Map.of(), 1, 48, 15),
                Map.of("policy", "vela-4.4"),
                INTERVAL,
                List.of(
                        event(ACTIVE, "NPU_ACTIVE", "NPU ACTIVE", "cycles"),
                        event(IDLE, "NPU_IDLE", "", "cycles"),
                        event(SRAM_READ, "SRAM_RD_DATA_BEAT_RECEIVED", "NPU SRAM_RD_DATA_BEAT_RECEIVED", "beats"),
                        event(SRAM_WRITE, "SRAM_WR_DATA_BEAT_WRITTEN", "NPU SRAM_WR_DATA_BEAT_WRITTEN", "beats"),
                        event(EXTERNAL_READ, "EXT_RD_DATA_BEAT_RECEIVED", "NPU EXT_RD_DATA_BEAT_RECEIVED", "beats"),
                        event(EXTERNAL_WRITE, "EXT_WR_DATA_BEAT_WRITTEN", "NPU EXT_WR_DATA_BEAT_WRITTEN", "beats")),
                List.of(
                        new RunManifest.Port("sram", "Sram", "sram", 16, 32, SRAM_READ, SRAM_WRITE),
                        new RunManifest.Port("external", "Dram", "dram", 16, 8, EXTERNAL_READ, EXTERNAL_WRITE)),
                reference(),
                Map.of(),
                null,
                Map.of());
    }

    private RunManifest.@Nullable Reference reference() {
        return published
                ? new RunManifest.Reference(
                        "example_reference",
                        "an invented article",
                        Map.of("NPU_ACTIVE", 900_000L, "SRAM_RD_DATA_BEAT_RECEIVED", 50_000L))
                : null;
    }

    private static RunManifest.Event event(int number, String name, String label, String unit) {
        return new RunManifest.Event(number, name, label, unit, "");
    }
}
