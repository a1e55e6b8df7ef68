package npusim.trace.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import npusim.trace.PmuScope;
import npusim.trace.TraceEvents;
import npusim.trace.TraceReader;
import npusim.trace.run.OperationRecord;
import npusim.trace.run.RunDirectory;
import npusim.trace.run.RunManifest;
import org.jspecify.annotations.Nullable;

/**
 * A run as a Chrome trace (Trace Event Format, JSON), which the Perfetto UI and chrome://tracing open, and speedscope but for
 * counters and arrows. Time is that of the NPU's clock.
 *
 * <p>Tracks: the blocks of the network nested by level with their operations; one track per unit with its kernels, or DMA
 * transfers, and further ones where they overlap, and one for OFM blocks where the run sampled them; the bandwidth of each port, the bytes in use of each memory and how busy the
 * counted units are as counters; arrows from an operation to those that read its output.
 */
public final class ChromeTraceExport {
    private static final int PROCESS = 1;
    private static final int NETWORK_TRACK = 1;
    private static final int FIRST_UNIT_TRACK = 10;
    private static final double MICROSECONDS_PER_SECOND = 1e6;

    /** Events that count the cycles in which a unit works, with the unit's name. */
    private static final Map<String, String> BUSY_UNITS =
            Map.of("MAC_ACTIVE", "MAC array", "WD_ACTIVE", "weight decoder", "AO_ACTIVE", "output unit");

    /** Kinds of operations that read encoded weights. */
    private static final Set<String> HAVE_WEIGHTS = Set.of("convolution", "depthwise");

    private final RunManifest manifest;
    private final List<OperationRecord> operations;
    private final JsonGenerator json;
    private final Map<Integer, Span> spanByCommand = new HashMap<>();
    private final Map<Integer, List<Span>> blocksByCommand = new HashMap<>();
    /** End of the last interval that a counter has a value of. */
    private final Map<String, Long> countedUntil = new LinkedHashMap<>();

    private ChromeTraceExport(RunManifest manifest, List<OperationRecord> operations, JsonGenerator json) {
        this.manifest = manifest;
        this.operations = operations;
        this.json = json;
    }

    private record Span(long start, long end) {
        Span union(Span other) {
            return new Span(Math.min(start, other.start), Math.max(end, other.end));
        }

        long cycles() {
            return end - start;
        }

        boolean isEmpty() {
            return end == start;
        }
    }

    /** A stretch on a track; a block of the network has no operation of its own. */
    private record Slice(
            String name, Span span, int level, @Nullable OperationRecord operation) {}

