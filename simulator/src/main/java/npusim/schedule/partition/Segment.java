package npusim.schedule.partition;

import java.util.Map;
import java.util.Objects;
import npusim.graph.Graph;
import npusim.graph.Operator;

/**
 * A part of a network that one side runs as a whole.
 *
 * @param graph its operators; its inputs are outputs of earlier segments or inputs of the network
 * @param reasons why the processor runs them instead of the NPU, by output; none for a segment of the NPU
 */
public record Segment(Graph graph, Map<String, String> reasons) {
    /** Whether the processor runs it instead of the NPU. */
    public boolean onHost() {
        return !reasons.isEmpty();
    }

    /** Why the processor runs {@code operator}, which is one of its own. */
    String reason(Operator operator) {
        return Objects.requireNonNull(reasons.get(operator.outputs().getFirst().name()));
    }
}
