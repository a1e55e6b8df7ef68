package npusim.trace.fvp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import npusim.trace.PmuScope;
import npusim.trace.TraceEvents;
import npusim.trace.TraceFormatException;
import npusim.trace.TraceReader;
import npusim.trace.run.OperationRecord;
import npusim.trace.run.OperatorRecord;
import npusim.trace.run.RunDirectory;

/**
 * A run of ours in the terms of the platform. A kernel counts as read when it was issued; the stream ends when the run does.
 */
public final class DescribeRun {
    private static final String STREAM = "1";

    private final List<OperationRecord> operations;
    private final List<OperatorRecord> graph;
    private final Map<Integer, long[]> spanByCommand = new HashMap<>();
    private final Map<Integer, Map<Integer, Long>> countsByCommand = new HashMap<>();
    private final Map<String, Integer> sourceByName = new HashMap<>();
    private long endCycle;

    /**
     * A run as the platform and its compiler would have written it.
     *
     * @param trace what was read when
     * @param database which operator each part belongs to
     */
    public record Description(PmuTrace trace, DebugDatabase database) {}

    private record Entry(OperationRecord operation, long start, long end, long offset) {}

    private DescribeRun(List<OperationRecord> operations, List<OperatorRecord> graph) {
        this.operations = operations;
        this.graph = graph;
        for (OperatorRecord operator : graph) {
            sourceByName.put(operator.name(), operator.index() + 1);
        }
    }

    /**
     * Describes a run.
     *
     * @throws TraceFormatException if the run did not keep its network or the offsets of its commands
     */
    public static Description of(RunDirectory run) throws IOException {
        List<OperationRecord> operations = run.operations();
        List<OperatorRecord> graph = run.graph();
        if (graph.isEmpty()
                || operations.stream().allMatch(operation -> operation.offsets().isEmpty())) {
            throw new TraceFormatException(run.path()
                    + " does not hold the network or the offsets of its commands; record it again with 'npusim run'");
        }
        DescribeRun describe = new DescribeRun(operations, graph);
        describe.readSamples(run);
        return new Description(describe.trace(), describe.database());
    }

    private void readSamples(RunDirectory run) throws IOException {
        try (TraceReader reader = run.openSamples()) {
            reader.replay((cycle, unit, scope, event, value) -> {
                endCycle = Math.max(endCycle, scope == PmuScope.OPERATION ? cycle : 0);
                if (scope != PmuScope.OPERATION) {
                    return;
                }
                if (event == TraceEvents.SPAN) {
                    spanByCommand.put(unit, new long[] {cycle, cycle + value});
                } else {
                    countsByCommand
                            .computeIfAbsent(unit, key -> new HashMap<>())
                            .merge(event, value, Long::sum);
                }
            });
        }
    }

    /** The kernels in the order of the command stream. */
    private List<Entry> queue() {
        List<Entry> queue = new ArrayList<>();
        for (OperationRecord operation : operations) {
            for (int i = 0; i < operation.offsets().size(); i++) {
                int command = operation.commands().get(i);
                long[] span = spanByCommand.get(command);
                if (span != null) {
                    queue.add(new Entry(
                            operation, span[0], span[1], operation.offsets().get(i)));
                }
            }
        }
        queue.sort(Comparator.comparingLong(Entry::offset));
        return queue;
    }

    private PmuTrace trace() {
        List<PmuTrace.Read> reads = new ArrayList<>();
        List<PmuTrace.Span> spans = new ArrayList<>();
        long lastOffset = 0;
        for (Entry entry : queue()) {
            reads.add(new PmuTrace.Read(entry.start(), entry.offset()));
            spans.add(new PmuTrace.Span(
                    entry.operation().kind(), entry.operation().name(), entry.start(), entry.end() - entry.start()));
            lastOffset = entry.offset();
        }
        reads.add(new PmuTrace.Read(endCycle + 1, lastOffset + PmuTrace.WORD_BYTES));
        for (OperationRecord operation : operations) {
            for (int transfer : operation.transfers()) {
                long[] span = spanByCommand.get(transfer);
                if (span != null) {
                    spans.add(new PmuTrace.Span("DMA", operation.name(), span[0], span[1] - span[0]));
                }
            }
        }
        spans.sort(Comparator.comparingLong(PmuTrace.Span::start));
        return new PmuTrace(reads, spans);
    }

