package npusim.schedule.partition;

import java.util.List;
import npusim.graph.Graph;
import npusim.schedule.operation.NpuOperation;

/**
 * A part of a network that one side runs as a whole, ready to be planned.
 *
 * @param onHost whether the processor runs it instead of the NPU
 * @param graph its operators; its inputs are outputs of earlier segments or inputs of the network
 * @param leaders leaders of groups of operations of the NPU; none on the host, nor where only shapes change
 */
public record LoweredSegment(boolean onHost, Graph graph, List<NpuOperation> leaders) {
    /** Whether anything is computed. */
    boolean runs() {
        return onHost || !leaders.isEmpty();
    }
}
