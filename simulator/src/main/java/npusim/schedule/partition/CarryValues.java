package npusim.schedule.partition;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import npusim.graph.Graph;
import npusim.graph.Value;
import npusim.schedule.AxiSide;
import npusim.schedule.Residence;

/**
 * Keeps values that must last while a segment runs whose plan does not: those of other segments, and what the host works on.
 * They lie above everything that was planned; bringing them there takes no time.
 */
final class CarryValues {
    private static final int ALIGNMENT = 16;

    private final Graph network;
    private final List<LoweredSegment> segments;
    private final int[] starts;
    private final AxiSide side;
    private final Map<Value, Span> spans = new LinkedHashMap<>();

    /** Segments that make a value and that need it last. */
    private record Span(int made, int last) {
        Span until(int segment) {
            return new Span(made, Math.max(last, segment));
        }
    }

    /**
     * Values of {@code network}.
     *
     * @param starts first operation of each segment, and the one behind the last
     * @param side memory
     */
    CarryValues(Graph network, List<LoweredSegment> segments, int[] starts, AxiSide side) {
        this.network = network;
        this.segments = segments;
        this.starts = starts;
        this.side = side;
    }

    /** Adds what is carried to {@code residences}; returns the bytes it takes. */
    long apply(List<Residence> residences) {
        findSpans();
        long base = residences.stream()
                .filter(residence -> residence.side() == side)
                .mapToLong(residence -> aligned(residence.address() + residence.bytes()))
                .max()
                .orElse(0);
        int planned = residences.size();
        spans.forEach((value, span) -> carry(value, span, base, residences, planned));
        return residences.stream()
                        .skip(planned)
                        .mapToLong(residence -> aligned(residence.address() + residence.bytes()))
                        .max()
                        .orElse(base)
                - base;
    }

    private void findSpans() {
        network.inputs().forEach(input -> spans.put(input, new Span(-1, -1)));
        for (int i = 0; i < segments.size(); i++) {
            int segment = i;
            segments.get(i)
                    .graph()
                    .inputs()
                    .forEach(input -> spans.computeIfPresent(input, (_, span) -> span.until(segment)));
            segments.get(i).graph().outputs().forEach(output -> spans.put(output, new Span(segment, segment)));
        }
        network.outputs().forEach(output -> spans.computeIfPresent(output, (_, span) -> span.until(segments.size())));
    }

    private boolean isCarried(Span span, int segment) {
        return segments.get(segment).onHost()
                ? span.made() <= segment && span.last() >= segment
                : span.made() < segment && span.last() > segment;
    }

    private void carry(Value value, Span span, long base, List<Residence> residences, int planned) {
        int segment = 0;
        while (segment < segments.size()) {
            int end = segment;
            while (end < segments.size() && isCarried(span, end)) {
                end++;
            }
            if (starts[end] > starts[segment]) {
                residences.add(place(value, base, starts[segment], starts[end] - 1, residences, planned));
            }
            segment = Math.max(end, segment + 1);
        }
    }

    /** The lowest place that is free all the time. */
    private Residence place(Value value, long base, int first, int last, List<Residence> residences, int planned) {
        List<Residence> others = residences.subList(planned, residences.size()).stream()
                .sorted(Comparator.comparingLong(Residence::address))
                .toList();
        Residence found = new Residence(value.name(), side, base, value.packedBytes(), false, first, last);
        for (Residence other : others) {
            if (found.collides(other)) {
                long above = aligned(other.address() + other.bytes());
                found = new Residence(value.name(), side, above, value.packedBytes(), false, first, last);
            }
        }
        return found;
    }

    private static long aligned(long address) {
        return Math.ceilDiv(address, (long) ALIGNMENT) * ALIGNMENT;
    }
}
