package npusim.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import npusim.graph.GraphBuilder;
import npusim.graph.InvalidGraphException;
import npusim.graph.Operator;
import npusim.kernel.LayoutOperations;
import npusim.kernel.loop.InnerLoops;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GatherStepProperties {
    private static final DType[] TYPES = {DType.INT8, DType.INT16, DType.INT32, DType.INT48};

    private final InnerLoops loops = InnerLoops.fastest(warning -> {});

    @Property(tries = 300)
    void gathersAsTheSpecificationDoes(
            @ForAll @IntRange(min = 1, max = 3) int batches,
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 2000) int picks,
            @ForAll @IntRange(min = 1, max = 70) int channels,
            @ForAll @IntRange(max = 3) int type,
            @ForAll long seed)
            throws InvalidGraphException {
        Random random = new Random(seed);
        Tensor values = Tensor.zeros(TYPES[type], Shape.of(batches, rows, channels));
        for (int i = 0; i < values.length(); i++) {
            values.set(i, (byte) random.nextInt());
        }
        Tensor indices = Tensor.of(
                DType.INT32,
                Shape.of(batches, picks),
                random.ints((long) batches * picks, 0, rows).toArray());
        Tensor expected = Tensor.zeros(TYPES[type], Shape.of(batches, picks, channels));
        LayoutOperations.gather(values, indices, expected);

        assertThat(gather(values, indices, expected.shape()).storage()).isEqualTo(expected.storage());
    }

    /** Indices are checked before rows are copied, by several threads too. */
    @Test
    void firstIndexOutOfRangeIsNamed() {
        int[] indices = new int[5000];
        indices[4321] = -1;
        indices[4322] = 7;
        Tensor values = Tensor.zeros(DType.INT8, Shape.of(1, 7, 64));

        assertThatThrownBy(
                        () -> gather(values, Tensor.of(DType.INT32, Shape.of(1, 5000), indices), Shape.of(1, 5000, 64)))
                .hasMessage("IndexOutOfRange: here: element 4321: index -1 is not in 0 to 6");
    }

    private Tensor gather(Tensor values, Tensor indices, Shape shape) throws InvalidGraphException {
        GraphBuilder graph = new GraphBuilder();
        Operator.Gather gather = new Operator.Gather(
                graph.input("values", values.dtype(), values.shape()),
                graph.input("indices", indices.dtype(), indices.shape()),
                graph.value("picked", values.dtype(), shape));
        Tensor picked = Tensor.zeros(values.dtype(), shape);
        Storage storage = new Storage(3);
        storage.put(0, values.storage());
        storage.put(1, indices.storage());
        storage.put(2, picked.storage());
        try (Workers workers = new Workers(2, loops)) {
            GatherStep.of(gather, loops.transposes(), "here", 0, 1, 2).run(storage, workers);
        }
        return picked;
    }
}
