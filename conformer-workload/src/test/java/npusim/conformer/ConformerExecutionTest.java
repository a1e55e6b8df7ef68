package npusim.conformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import npusim.execution.ExecutionListener;
import npusim.execution.Executor;
import npusim.graph.InvalidGraphException;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.tensor.DType;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.map.ImmutableMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs generated graphs: calibrated scales must use the codes they have. */
class ConformerExecutionTest {
    /** Share of a tensor's elements that may sit on one of the two outermost codes. */
    private static final double SATURATED = 0.2;

    @Test
    void tensorsOfASmallModelNeitherSaturateNorCollapse() throws InvalidGraphException {
        check(ConformerConfiguration.SMALL.withFrames(220).withLayers(2));
    }

    @Test
    @Tag("deep")
    void tensorsOfThePublishedModelNeitherSaturateNorCollapse() throws InvalidGraphException {
        check(ConformerConfiguration.SMALL);
    }

    private static void check(ConformerConfiguration configuration) throws InvalidGraphException {
        ConformerWorkload workload = ConformerWorkload.generate(configuration);
        List<Tensor> inputs = ConformerWorkload.inputs(configuration, configuration.seed());
        List<String> complaints = new ArrayList<>();
        ImmutableMap<Value, Tensor> outputs = new Executor(workload.graph())
                .run(
                        Maps.immutable.of("input", inputs.get(0), "input_lengths", inputs.get(1)),
                        new ExecutionListener() {
                            @Override
                            public void produced(Operator operator, Value value, Tensor tensor) {
                                if (operator instanceof Operator.Rescale && value.dtype() == DType.INT8) {
                                    inspect(value, tensor, complaints);
                                }
                            }
                        });
        assertThat(complaints).isEmpty();
        Tensor logProbabilities = outputs.get(workload.graph().outputs().getLast());
        assertThat(logProbabilities).isNotNull();
        assertThat(distinct(logProbabilities)).isGreaterThan(32);
    }

    private static void inspect(Value value, Tensor tensor, List<String> complaints) {
        int length = tensor.length();
        if (length == 1) {
            return;
        }
        int high = 0;
        int low = 0;
        for (byte code : tensor.bytes()) {
            high += code == 127 ? 1 : 0;
            low += code == -128 ? 1 : 0;
        }
        if (distinct(tensor) < 2) {
            complaints.add(value + " is constant");
        }
        if (high > SATURATED * length) {
            complaints.add("%s: %.1f %% at the largest code".formatted(value, 100.0 * high / length));
        }
        if (low > SATURATED * length && !isAtItsMinimumOften(value.name())) {
            complaints.add("%s: %.1f %% at the smallest code".formatted(value, 100.0 * low / length));
        }
    }

    /** Code -128 is 0 after a ReLU, of squares and of shares; and Swish has a flat minimum. */
    private static boolean isAtItsMinimumOften(String name) {
        return name.startsWith("subsample.conv")
                || name.endsWith("squares")
                || name.endsWith("softmax")
                || name.endsWith("swish");
    }

    private static int distinct(Tensor tensor) {
        BitSet seen = new BitSet();
        for (byte code : tensor.bytes()) {
            seen.set(code + 128);
        }
        return seen.cardinality();
    }
}
