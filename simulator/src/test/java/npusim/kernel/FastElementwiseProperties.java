package npusim.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import npusim.graph.NanMode;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.kernel.loop.InnerLoops;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/** The fast element-wise operators agree with the scalar ones, whatever is broadcast and however great the elements. */
class FastElementwiseProperties {
    private final KernelProvider scalar = new ScalarKernels();
    private final KernelProvider fast = new FastKernels(InnerLoops.fastest(warning -> {}));

    @Property(tries = 300)
    void binaryOperatorsAgree(
            @ForAll BinaryFunction function,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 19) Integer> extents,
            @ForAll @IntRange(max = 15) int repeated,
            @ForAll long seed) {
        if (function == BinaryFunction.INTDIV) {
            return; // the fast provider has the scalar one do it
        }
        Random random = new Random(seed);
        DType dtype = switch (function) {
            case LOGICAL_AND, LOGICAL_OR, LOGICAL_XOR -> DType.BOOL;
            case ADD, SUB, MAXIMUM, MINIMUM, EQUAL, GREATER, GREATER_EQUAL -> DType.INT32;
            default -> List.of(DType.INT8, DType.INT16, DType.INT32).get(random.nextInt(3));
        };
        DType result = switch (function) {
            case EQUAL, GREATER, GREATER_EQUAL -> DType.BOOL;
            default -> dtype;
        };
        Tensor a = random(random, dtype, shape(extents, repeated));
        Tensor b = random(random, dtype, shape(extents, repeated >> 2));
        Shape shape = shape(extents, repeated & repeated >> 2);
        Tensor expected = Tensor.zeros(result, shape);
        Tensor found = Tensor.zeros(result, shape);
        scalar.binary(function, a, b, expected);
        fast.binary(function, a, b, found);
        assertThat(found).isEqualTo(expected);
    }

    @Property(tries = 200)
    void productsAgree(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 19) Integer> extents,
            @ForAll @IntRange(max = 15) int repeated,
            @ForAll @IntRange(max = 63) int shift,
            @ForAll long seed) {
        Random random = new Random(seed);
        DType dtype = List.of(DType.INT8, DType.INT16, DType.INT32).get(random.nextInt(3));
        Tensor a = random(random, dtype, shape(extents, repeated));
        Tensor b = random(random, dtype, shape(extents, repeated >> 2));
        Shape shape = shape(extents, repeated & repeated >> 2);
        Tensor expected = Tensor.zeros(DType.INT32, shape);
        Tensor found = Tensor.zeros(DType.INT32, shape);
        scalar.multiply(a, b, dtype == DType.INT32 ? shift : 0, expected);
        fast.multiply(a, b, dtype == DType.INT32 ? shift : 0, found);
        assertThat(found).isEqualTo(expected);
    }

    @Property(tries = 200)
    void selectionsAgree(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 19) Integer> extents,
            @ForAll @IntRange(max = 15) int repeated,
            @ForAll long seed) {
        Random random = new Random(seed);
        DType dtype = List.of(DType.BOOL, DType.INT8, DType.INT16, DType.INT32).get(random.nextInt(4));
        Tensor condition = random(random, DType.BOOL, shape(extents, repeated));
        Tensor a = random(random, dtype, shape(extents, repeated >> 1));
        Tensor b = random(random, dtype, shape(extents, repeated >> 2));
        Shape shape = shape(extents, repeated & repeated >> 1 & repeated >> 2);
        Tensor expected = Tensor.zeros(dtype, shape);
        Tensor found = Tensor.zeros(dtype, shape);
        scalar.select(condition, a, b, expected);
        fast.select(condition, a, b, found);
        assertThat(found).isEqualTo(expected);
    }

    @Property(tries = 200)
    void unaryOperatorsAgree(
            @ForAll @IntRange(max = 6) int kind, @ForAll @IntRange(min = 1, max = 5000) int length, @ForAll long seed) {
        Random random = new Random(seed);
        DType narrow = List.of(DType.INT8, DType.INT16, DType.INT32).get(random.nextInt(3));
        DType from = switch (kind) {
            case 0, 1 -> DType.INT32;
            case 2 -> DType.BOOL;
            case 3 -> DType.INT16;
            default -> narrow;
        };
        DType to = kind == 5 ? DType.BOOL : kind == 6 ? DType.INT16 : from;
        Value input = new Value(0, "x", from, Shape.of(length));
        Value output = new Value(1, "y", to, Shape.of(length));
        Operator.Unary operator = switch (kind) {
            case 0 -> new Operator.Abs(input, output);
            case 1 -> new Operator.Clz(input, output);
            case 2 -> new Operator.LogicalNot(input, output);
            case 3 -> new Operator.Clamp(input, -300, 20_000, NanMode.PROPAGATE, output);
            case 4 -> new Operator.BitwiseNot(input, output);
            default -> new Operator.Cast(input, output);
        };
        Tensor tensor = random(random, from, input.shape());
        Tensor expected = Tensor.zeros(to, output.shape());
        Tensor found = Tensor.zeros(to, output.shape());
        scalar.unary(operator, tensor, expected);
        fast.unary(operator, tensor, found);
        assertThat(found).isEqualTo(expected);
    }

    /** {@code extents}, but 1 in dimension i where bit i of {@code repeated} is set. */
    private static Shape shape(List<Integer> extents, int repeated) {
        int[] shape = extents.stream().mapToInt(Integer::intValue).toArray();
        for (int i = 0; i < shape.length; i++) {
            shape[i] = (repeated >> i & 1) == 1 ? 1 : shape[i];
        }
        return Shape.of(shape);
    }

    /** Elements of all magnitudes, the extremes among them. */
    private static Tensor random(Random random, DType dtype, Shape shape) {
        Tensor tensor = Tensor.zeros(dtype, shape);
        for (int i = 0; i < tensor.length(); i++) {
            tensor.set(
                    i,
                    switch (random.nextInt(8)) {
                        case 0 -> dtype.minimum();
                        case 1 -> dtype.maximum();
                        default -> dtype == DType.BOOL ? random.nextInt(2) : random.nextInt() >> random.nextInt(32);
                    });
        }
        return tensor;
    }
}
