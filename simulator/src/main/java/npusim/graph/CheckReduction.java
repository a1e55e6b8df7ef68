package npusim.graph;

import static npusim.tensor.DType.BOOL;
import static npusim.tensor.DType.INT16;
import static npusim.tensor.DType.INT32;
import static npusim.tensor.DType.INT8;

import java.util.EnumSet;
import java.util.Set;
import npusim.tensor.DType;
import npusim.tensor.Shape;

/** Rules of the reductions and ARGMAX. */
final class CheckReduction {
    private static final Set<DType> BOOLEANS = EnumSet.of(BOOL);
    private static final Set<DType> WORDS = EnumSet.of(INT32);
    private static final Set<DType> INTEGERS = EnumSet.of(INT8, INT16, INT32);
    private static final Set<DType> NARROW = EnumSet.of(INT8, INT16);

    private CheckReduction() {}

    static void argMax(Operator.ArgMax argMax, OperatorCheck check) {
        Value input = argMax.input();
        Value output = argMax.output();
        boolean ranked = check.rankFrom(1, input);
        boolean inside = check.axis(argMax.axis(), input.rank()) && ranked;
        boolean rankFits = check.require(
                output.rank() == input.rank() - 1,
                Rule.ARGMAX_OUTPUT_RANK_MISMATCH,
                "%s must have rank %s",
                output,
                input.rank() - 1);
        if (inside && rankFits) {
            Shape shape = input.shape().without(argMax.axis());
            check.require(
                    shape.equals(output.shape()),
                    Rule.ARGMAX_OUTPUT_SHAPE_MISMATCH,
                    "%s must have the shape %s",
                    output,
                    shape);
        }
        if (check.oneOf(input, NARROW, Rule.WRONG_INPUT_TYPE)) {
            check.type(output, INT32, Rule.WRONG_OUTPUT_TYPE);
        }
    }

    static void reduce(Operator.Reduction reduction, OperatorCheck check) {
        Value input = reduction.input();
        Value output = reduction.output();
        boolean ranked = check.rankFrom(1, input);
        boolean inside = check.axis(reduction.axis(), input.rank()) && ranked;
        boolean sameRank = check.require(
                input.rank() == output.rank(), Rule.RANK_MISMATCH, "%s must have the rank of %s", output, input);
        if (inside && sameRank) {
            int axis = reduction.axis();
            boolean one = check.require(
                    output.shape().dimension(axis) == 1,
                    Rule.SHAPE_OF_AXIS_NOT_ONE,
                    "%s must have extent 1 along axis %s",
                    output,
                    axis);
            if (one) {
                check.require(
                        input.shape().with(axis, 1).equals(output.shape()),
                        Rule.DIMENSION_MISMATCH,
                        "%s must have the shape of %s but along axis %s",
                        output,
                        input,
                        axis);
            }
        }
        if (check.oneOf(input, types(reduction), Rule.WRONG_INPUT_TYPE)) {
            check.type(output, input.dtype(), Rule.WRONG_OUTPUT_TYPE);
        }
    }

    private static Set<DType> types(Operator.Reduction reduction) {
        return switch (reduction) {
            case Operator.ReduceAll _, Operator.ReduceAny _ -> BOOLEANS;
            case Operator.ReduceSum _ -> WORDS;
            case Operator.ReduceMax _, Operator.ReduceMin _ -> INTEGERS;
        };
    }
}
