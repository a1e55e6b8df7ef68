package npusim.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import npusim.SharedData;
import npusim.execution.ExecutionLimits;
import npusim.execution.ExecutionListener;
import npusim.execution.Executor;
import npusim.execution.ExecutorChoice;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.graph.Level;
import npusim.graph.Problem;
import npusim.graph.Value;
import npusim.kernel.ScalarKernels;
import npusim.tensor.Tensor;
import npusim.tosa.TosaReader;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Conformance graphs with a few bytes changed are refused with a diagnostic or run; where nothing is unpredictable, the
 * fast kernels then give what the scalar ones give.
 */
class MutatedCasesTest {
    private static final ExecutionLimits LIMITS = new ExecutionLimits(32 << 20, 50);
    private static final int MAXIMUM_ELEMENTS = 1 << 16;
    private static final ExecutorChoice FAST = new ExecutorChoice(false, 2, warning -> {});

    private int refused;
    private int ran;

    @Test
    void sampleOfMutatedGraphsIsRefusedOrExact() throws IOException {
        mutate(1, 7);
    }

    @Tag("deep")
    @Test
    void everyMutatedGraphIsRefusedOrExact() throws IOException {
        mutate(40, 1);
    }

    private void mutate(int mutations, int step) throws IOException {
        Path archive = SharedData.require("tosa-int-conformance.zip");
        ImmutableList<ConformanceCase> cases = TestSet.of(archive).cases().select(ConformanceCase::positive);
        Random random = new Random(20);
        try (TestFiles files = TestFiles.open(archive)) {
            for (int i = 0; i < cases.size(); i += step) {
                ConformanceCase test = cases.get(i);
                byte[] original = files.read(test.test() + "/" + test.file());
                for (int round = 0; round < mutations; round++) {
                    byte[] mutated = original.clone();
                    for (int flips = random.nextInt(4); flips > 0; flips--) {
                        int at = random.nextInt(mutated.length);
                        mutated[at] = (byte)
                                switch (random.nextInt(4)) {
                                    case 0 -> mutated[at] + 1;
                                    case 1 -> mutated[at] - 1;
                                    case 2 -> mutated[at] ^ 1 << random.nextInt(8);
                                    default -> random.nextInt(256);
                                };
                    }
                    check(test.test() + " round " + round, mutated, random);
                }
            }
        }
        assertThat(refused).isPositive();
        assertThat(ran).isPositive();
    }

    private void check(String name, byte[] file, Random random) {
        try {
            Graph graph = TosaReader.parse(file, name, Level.EIGHT_K);
            boolean small = graph.inputs().allSatisfy(input -> input.shape().elements() <= MAXIMUM_ELEMENTS)
                    && graph.operators()
                            .allSatisfy(operator -> operator.outputs()
                                    .allSatisfy(output -> output.shape().elements() <= MAXIMUM_ELEMENTS));
            if (!small) {
                return;
            }
            agree(name, graph, inputs(graph, random));
            ran++;
        } catch (InvalidGraphException e) {
            assertThat(e.problems()).isNotEmpty();
            refused++;
        } catch (RuntimeException | Error e) {
            fail(name + " escapes: " + e, e);
        }
    }

    private static ImmutableMap<String, Tensor> inputs(Graph graph, Random random) {
        MutableMap<String, Tensor> inputs = Maps.mutable.empty();
        for (Value input : graph.inputs()) {
            Tensor tensor = Tensor.zeros(input.dtype(), input.shape());
            boolean small = random.nextBoolean();
            for (int i = 0; i < tensor.length(); i++) {
                long least = input.dtype().minimum();
                long most = input.dtype().maximum();
                tensor.set(i, small ? Math.clamp(random.nextInt(4), least, most) : random.nextLong(least, most + 1));
            }
            inputs.put(input.name(), tensor);
        }
        return inputs.toImmutable();
    }

    private static void agree(String name, Graph graph, ImmutableMap<String, Tensor> inputs)
            throws InvalidGraphException {
        List<Problem> unpredictable = new ArrayList<>();
        ImmutableMap<Value, Tensor> expected = new Executor(graph, new ScalarKernels(), LIMITS, true)
                .run(inputs, new ExecutionListener() {
                    @Override
                    public void unpredictable(Problem problem) {
                        unpredictable.add(problem);
                    }
                });
        try (Executor fast = FAST.executor(graph, LIMITS, false)) {
            ImmutableMap<Value, Tensor> outputs = fast.run(inputs);
            if (unpredictable.isEmpty()) {
                for (Value output : graph.outputs()) {
                    assertThat(outputs.get(output)).as(name + " " + output).isEqualTo(expected.get(output));
                }
            }
        }
    }
}
