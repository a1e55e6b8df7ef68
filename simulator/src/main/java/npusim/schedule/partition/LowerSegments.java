package npusim.schedule.partition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import npusim.graph.Graph;
import npusim.hardware.Abilities;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.lowering.LowerNetwork;
import npusim.schedule.lowering.LoweredNetwork;

/**
 * Divides a network between the NPU and the processor. What a unit has to compute is known only once neighbours are fused, so the
 * NPU's segments are lowered first; when that refuses operators, the network is divided anew with those on the processor.
 */
public final class LowerSegments {
    private LowerSegments() {}

    /**
     * The segments of {@code graph} in the order in which they run.
     *
     * @throws ScheduleException for control flow and variables, which neither side runs
     */
    public static List<LoweredSegment> apply(Graph graph, Abilities abilities, ScheduleOptions options)
            throws ScheduleException {
        Map<String, String> refused = new HashMap<>();
        while (true) {
            int before = refused.size();
            List<LoweredSegment> segments = new ArrayList<>();
            for (Segment segment : PartitionGraph.apply(graph, abilities, refused)) {
                LoweredNetwork lowered = segment.onHost()
                        ? new LoweredNetwork(List.of(), Map.of())
                        : LowerNetwork.apply(segment.graph(), abilities, options);
                for (Map.Entry<String, String> refusal : lowered.refused().entrySet()) {
                    if (refused.put(refusal.getKey(), refusal.getValue()) != null) {
                        throw new IllegalStateException("the processor has " + refusal.getKey() + " already");
                    }
                }
                segments.add(new LoweredSegment(segment, lowered.leaders()));
            }
            if (refused.size() == before) {
                return segments;
            }
        }
    }
}
