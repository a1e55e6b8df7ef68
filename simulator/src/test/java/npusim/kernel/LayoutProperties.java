package npusim.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/** Algebra of the data layout operators. */
class LayoutProperties {
    @Provide
    Arbitrary<Tensor> tensors() {
        Arbitrary<int[]> extents = Arbitraries.integers()
                .between(1, 6)
                .array(int[].class)
                .ofMinSize(1)
                .ofMaxSize(5);
        return Arbitraries.of(DType.BOOL, DType.INT8, DType.INT16, DType.INT32, DType.INT48)
                .flatMap(dtype -> extents.flatMap(
                        shape -> Arbitraries.longs().map(seed -> random(dtype, Shape.of(shape), seed))));
    }

    static Tensor random(DType dtype, Shape shape, long seed) {
        Random random = new Random(seed);
        Tensor tensor = Tensor.zeros(dtype, shape);
        long span = dtype.maximum() - dtype.minimum() + 1;
        for (int i = 0; i < tensor.length(); i++) {
            tensor.set(i, dtype.minimum() + Math.floorMod(random.nextLong(), span));
        }
        return tensor;
    }

    private static int[] permutation(int rank, long seed) {
        List<Integer> axes = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            axes.add(axis);
        }
        Collections.shuffle(axes, new Random(seed));
        return axes.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Tensor transposed(Tensor tensor, int[] permutation) {
        int[] extents = new int[permutation.length];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = tensor.shape().dimension(permutation[axis]);
        }
        Tensor output = Tensor.zeros(tensor.dtype(), Shape.of(extents));
        LayoutOperations.transpose(tensor, permutation, output);
        return output;
    }

    @Property(tries = 300)
    void transposingThereAndBackIsTheIdentity(@ForAll("tensors") Tensor tensor, @ForAll long seed) {
        int[] permutation = permutation(tensor.shape().rank(), seed);
        int[] inverse = new int[permutation.length];
        for (int axis = 0; axis < permutation.length; axis++) {
            inverse[permutation[axis]] = axis;
        }

        assertThat(transposed(transposed(tensor, permutation), inverse)).isEqualTo(tensor);
    }

    @Property(tries = 300)
    void transposingMovesEveryElement(@ForAll("tensors") Tensor tensor, @ForAll long seed) {
        int[] permutation = permutation(tensor.shape().rank(), seed);
        Tensor output = transposed(tensor, permutation);
        int[] strides = StridedCopy.stridesOf(tensor.shape());

        for (int i = 0; i < output.length(); i++) {
            int rest = i;
            int source = 0;
            for (int axis = permutation.length - 1; axis >= 0; axis--) {
                int extent = output.shape().dimension(axis);
                source += rest % extent * strides[permutation[axis]];
                rest /= extent;
            }
            assertThat(output.get(i)).isEqualTo(tensor.get(source));
        }
    }

    @Property(tries = 300)
    void slicesOfAConcatenationAreItsInputs(@ForAll("tensors") Tensor tensor, @ForAll long seed) {
        Random random = new Random(seed);
        int axis = random.nextInt(tensor.shape().rank());
        Tensor other = random(tensor.dtype(), tensor.shape().with(axis, 1 + random.nextInt(4)), seed);
        int first = tensor.shape().dimension(axis);
        int second = other.shape().dimension(axis);
        Tensor both = Tensor.zeros(tensor.dtype(), tensor.shape().with(axis, first + second));
        LayoutOperations.concat(List.of(tensor, other), axis, both);
        long[] start = new long[tensor.shape().rank()];
        Tensor left = Tensor.zeros(tensor.dtype(), tensor.shape());
        LayoutOperations.slice(both, start, left);
        start[axis] = first;
        Tensor right = Tensor.zeros(tensor.dtype(), other.shape());
        LayoutOperations.slice(both, start, right);

        assertThat(left).isEqualTo(tensor);
        assertThat(right).isEqualTo(other);
    }

    @Property(tries = 300)
    void slicingAwayThePaddingIsTheIdentity(@ForAll("tensors") Tensor tensor, @ForAll long seed) {
        Random random = new Random(seed);
        int rank = tensor.shape().rank();
        long[] padding = new long[2 * rank];
        int[] extents = tensor.shape().toArray();
        long[] start = new long[rank];
        for (int i = 0; i < padding.length; i++) {
            padding[i] = random.nextInt(3);
            extents[i / 2] += (int) padding[i];
        }
        for (int axis = 0; axis < rank; axis++) {
            start[axis] = padding[2 * axis];
        }
        Tensor padded = Tensor.zeros(tensor.dtype(), Shape.of(extents));
        LayoutOperations.pad(tensor, padding, 1, padded);
        Tensor sliced = Tensor.zeros(tensor.dtype(), tensor.shape());
        LayoutOperations.slice(padded, start, sliced);

        assertThat(sliced).isEqualTo(tensor);
        long sum = 0;
        long inside = 0;
        for (int i = 0; i < padded.length(); i++) {
            sum += padded.get(i);
        }
        for (int i = 0; i < tensor.length(); i++) {
            inside += tensor.get(i);
        }
        assertThat(sum).isEqualTo(inside + padded.length() - tensor.length());
    }

    @Property(tries = 200)
    void reversingTwiceIsTheIdentity(@ForAll("tensors") Tensor tensor, @ForAll long seed) {
        int axis = new Random(seed).nextInt(tensor.shape().rank());
        Tensor once = Tensor.zeros(tensor.dtype(), tensor.shape());
        LayoutOperations.reverse(tensor, axis, once);
        Tensor twice = Tensor.zeros(tensor.dtype(), tensor.shape());
        LayoutOperations.reverse(once, axis, twice);

        assertThat(twice).isEqualTo(tensor);
        int last = tensor.shape().dimension(axis) - 1;
        assertThat(once.get(0)).isEqualTo(tensor.get(last * StridedCopy.stridesOf(tensor.shape())[axis]));
    }

    @Property(tries = 200)
    void tilingIsConcatenationWithItself(@ForAll("tensors") Tensor tensor, @ForAll long seed) {
        int axis = new Random(seed).nextInt(tensor.shape().rank());
        Shape wide = tensor.shape().with(axis, 3 * tensor.shape().dimension(axis));
        Tensor tiled = Tensor.zeros(tensor.dtype(), wide);
        LayoutOperations.tile(tensor, tiled);
        Tensor concatenated = Tensor.zeros(tensor.dtype(), wide);
        LayoutOperations.concat(List.of(tensor, tensor, tensor), axis, concatenated);

        assertThat(tiled).isEqualTo(concatenated);
    }

    @Property(tries = 200)
    void scatteringWhatWasGatheredRestoresIt(@ForAll long seed) {
        Random random = new Random(seed);
        Tensor values = random(DType.INT16, Shape.of(2, 5, 3), seed);
        int[] picks = new int[2 * 4];
        for (int n = 0; n < 2; n++) {
            int[] rows = permutation(5, random.nextLong());
            System.arraycopy(rows, 0, picks, n * 4, 4);
        }
        Tensor indices = Tensor.of(DType.INT32, Shape.of(2, 4), picks);
        Tensor gathered = Tensor.zeros(DType.INT16, Shape.of(2, 4, 3));
        LayoutOperations.gather(values, indices, gathered);
        Tensor scattered = Tensor.zeros(DType.INT16, values.shape());
        LayoutOperations.scatter(values, indices, gathered, scattered);

        assertThat(scattered).isEqualTo(values);
    }
}