    /** Writes the trace of a run as UTF-8. */
    public static void write(RunDirectory run, OutputStream target) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(target)) {
            new ChromeTraceExport(run.manifest(), run.operations(), json).write(run);
        }
    }

    private void write(RunDirectory run) throws IOException {
        json.writeStartObject();
        json.writeStringField("displayTimeUnit", "ns");
        json.writeArrayFieldStart("traceEvents");
        name(
                "process_name",
                0,
                manifest.workload().name() + " on " + manifest.design().accelerator());
        writeCounters(run);
        Map<Integer, Span> spanByOperation = writeNetworkTrack();
        writeUnitTracks();
        writeArrows(spanByOperation);
        json.writeEndArray();
        json.writeObjectFieldStart("otherData");
        json.writeStringField("program", manifest.program());
        json.writeStringField("workload", manifest.workload().name());
        json.writeStringField("accelerator", manifest.design().accelerator());
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Counters come in the order of the log, so they are written in the same pass that collects the spans. */
    private void writeCounters(RunDirectory run) throws IOException {
        Map<Integer, RunManifest.Port> readPorts = new HashMap<>();
        Map<Integer, RunManifest.Port> writePorts = new HashMap<>();
        for (RunManifest.Port port : manifest.memories()) {
            readPorts.put(port.readEvent(), port);
            writePorts.put(port.writeEvent(), port);
        }
        Map<Integer, String> busyUnits = new HashMap<>();
        for (RunManifest.Event event : manifest.events()) {
            String unit = BUSY_UNITS.get(event.name());
            if (unit != null) {
                busyUnits.put(event.number(), unit);
            }
        }
        Map<Integer, Span> spanByBlock = new HashMap<>();
        try (TraceReader reader = run.openSamples(manifest)) {
            reader.replay((cycle, unit, scope, event, value) -> {
                try {
                    if (scope == PmuScope.OPERATION && event == TraceEvents.SPAN) {
                        spanByCommand.merge(unit, new Span(cycle, cycle + value), Span::union);
                    } else if (scope == PmuScope.SLICE && event == TraceEvents.SPAN) {
                        spanByBlock.put(unit, new Span(cycle, cycle + value));
                    } else if (scope == PmuScope.SLICE && event == TraceEvents.COMMAND) {
                        blocksByCommand
                                .computeIfAbsent((int) value, key -> new ArrayList<>())
                                .add(Objects.requireNonNull(spanByBlock.remove(unit)));
                    } else if (scope == PmuScope.MEMORY
                            && unit < manifest.memories().size()) {
                        counter(manifest.memories().get(unit).memory() + " in use, B", cycle, value);
                    } else if (scope == PmuScope.INTERVAL) {
                        long start = unit * manifest.intervalCycles();
                        bandwidth(readPorts.get(event), " read, B/cycle", start, value);
                        bandwidth(writePorts.get(event), " write, B/cycle", start, value);
                        String busy = busyUnits.get(event);
                        if (busy != null) {
                            interval(busy + " busy, %", start, 100.0 * value / manifest.intervalCycles());
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        for (Map.Entry<String, Long> counter : countedUntil.entrySet()) {
            counter(counter.getKey(), counter.getValue(), 0);
        }
    }

    private void bandwidth(RunManifest.@Nullable Port port, String suffix, long start, long beats) throws IOException {
        if (port != null) {
            interval(port.memory() + suffix, start, (double) beats * port.beatBytes() / manifest.intervalCycles());
        }
    }

    /** A viewer holds a counter until its next value, but the trace leaves out intervals in which nothing was counted. */
    private void interval(String name, long start, double value) throws IOException {
        Long end = countedUntil.put(name, start + manifest.intervalCycles());
        if (end != null && end < start) {
            counter(name, end, 0);
        }
        counter(name, start, value);
    }

    /** Blocks and operations one after the other: where two overlap, the later one begins when the earlier one ends. */
    private Map<Integer, Span> writeNetworkTrack() throws IOException {
        name("thread_name", NETWORK_TRACK, "network");
        Map<Integer, Span> spans = new LinkedHashMap<>();
        List<Slice> slices = new ArrayList<>();
        List<OpenBlock> open = new ArrayList<>();
        long end = 0;
        for (OperationRecord operation : inOrderOfStart()) {
            Span whole = span(operation);
            Span span = new Span(Math.max(end, whole.start()), Math.max(end, whole.end()));
            closeBlocks(open, operation.group(), end, slices);
            for (int level = open.size(); level < operation.group().size(); level++) {
                open.add(new OpenBlock(operation.group().get(level), span.start()));
            }
            slices.add(new Slice(operation.name(), span, operation.group().size(), operation));
            spans.put(operation.index(), span);
            end = span.end();
        }
        closeBlocks(open, List.of(), end, slices);
        // a slice that contains others comes before them
        slices.sort(Comparator.comparingLong((Slice slice) -> slice.span().start())
                .thenComparingLong(slice -> -slice.span().end())
                .thenComparingInt(Slice::level));
        write(slices, NETWORK_TRACK);
        return spans;
    }

    private List<OperationRecord> inOrderOfStart() {
        return operations.stream()
                .filter(operation -> operation.commands().stream().anyMatch(spanByCommand::containsKey))
                .sorted(Comparator.comparingLong(
                                (OperationRecord operation) -> span(operation).start())
                        .thenComparingInt(OperationRecord::index))
                .toList();
    }

    /** From the first of the operation's kernels to the last. */
    private Span span(OperationRecord operation) {
        return operation.commands().stream()
                .map(spanByCommand::get)
                .filter(Objects::nonNull)
                .reduce(Span::union)
                .orElseThrow();
    }

    private record OpenBlock(String name, long start) {}

    private static void closeBlocks(List<OpenBlock> open, List<String> group, long end, List<Slice> slices) {
        int common = 0;
        while (common < open.size()
                && common < group.size()
                && open.get(common).name().equals(group.get(common))) {
            common++;
        }
        while (open.size() > common) {
            OpenBlock block = open.removeLast();
            slices.add(new Slice(block.name(), new Span(block.start(), end), open.size(), null));
        }
    }

    private void writeUnitTracks() throws IOException {
        Map<String, List<Slice>> slicesByUnit = new LinkedHashMap<>();
        for (OperationRecord operation : operations) {
            addSlices(slicesByUnit, unit(operation.kind()), operation, operation.commands());
            if (HAVE_WEIGHTS.contains(operation.kind())) {
                addSlices(slicesByUnit, "weight decoder", operation, operation.commands());
            }
            addSlices(slicesByUnit, "DMA", operation, operation.transfers());
            for (int command : operation.commands()) {
                for (Span block : blocksByCommand.getOrDefault(command, List.of())) {
                    slicesByUnit
                            .computeIfAbsent("OFM blocks", key -> new ArrayList<>())
                            .add(new Slice(operation.name(), block, 0, operation));
                }
            }
        }
        int track = FIRST_UNIT_TRACK;
        for (Map.Entry<String, List<Slice>> unit : slicesByUnit.entrySet()) {
            List<Slice> slices = unit.getValue();
            slices.sort(Comparator.comparingLong(slice -> slice.span().start()));
            List<List<Slice>> lanes = new ArrayList<>();
            for (Slice slice : slices) {
                int lane = 0;
                while (lane < lanes.size()
                        && lanes.get(lane).getLast().span().end() > slice.span().start()) {
                    lane++;
                }
                if (lane == lanes.size()) {
                    lanes.add(new ArrayList<>());
                }
                lanes.get(lane).add(slice);
            }
            for (int lane = 0; lane < lanes.size(); lane++) {
                name(
                        "thread_name",
                        track + lane,
                        lane == 0 ? unit.getKey() : unit.getKey() + " (overlap " + lane + ")");
                write(lanes.get(lane), track + lane);
            }
            track += Math.max(FIRST_UNIT_TRACK, lanes.size());
        }
    }

    private void addSlices(
            Map<String, List<Slice>> slicesByUnit, String unit, OperationRecord operation, List<Integer> commands) {
        for (int command : commands) {
            Span span = spanByCommand.get(command);
            if (span != null) {
                slicesByUnit
                        .computeIfAbsent(unit, key -> new ArrayList<>())
                        .add(new Slice(operation.name(), span, 0, operation));
            }
        }
    }

    /** The unit that sets the pace of a kind of operation. */
    private static String unit(String kind) {
        return switch (kind) {
            case "convolution", "matrix multiply", "depthwise", "pooling", "sum", "copy" -> "MAC array";
            case "elementwise", "resize" -> "output unit";
            default -> kind.startsWith(OperationRecord.CPU_PREFIX) ? "CPU" : kind;
        };
    }

    private void writeArrows(Map<Integer, Span> spans) throws IOException {
        int arrow = 0;
        for (OperationRecord operation : operations) {
            Span target = spans.get(operation.index());
            for (int producer : operation.producers()) {
                Span source = spans.get(producer);
                if (source != null
                        && target != null
                        && !source.isEmpty()
                        && !target.isEmpty()
                        && source.end() <= target.start()) {
                    arrow++;
                    begin("s", "data", NETWORK_TRACK, Math.max(source.start(), source.end() - 1));
                    endArrow(arrow);
                    begin("f", "data", NETWORK_TRACK, target.start());
                    json.writeStringField("bp", "e");
                    endArrow(arrow);
                }
            }
        }
    }

    private void endArrow(int id) throws IOException {
        json.writeStringField("cat", "data");
        json.writeNumberField("id", id);
        json.writeEndObject();
    }

    /**
     * Slices as pairs of begin and end: the end of one and the start of the next are then the same number, whereas readers that
     * add a duration to a start, each rounded, see neighbours overlap and drop them. Where an operation was hidden behind others,
     * a mark is left.
     *
     * @param slices in order of start, the outer before the inner
     */
    private void write(List<Slice> slices, int track) throws IOException {
        Deque<Slice> open = new ArrayDeque<>();
        for (Slice slice : slices) {
            end(open, slice.span().start(), track);
            if (slice.span().isEmpty()) {
                if (slice.operation() != null) {
                    mark(slice.operation(), slice.span().start(), track);
                }
                continue;
            }
            begin("B", slice.name(), track, slice.span().start());
            arguments(slice.span().cycles(), slice.operation());
            json.writeEndObject();
            open.push(slice);
        }
        end(open, Long.MAX_VALUE, track);
    }

    private void end(Deque<Slice> open, long until, int track) throws IOException {
        while (!open.isEmpty() && open.element().span().end() <= until) {
            Slice slice = open.pop();
            begin("E", slice.name(), track, slice.span().end());
            json.writeEndObject();
        }
    }

    private void mark(OperationRecord operation, long cycle, int track) throws IOException {
        begin("i", operation.name(), track, cycle);
        json.writeStringField("s", "t");
        arguments(span(operation).cycles(), operation);
        json.writeEndObject();
    }

    private void arguments(long cycles, @Nullable OperationRecord operation) throws IOException {
        json.writeStringField("cat", operation == null ? "block" : operation.kind());
        json.writeObjectFieldStart("args");
        json.writeNumberField("cycles", cycles);
        if (operation != null) {
            json.writeNumberField("operation", operation.index());
            json.writeStringField("source", String.join(", ", operation.source()));
            json.writeStringField("ofm", operation.ofm());
            json.writeStringField("block", operation.block());
        }
        json.writeEndObject();
    }

    private void counter(String name, long cycle, double value) throws IOException {
        begin("C", name, 0, cycle);
        json.writeObjectFieldStart("args");
        json.writeNumberField("value", value);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void name(String what, int track, String name) throws IOException {
        begin("M", what, track, 0);
        json.writeObjectFieldStart("args");
        json.writeStringField("name", name);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void begin(String phase, String name, int track, long cycle) throws IOException {
        json.writeStartObject();
        json.writeStringField("ph", phase);
        json.writeStringField("name", name);
        json.writeNumberField("pid", PROCESS);
        json.writeNumberField("tid", track);
        json.writeNumberField("ts", microseconds(cycle));
    }

    private double microseconds(long cycles) {
        return cycles * MICROSECONDS_PER_SECOND / manifest.design().coreClockHertz();
    }
}
