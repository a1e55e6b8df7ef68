package npusim.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import npusim.execution.ExecutionLimits;
import npusim.execution.Executor;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.graph.Value;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.row.RowProducer;
import npusim.tensor.DType;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;

/** A planned run gives what the scalar provider gives operator by operator, on any loops and any number of threads. */
class ExecutionPlanProperties {
    @Property(tries = 60)
    void planAgreesWithOperatorsOneByOne(@ForAll long seed) throws InvalidGraphException {
        Random random = new Random(seed);
        assertAgreement(new RandomGraph(random).build(), 2, random);
    }

    @Property(tries = 40)
    void operandsThatRepeatRowsAgree(@ForAll long seed, @ForAll @IntRange(max = 7) int bits)
            throws InvalidGraphException {
        Random random = new Random(seed);
        assertAgreement(new RandomGraph(random).repeatingRows(1 << bits), 2, random);
    }

    /** Some loops are used only then. */
    @Property(tries = 10)
    void productsThatRunOftenAgree(@ForAll long seed) throws InvalidGraphException {
        Random random = new Random(seed);
        assertAgreement(new RandomGraph(random).productsOfManyColumns(), RowProducer.OFTEN, random);
    }

    private static void assertAgreement(Graph graph, int runs, Random random) throws InvalidGraphException {
        MutableMap<String, Tensor> inputs = Maps.mutable.empty();
        for (Value input : graph.inputs()) {
            inputs.put(input.name(), randomTensor(random, input));
        }
        ImmutableMap<Value, Tensor> expected = new Executor(graph).run(inputs.toImmutable());
        for (InnerLoops loops : List.of(InnerLoops.scalar(), InnerLoops.fastest(warning -> {}))) {
            for (int threads = 1; threads <= 2; threads++) {
                try (Executor fast = Executor.fast(graph, loops, threads, ExecutionLimits.defaults())) {
                    for (int run = 0; run < runs; run++) {
                        ImmutableMap<Value, Tensor> outputs = fast.run(inputs.toImmutable());
                        for (Value output : graph.outputs()) {
                            assertThat(outputs.get(output))
                                    .as("%s of %s", output, graph)
                                    .isEqualTo(expected.get(output));
                        }
                    }
                }
            }
        }
    }

    private static Tensor randomTensor(Random random, Value value) {
        Tensor tensor = Tensor.zeros(value.dtype(), value.shape());
        for (int i = 0; i < tensor.length(); i++) {
            tensor.set(i, value.dtype() == DType.INT8 ? random.nextInt(256) - 128 : random.nextInt(2000) - 1000);
        }
        return tensor;
    }
}
