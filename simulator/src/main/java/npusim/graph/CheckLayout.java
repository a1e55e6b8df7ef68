package npusim.graph;

import static npusim.tensor.DType.BOOL;
import static npusim.tensor.DType.INT16;
import static npusim.tensor.DType.INT32;
import static npusim.tensor.DType.INT8;

import java.util.EnumSet;
import java.util.Set;
import npusim.tensor.DType;
import npusim.tensor.Shape;

/** Rules of the data layout operators, GATHER and SCATTER. */
final class CheckLayout {
    private static final Set<DType> MOVABLE = EnumSet.of(BOOL, INT8, INT16, INT32);
    private static final Set<DType> INTEGERS = EnumSet.of(INT8, INT16, INT32);

    private CheckLayout() {}

    private static void types(Value input, Value output, OperatorCheck check) {
        if (check.oneOf(input, MOVABLE, Rule.WRONG_INPUT_TYPE)) {
            check.type(output, input.dtype(), Rule.WRONG_OUTPUT_TYPE);
        }
    }

    private static boolean sameRank(Value input, Value output, OperatorCheck check) {
        return check.require(
                input.rank() == output.rank(), Rule.RANK_MISMATCH, "%s must have the rank of %s", output, input);
    }

    static void concat(Operator.Concat concat, OperatorCheck check) {
        Value first = concat.inputs().getFirst();
        Value output = concat.output();
        check.listSize(concat.inputs());
        types(first, output, check);
        check.rankFrom(1, output);
        boolean inside = check.axis(concat.axis(), Math.max(1, first.rank())) && output.rank() > 0;
        long sum = 0;
        for (Value input : concat.inputs()) {
            check.type(input, first.dtype(), Rule.WRONG_INPUT_TYPE);
            check.rankFrom(1, input);
            if (input.rank() != output.rank()) {
                check.fail(Rule.CONCAT_INPUT_RANK_MISMATCH, input + " must have the rank of " + output);
                return;
            }
            if (inside) {
                int axis = concat.axis();
                sum += input.shape().dimension(axis);
                Shape expected = output.shape().with(axis, input.shape().dimension(axis));
                if (!expected.equals(input.shape())) {
                    check.fail(
                            Rule.CONCAT_INPUT_DIM_MISMATCH,
                            input + " must have the shape of " + output + " but along axis " + axis);
                    return;
                }
            }
        }
        if (inside) {
            check.require(
                    sum == output.shape().dimension(concat.axis()),
                    Rule.CONCAT_SHAPE_SUM_MISMATCH,
                    "%s must have extent %s along axis %s",
                    output,
                    sum,
                    concat.axis());
        }
    }

    static void pad(Operator.Pad pad, OperatorCheck check) {
        Value input = pad.input();
        Value output = pad.output();
        types(input, output, check);
        check.parameter(pad.padConstant());
        check.type(pad.padConstant(), input.dtype(), Rule.WRONG_INPUT_TYPE);
        boolean inputRanked = check.rankFrom(1, input);
        boolean ranked = check.rankFrom(1, output) && inputRanked;
        boolean same = sameRank(input, output, check);
        long[] padding = check.sizes(pad.padding(), 2 * input.rank(), Rule.PAD_OUTPUT_SHAPE_MISMATCH);
        if (padding == null) {
            return;
        }
        for (long each : padding) {
            if (each < 0) {
                check.fail(Rule.PAD_SMALLER_ZERO, "padding is " + each + ", must be at least 0");
                break;
            }
        }
        for (int axis = 0; ranked && same && axis < input.rank(); axis++) {
            long expected = input.shape().dimension(axis) + padding[2 * axis] + padding[2 * axis + 1];
            check.require(
                    output.shape().dimension(axis) == expected,
                    Rule.PAD_OUTPUT_SHAPE_MISMATCH,
                    "%s must have extent %s in dimension %s",
                    output,
                    expected,
                    axis);
        }
    }

    static void reshape(Operator.Reshape reshape, OperatorCheck check) {
        Value input = reshape.input();
        Value output = reshape.output();
        types(input, output, check);
        check.rankFrom(0, input);
        check.rankFrom(0, output);
        boolean equal = check.require(
                input.shape().isValid()
                        && output.shape().isValid()
                        && input.shape().elements() == output.shape().elements(),
                Rule.TENSOR_SIZE_INPUT_OUTPUT_MISMATCH,
                "%s must have as many elements as %s",
                output,
                input);
        long[] sizes = check.sizes(reshape.newShape(), output.rank(), Rule.RESHAPE_SHAPE_MISMATCH);
        for (int axis = 0; equal && sizes != null && axis < sizes.length; axis++) {
            if (sizes[axis] != output.shape().dimension(axis)) {
                check.fail(
                        Rule.RESHAPE_SHAPE_MISMATCH,
                        output + " must have extent " + sizes[axis] + " in dimension " + axis);
                return;
            }
        }
    }

    static void reverse(Operator.Reverse reverse, OperatorCheck check) {
        types(reverse.input(), reverse.output(), check);
        check.rankFrom(1, reverse.input());
        check.axis(reverse.axis(), reverse.input().rank());
        check.sameShape(reverse.input(), reverse.output());
    }

