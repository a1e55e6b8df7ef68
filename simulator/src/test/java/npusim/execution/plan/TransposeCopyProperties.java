package npusim.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import npusim.kernel.LayoutOperations;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.row.Scratch;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.junit.jupiter.api.Test;

class TransposeCopyProperties {
    private static final int MOST_ELEMENTS = 300_000;

    private final InnerLoops loops = InnerLoops.fastest(warning -> {});
    private final Scratch scratch = new Scratch(loops);

    @Provide
    Arbitrary<int[]> shapes() {
        return Arbitraries.of(1, 2, 3, 4, 4, 5, 8, 36, 63, 70, 200, 1100)
                .array(int[].class)
                .ofMinSize(1)
                .ofMaxSize(5)
                .filter(extents -> elements(extents) <= MOST_ELEMENTS);
    }

    private static long elements(int[] extents) {
        long elements = 1;
        for (int extent : extents) {
            elements *= extent;
        }
        return elements;
    }

    @Property
    void transposesAsTheSpecificationDoes(@ForAll("shapes") int[] extents, @ForAll boolean words, @ForAll long seed) {
        Random random = new Random(seed);
        int units = transposes(extents, permutation(random, extents.length), words, random);
        Statistics.label("several units")
                .collect(units > 1)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
    }

    /** They are transposed in the cache, and each is read ahead while the one before is written. */
    @Test
    void transposesManySmallPlanesOfALargeTensor() {
        Random random = new Random(1);
        transposes(new int[] {101, 374, 144}, new int[] {0, 2, 1}, false, random);
        transposes(new int[] {101, 144, 375}, new int[] {0, 2, 1}, false, random);
        transposes(new int[] {29, 374, 144}, new int[] {0, 2, 1}, true, random);
        transposes(new int[] {101, 374, 36, 4}, new int[] {0, 3, 2, 1}, false, random);
        transposes(new int[] {11, 9, 374, 144}, new int[] {1, 0, 3, 2}, false, random);
    }

    /** Two parts in the wrong order, compared with the definition. Yields how many units there are. */
    private int transposes(int[] extents, int[] permutation, boolean words, Random random) {
        Shape shape = Shape.of(extents);
        Tensor input = Tensor.zeros(words ? DType.INT32 : DType.INT8, shape);
        for (int i = 0; i < input.length(); i++) {
            input.set(i, words ? random.nextInt() : (byte) random.nextInt());
        }
        int[] permuted = new int[extents.length];
        for (int i = 0; i < permuted.length; i++) {
            permuted[i] = extents[permutation[i]];
        }
        Tensor expected = Tensor.zeros(input.dtype(), Shape.of(permuted));
        LayoutOperations.transpose(input, permutation, expected);
        Tensor found = Tensor.zeros(input.dtype(), Shape.of(permuted));

        TransposeCopy copy = new TransposeCopy(loops, input.dtype(), shape, permutation);
        Object[] inputs = {input.storage()};
        int middle = random.nextInt(copy.units() + 1);
        copy.run(inputs, found.storage(), middle, copy.units(), scratch);
        copy.run(inputs, found.storage(), 0, middle, scratch);

        assertThat(found.storage()).isEqualTo(expected.storage());
        return copy.units();
    }

    private static int[] permutation(Random random, int rank) {
        int[] axes = new int[rank];
        for (int i = 0; i < rank; i++) {
            int other = random.nextInt(i + 1);
            axes[i] = axes[other];
            axes[other] = i;
        }
        return axes;
    }
}
