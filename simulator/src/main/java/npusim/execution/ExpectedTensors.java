package npusim.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import npusim.graph.Value;
import npusim.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Tensors that runs should produce, and what came of them. */
final class ExpectedTensors {
    private final Map<Value, List<Tensor>> expected;
    private final Map<Value, ModelRun.Expectation> verdicts = new LinkedHashMap<>();

    /** @param expected by tensor of the graph, at least one for each and of its shape; run i should produce number i modulo their number */
    ExpectedTensors(Map<Value, List<Tensor>> expected) {
        this.expected = expected;
        expected.keySet().forEach(value -> verdicts.put(value, new ModelRun.Expectation(value.name(), 0, null, 0)));
    }

    /** Tensors of the graph that have to be kept. */
    Set<Value> values() {
        return expected.keySet();
    }

    /** Compares what a run produced. */
    void compare(int run, Map<Value, Tensor> produced) {
        expected.forEach((value, tensors) -> {
            Tensor tensor = ModelRun.produced(value, produced.get(value));
            @Nullable TensorDifference difference = TensorDifference.of(tensor, tensors.get(run % tensors.size()));
            if (difference != null) {
                verdicts.computeIfPresent(value, (_, verdict) -> verdict.andDiffers(run, difference));
            }
        });
    }

    List<ModelRun.Expectation> verdicts() {
        return new ArrayList<>(verdicts.values());
    }
}
