package npusim.report;

import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import npusim.trace.PmuScope;
import npusim.trace.PmuSink;
import npusim.trace.TraceEvents;
import npusim.trace.TraceFormatException;
import npusim.trace.TraceReader;
import npusim.trace.run.OperationRecord;
import npusim.trace.run.RunDirectory;
import npusim.trace.run.RunManifest;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.map.mutable.primitive.IntLongHashMap;
import org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap;
import org.jspecify.annotations.Nullable;

/** Reads a run directory in one pass over its samples and adds them up by operation. */
final class RunLoader implements PmuSink {
    private final RunManifest manifest;
    private final List<OperationRecord> operations;
    private final int activeEvent;
    private final IntObjectHashMap<Sums> sumsByCommand = new IntObjectHashMap<>();
    private final IntLongHashMap runTotals = new IntLongHashMap();
    private final IntLongHashMap operationTotals = new IntLongHashMap();
    private final IntObjectHashMap<NavigableMap<Long, Long>> intervals = new IntObjectHashMap<>();
    private final IntObjectHashMap<NavigableMap<Long, Long>> occupancy = new IntObjectHashMap<>();

    private RunLoader(RunManifest manifest, List<OperationRecord> operations) {
        this.manifest = manifest;
        this.operations = operations;
        activeEvent = RunResult.eventNumber(manifest, RunResult.ACTIVE);
    }

    static RunResult load(RunDirectory directory) throws IOException {
        RunLoader loader = new RunLoader(directory.manifest(), directory.operations());
        boolean complete;
        try (TraceReader reader = directory.openSamples(loader.manifest)) {
            complete = reader.poll(loader);
        }
        return loader.result(directory, complete);
    }

    @Override
    public void record(long cycle, int unit, PmuScope scope, int event, long value) {
        switch (scope) {
            case RUN -> runTotals.addToValue(event, value);
            case OPERATION -> {
                sumsByCommand.getIfAbsentPut(unit, Sums::new).add(cycle, event, value);
                if (event != TraceEvents.SPAN) {
                    operationTotals.addToValue(event, value);
                }
            }
            case INTERVAL ->
                intervals
                        .getIfAbsentPut(event, TreeMap::new)
                        .merge((long) unit * manifest.intervalCycles(), value, Long::sum);
            case MEMORY -> occupancy.getIfAbsentPut(unit, TreeMap::new).put(cycle, value);
            case SLICE -> {
                // finer than any table; the exporters read these themselves
            }
        }
    }

    private RunResult result(RunDirectory directory, boolean complete) {
        runTotals.forEachKeyValue((event, total) -> {
            long sum = operationTotals.getIfAbsent(event, total);
            if (complete && sum != total) {
                throw new TraceFormatException("the trace in " + directory.path() + " contradicts itself: event "
                        + event + " counts " + total + " over the run and " + sum + " over its operations");
            }
        });
        operationTotals.forEachKeyValue((event, sum) -> runTotals.getIfAbsentPut(event, sum));
        MutableList<OperationResult> results = Lists.mutable.empty();
        for (OperationRecord operation : operations) {
            results.add(new OperationResult(operation, take(operation)));
        }
        Counters rest = Counters.none(manifest.memories().size());
        for (Sums sums : sumsByCommand.values()) {
            rest = rest.plus(sums.counters());
        }
        if (!rest.equals(Counters.none(manifest.memories().size()))) {
            results.add(new OperationResult(unattributed(), rest));
        }
        return new RunResult(
                directory.path(), manifest, complete, results.toImmutable(), runTotals, intervals, occupancy);
    }

    private Counters take(OperationRecord operation) {
        Counters counters = Counters.none(manifest.memories().size());
        for (int command : operation.commands()) {
            counters = plusCommand(counters, command);
        }
        for (int transfer : operation.transfers()) {
            counters = plusCommand(counters, transfer);
        }
        return counters;
    }

    private Counters plusCommand(Counters counters, int command) {
        @Nullable Sums sums = sumsByCommand.remove(command);
        return sums == null ? counters : counters.plus(sums.counters());
    }

    private static OperationRecord unattributed() {
        return new OperationRecord(
                TraceEvents.UNATTRIBUTED,
                "start, stop and command fetch",
                "control",
                List.of(),
                List.of(),
                "",
                "",
                "",
                0,
                "",
                "",
                List.of(),
                List.of(),
                List.of(),
                "",
                false,
                List.of());
    }

    /** Running sums of one command; turned into immutable {@link Counters} at the end. */
    private final class Sums {
        private final IntLongHashMap values = new IntLongHashMap();
        private long startCycle = Long.MAX_VALUE;
        private long endCycle;

        void add(long cycle, int event, long value) {
            if (event == TraceEvents.SPAN) {
                startCycle = Math.min(startCycle, cycle);
                endCycle = Math.max(endCycle, cycle + value);
            } else {
                values.addToValue(event, value);
            }
        }

        Counters counters() {
            List<RunManifest.Port> ports = manifest.memories();
            Counters none = Counters.none(ports.size());
            for (int i = 0; i < none.categoryCycles().length; i++) {
                none.categoryCycles()[i] = values.get(TraceEvents.CATEGORY_BASE + i);
            }
            for (int i = 0; i < ports.size(); i++) {
                RunManifest.Port port = ports.get(i);
                none.readBytes()[i] = values.get(port.readEvent()) * port.beatBytes();
                none.writeBytes()[i] = values.get(port.writeEvent()) * port.beatBytes();
            }
            return new Counters(
                    values.get(activeEvent),
                    startCycle,
                    endCycle,
                    values.get(TraceEvents.MACS),
                    none.categoryCycles(),
                    none.readBytes(),
                    none.writeBytes(),
                    new HostCycles(
                            values.get(TraceEvents.HOST_COMPUTE),
                            values.get(TraceEvents.HOST_TRANSFER),
                            values.get(TraceEvents.HOST_HANDOVER)));
        }
    }
}
