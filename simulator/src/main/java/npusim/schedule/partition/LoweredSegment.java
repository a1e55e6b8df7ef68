package npusim.schedule.partition;

import java.util.List;
import npusim.graph.Graph;
import npusim.schedule.operation.NpuOperation;

/**
 * A segment ready to be planned.
 *
 * @param segment what it computes, and on which side
 * @param leaders leaders of groups of operations of the NPU; none on the host, nor where only shapes change
 */
public record LoweredSegment(Segment segment, List<NpuOperation> leaders) {
    /** Whether the processor runs it instead of the NPU. */
    boolean onHost() {
        return segment.onHost();
    }

    /** Its operators. */
    Graph graph() {
        return segment.graph();
    }

    /** Whether anything is computed. */
    boolean runs() {
        return onHost() || !leaders.isEmpty();
    }
}