    /** Identities count from 1, as 0 stands for none. */
    private DebugDatabase database() {
        Map<String, OperationRecord> firstBySource = new HashMap<>();
        for (OperationRecord operation : operations) {
            operation.sourceOutputs().stream().limit(1).forEach(source -> firstBySource.putIfAbsent(source, operation));
        }
        Map<String, DebugDatabase.Table> tables = new LinkedHashMap<>();
        List<List<String>> source = new ArrayList<>();
        for (OperatorRecord operator : graph) {
            OperationRecord operation = firstBySource.get(operator.name());
            source.add(shaped(
                    List.of(text(operator.index() + 1), operator.op()),
                    operation == null ? "" : operation.window(),
                    operator.shape(),
                    List.of(text(operator.index()))));
        }
        tables.put("source", table("id,operator,kernel_w,kernel_h,ofm_w,ofm_h,ofm_d,ext_key", source));
        List<List<String>> optimised = new ArrayList<>();
        List<List<String>> groups = new ArrayList<>();
        List<List<String>> performance = new ArrayList<>();
        int head = 0;
        for (OperationRecord operation : operations) {
            int id = operation.index() + 1;
            head = operation.chained() ? head : id;
            optimised.add(shaped(
                    List.of(text(id), text(sourceOf(operation)), operation.kind()),
                    operation.window(),
                    operation.ofm(),
                    List.of()));
            if (operation.chained()) {
                groups.add(List.of(text(id), text(head)));
            }
            performance.add(performance(operation, id));
        }
        tables.put("optimised", table("id,source_id,operator,kernel_w,kernel_h,ofm_w,ofm_h,ofm_d", optimised));
        tables.put("group", table("id,group_id", groups));
        tables.put(
                "queue",
                table(
                        "offset,cmdstream_id,optimised_id,scheduled_id",
                        queue().stream()
                                .map(entry -> List.of(
                                        text(entry.offset()),
                                        STREAM,
                                        text(entry.operation().index() + 1),
                                        text(entry.operation().index() + 1)))
                                .toList()));
        tables.put("cmdstream", table("id", List.of(List.of(STREAM))));
        tables.put(
                "perf", table("id,source_id,optimised_id,operator,name,op_cycles,npu_cycles,mac_count", performance));
        return new DebugDatabase(tables);
    }

    /** Active cycles of an operation are the sum of its accounting categories. */
    private List<String> performance(OperationRecord operation, int id) {
        long start = Long.MAX_VALUE;
        long end = 0;
        long active = 0;
        long macs = 0;
        for (int command : operation.commands()) {
            long[] span = spanByCommand.get(command);
            if (span != null) {
                start = Math.min(start, span[0]);
                end = Math.max(end, span[1]);
            }
            for (Map.Entry<Integer, Long> count :
                    countsByCommand.getOrDefault(command, Map.of()).entrySet()) {
                active += TraceEvents.isCategory(count.getKey()) ? count.getValue() : 0;
                macs += count.getKey() == TraceEvents.MACS ? count.getValue() : 0;
            }
        }
        return List.of(
                text(id),
                text(sourceOf(operation)),
                text(id),
                operation.kind(),
                operation.name(),
                text(Math.max(0, end - start)),
                text(active),
                text(macs));
    }

    /** Identity of the operator that an operation was made from, 0 if none is known. */
    private int sourceOf(OperationRecord operation) {
        return operation.sourceOutputs().stream()
                .map(sourceByName::get)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(0);
    }

    private static List<String> shaped(List<String> before, String window, String shape, List<String> after) {
        String[] kernel = window.isEmpty() ? new String[] {"1", "1"} : window.split("x", -1);
        String[] extents = shape.split("x", -1);
        int rank = extents.length;
        List<String> row = new ArrayList<>(before);
        row.add(kernel[1]);
        row.add(kernel[0]);
        row.add(rank >= 2 ? extents[rank - 2] : "1");
        row.add(rank >= 3 ? extents[rank - 3] : "1");
        row.add(extents[rank - 1].isEmpty() ? "1" : extents[rank - 1]);
        row.addAll(after);
        return row;
    }

    private static DebugDatabase.Table table(String columns, List<List<String>> rows) {
        return new DebugDatabase.Table(List.of(columns.split(",", -1)), rows);
    }

    private static String text(long number) {
        return Long.toString(number);
    }
}
