package npusim.replay;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import npusim.execution.ExecutionLimits;
import npusim.execution.ExecutorChoice;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.graph.Value;
import npusim.tensor.Tensor;
import npusim.tensor.TensorBytes;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.map.ImmutableMap;

/** The exact outputs of a network, computed while something else goes on. */
public final class FunctionalRun {
    private static final double NANOSECONDS_PER_SECOND = 1e9;

    private final Meanwhile<Map<String, String>> outputs;
    private volatile double seconds;

    private FunctionalRun(Graph graph, List<Tensor> inputs, ExecutorChoice choice) {
        outputs = Meanwhile.start("functional run", () -> run(graph, inputs, choice));
    }

    /** Begins to compute the outputs. */
    public static FunctionalRun start(Graph graph, List<Tensor> inputs, ExecutorChoice choice) {
        return new FunctionalRun(graph, inputs, choice);
    }

    /**
     * Waits for the outputs: type, shape and CRC-32 by name.
     *
     * @throws InvalidGraphException if an outcome has no value to go on with
     */
    public Map<String, String> outputs() throws IOException, InvalidGraphException {
        return outputs.get();
    }

    /** Wall-clock seconds that it took. */
    public double seconds() {
        return seconds;
    }

    private Map<String, String> run(Graph graph, List<Tensor> inputs, ExecutorChoice choice)
            throws InvalidGraphException {
        long start = System.nanoTime();
        Map<String, Tensor> byName = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            byName.put(graph.inputs().get(i).name(), inputs.get(i));
        }
        ImmutableMap<Value, Tensor> results =
                choice.executor(graph, ExecutionLimits.defaults(), false).run(Maps.immutable.withAll(byName));
        Map<String, String> described = new TreeMap<>();
        results.forEachKeyValue((value, tensor) -> described.put(
                value.name(),
                tensor.dtype() + " " + tensor.shape() + " crc32 " + String.format("%08x", TensorBytes.crc32(tensor))));
        seconds = (System.nanoTime() - start) / NANOSECONDS_PER_SECOND;
        return described;
    }
}
