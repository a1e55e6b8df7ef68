package npusim.zoo;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import npusim.graph.Graph;
import npusim.tensor.Tensor;

/**
 * Something to replay on a design: a graph with inputs for it.
 *
 * @param name as it appears in reports
 * @param key one line that is equal for equal graphs and inputs
 * @param graph int8 TOSA operators
 * @param inputs makes one for each input of the graph, in its order; a run that is only timed needs none
 * @param encodedBytes published sizes in bytes of encoded weights with scales, by the name of the weight constant
 * @param seconds length of the audio that one inference covers, 0 if it is not audio
 */
public record Workload(
        String name,
        String key,
        Graph graph,
        Supplier<List<Tensor>> inputs,
        Map<String, Integer> encodedBytes,
        double seconds) {
    public Workload {
        encodedBytes = Map.copyOf(encodedBytes);
    }
}