    static void slice(Operator.Slice slice, OperatorCheck check) {
        Value input = slice.input();
        Value output = slice.output();
        types(input, output, check);
        check.rankFrom(1, input);
        boolean same = sameRank(input, output, check);
        long[] start = check.sizes(slice.start(), input.rank(), Rule.INPUT_SIZE_START_LENGTH_MISMATCH);
        long[] size = check.sizes(slice.size(), input.rank(), Rule.INPUT_SIZE_START_LENGTH_MISMATCH);
        if (start == null || size == null) {
            return;
        }
        for (int axis = 0; axis < input.rank(); axis++) {
            long extent = input.shape().dimension(axis);
            check.require(start[axis] >= 0, Rule.START_SMALLER_ZERO, "start is %s in dimension %s", start[axis], axis);
            check.require(size[axis] > 0, Rule.SIZE_SMALLER_EQUAL_ZERO, "size is %s in dimension %s", size[axis], axis);
            boolean within = start[axis] <= extent && size[axis] <= extent && start[axis] + size[axis] <= extent;
            check.require(
                    within,
                    Rule.START_SIZE_OUTSIDE_BOUNDS,
                    "%s + %s is beyond the extent %s in dimension %s",
                    start[axis],
                    size[axis],
                    extent,
                    axis);
            if (same) {
                check.require(
                        output.shape().dimension(axis) == size[axis],
                        Rule.SIZE_OUTPUT_SHAPE_MISMATCH,
                        "%s must have extent %s in dimension %s",
                        output,
                        size[axis],
                        axis);
            }
        }
    }

    static void tile(Operator.Tile tile, OperatorCheck check) {
        Value input = tile.input();
        Value output = tile.output();
        types(input, output, check);
        check.rankFrom(1, input);
        check.rankFrom(1, output);
        boolean same = sameRank(input, output, check);
        long[] multiples = check.sizes(tile.multiples(), input.rank(), Rule.RANK_MISMATCH);
        for (int axis = 0; same && multiples != null && axis < input.rank(); axis++) {
            boolean fits = multiples[axis] > 0
                    && multiples[axis] <= Integer.MAX_VALUE
                    && input.shape().dimension(axis) * multiples[axis]
                            == output.shape().dimension(axis);
            check.require(
                    fits,
                    Rule.TILE_MULTIPLES_OUTPUT_SHAPE_MISMATCH,
                    "%s must have %s times the extent of %s in dimension %s",
                    output,
                    multiples[axis],
                    input,
                    axis);
        }
    }

    static void transpose(Operator.Transpose transpose, OperatorCheck check) {
        Value input = transpose.input();
        Value output = transpose.output();
        types(input, output, check);
        check.rankFrom(1, input);
        check.rankFrom(1, output);
        boolean same = sameRank(input, output, check);
        int rank = input.rank();
        boolean whole = check.require(
                transpose.permutation().size() == rank,
                Rule.RANK_MISMATCH,
                "perms has %s entries, must have %s",
                transpose.permutation().size(),
                rank);
        boolean[] used = new boolean[rank];
        for (int index : transpose.permutation().toArray()) {
            if (index < 0 || index >= rank) {
                check.fail(Rule.INDEX_OUTSIDE_BOUNDS, "perms names dimension " + index + " of " + rank);
                return;
            }
            if (used[index]) {
                check.fail(Rule.INDEX_USED_TWICE, "perms names dimension " + index + " twice");
                return;
            }
            used[index] = true;
        }
        for (int axis = 0; same && whole && axis < rank; axis++) {
            int expected = input.shape().dimension(transpose.permutation().get(axis));
            check.require(
                    output.shape().dimension(axis) == expected,
                    Rule.TRANSPOSE_PERMS_OUTPUT_SHAPE_MISMATCH,
                    "%s must have extent %s in dimension %s",
                    output,
                    expected,
                    axis);
        }
    }

    static void gather(Operator.Gather gather, OperatorCheck check) {
        Value values = gather.values();
        Value indices = gather.indices();
        Value output = gather.output();
        if (check.oneOf(values, INTEGERS, Rule.WRONG_INPUT_TYPE)) {
            check.type(output, values.dtype(), Rule.WRONG_OUTPUT_TYPE);
        }
        check.type(indices, INT32, Rule.WRONG_INPUT_TYPE);
        boolean ranked = check.ranks(3, values, output);
        if (check.rank(indices, 2, 2) && ranked) {
            Shape expected = Shape.of(
                    values.shape().dimension(0),
                    indices.shape().dimension(1),
                    values.shape().dimension(2));
            boolean fits = indices.shape().dimension(0) == values.shape().dimension(0);
            check.require(fits, Rule.DIMENSION_MISMATCH, "%s must have the batch of %s", indices, values);
            check.require(
                    expected.equals(output.shape()),
                    Rule.DIMENSION_MISMATCH,
                    "%s must have the shape %s",
                    output,
                    expected);
        }
    }

    static void scatter(Operator.Scatter scatter, OperatorCheck check) {
        Value values = scatter.valuesIn();
        Value indices = scatter.indices();
        Value input = scatter.input();
        Value output = scatter.output();
        if (check.oneOf(values, INTEGERS, Rule.WRONG_INPUT_TYPE)) {
            check.type(input, values.dtype(), Rule.WRONG_INPUT_TYPE);
            check.type(output, values.dtype(), Rule.WRONG_OUTPUT_TYPE);
        }
        check.type(indices, INT32, Rule.WRONG_INPUT_TYPE);
        boolean ranked = check.ranks(3, values, input, output);
        if (check.rank(indices, 2, 2) && ranked) {
            Shape expected = Shape.of(
                    values.shape().dimension(0),
                    indices.shape().dimension(1),
                    values.shape().dimension(2));
            check.require(
                    indices.shape().dimension(0) == values.shape().dimension(0),
                    Rule.DIMENSION_MISMATCH,
                    "%s must have the batch of %s",
                    indices,
                    values);
            check.require(
                    expected.equals(input.shape()),
                    Rule.DIMENSION_MISMATCH,
                    "%s must have the shape %s",
                    input,
                    expected);
            check.require(
                    values.shape().equals(output.shape()),
                    Rule.DIMENSION_MISMATCH,
                    "%s must have the shape of %s",
                    output,
                    values);
        }
    }
}
