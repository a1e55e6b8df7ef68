package npusim.graph;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/** One operator under verification: its place for messages (made when needed), constants in reach, and the checks that operators share. */
final class OperatorCheck {
    private static final String NOT_INTEGER = "not an integer graph: ";

    private final Operator operator;
    private final Supplier<String> place;
    private final Level level;
    private final Constants constants;
    private final List<Problem> problems;

    /** Whether a rule on types has named a floating-point operand. */
    private boolean saidNotInteger;

    OperatorCheck(Operator operator, Supplier<String> place, Level level, Constants constants, List<Problem> problems) {
        this.operator = operator;
        this.place = place;
        this.level = level;
        this.constants = constants;
        this.problems = problems;
    }

    /** Constants of a block and of the blocks around it. */
    record Constants(Block block, @Nullable Constants outer) {
        @Nullable
        Tensor get(Value value) {
            Tensor tensor = block.constant(value);
            return tensor != null || outer == null ? tensor : outer.get(value);
        }
    }

    Operator operator() {
        return operator;
    }

    Level level() {
        return level;
    }

    @Nullable
    Tensor constant(Value value) {
        return constants.get(value);
    }

    void fail(Rule rule, String detail) {
        problems.add(new Problem(rule, place.get(), detail));
    }

    /**
     * Reports {@code rule} unless {@code holds}; says whether it holds.
     *
     * @param values take the places of {@code %s} in {@code detail}, only when there is something to report
     */
    boolean require(boolean holds, Rule rule, String detail, Object... values) {
        if (!holds) {
            fail(rule, String.format(Locale.ROOT, detail, values));
        }
        return holds;
    }

    boolean rank(Value value, int least, int most) {
        int rank = value.rank();
        return least == most
                ? require(rank == least, Rule.WRONG_RANK, "%s has rank %s, must have %s", value, rank, least)
                : require(
                        rank >= least && rank <= most,
                        Rule.WRONG_RANK,
                        "%s has rank %s, must have %s to %s",
                        value,
                        rank,
                        least,
                        most);
    }

    /** Every one of the operands has this rank; each that has not is reported. */
    boolean ranks(int rank, Value... values) {
        boolean all = true;
        for (Value value : values) {
            all = rank(value, rank, rank) && all;
        }
        return all;
    }

    /** Rank from {@code least} to MAX_RANK of the level. */
    boolean rankFrom(int least, Value value) {
        return rank(value, least, level.maximumRank());
    }

    /** The operand is a list of {@code length} entries. */
    boolean list(Value value, int length, Rule otherLength) {
        if (value.rank() != 1) {
            fail(Rule.INPUT_RANK1_WRONG_RANK, value + " has rank " + value.rank() + ", must have 1");
            return false;
        }
        return require(value.shape().dimension(0) == length, otherLength, "%s must have %s entries", value, length);
    }

    /**
     * The operand is a compile-time constant of rank 1 with {@code length} entries. No floating-point tensor is ever built, so
     * whether one is constant is not known; the rule on types refuses it.
     */
    void parameters(Value value, int length, Rule otherLength) {
        if (list(value, length, otherLength)) {
            require(
                    constant(value) != null || value.dtype().isFloat(),
                    Rule.NOT_COMPILE_TIME_CONSTANT,
                    "%s must be the output of a CONST that the operator's block can reach",
                    value);
        }
    }

    /** The operand is a compile-time constant of one element and rank 1. */
    void parameter(Value value) {
        parameters(value, 1, Rule.INPUT_RANK1_WRONG_RANK);
    }

    /** The entries of a SHAPE operand of {@code length} entries; {@code null}, reported, if it is not such a constant. */
    long @Nullable [] sizes(Value value, int length, Rule otherLength) {
        if (!require(value.dtype() == DType.SHAPE, Rule.WRONG_INPUT_TYPE, "%s must be of type SHAPE", value)
                || !list(value, length, otherLength)) {
            return null;
        }
        Tensor tensor = constant(value);
        if (tensor == null) {
            fail(Rule.NOT_COMPILE_TIME_CONSTANT, value + " must be the output of CONST_SHAPE");
            return null;
        }
        return tensor.longs();
    }

    /** The value of a constant of one element; 0 if the operand is not one, which then holds for no check. */
    long singleConstant(Value value) {
        Tensor tensor = constant(value);
        return tensor == null || tensor.length() != 1 ? 0 : tensor.get(0);
    }

    /** Only {@code allowed} operands may have a zero point other than 0. */
    void zeroPoint(Value zeroPoint, boolean allowed, Rule rule, DType operand) {
        long value = singleConstant(zeroPoint);
        require(allowed || value == 0, rule, "%s is %s, must be 0 for %s", zeroPoint.name(), value, operand);
    }

    boolean oneOf(Value value, Set<DType> types, Rule rule) {
        boolean holds = types.contains(value.dtype());
        saidNotInteger |= !holds && value.dtype().isFloat();
        return require(
                holds, rule, "%s%s is of type %s, must be one of %s", floatNote(value), value, value.dtype(), types);
    }

    boolean type(Value value, DType dtype, Rule rule) {
        boolean holds = value.dtype() == dtype;
        saidNotInteger |= !holds && value.dtype().isFloat();
        return require(holds, rule, "%s%s is of type %s, must be %s", floatNote(value), value, value.dtype(), dtype);
    }

    private String floatNote(Value value) {
        return value.dtype().isFloat() ? NOT_INTEGER : "";
    }

    boolean sameShape(Value input, Value output) {
        if (input.rank() != output.rank()) {
            fail(Rule.RANK_MISMATCH, output + " must have the rank of " + input);
            return false;
        }
        return require(
                input.shape().equals(output.shape()),
                Rule.DIMENSION_MISMATCH,
                "%s must have the shape of %s",
                output,
                input);
    }

    /** An axis within the dimensions of a tensor of {@code rank}. */
    boolean axis(int axis, int rank) {
        if (axis < 0) {
            fail(Rule.AXIS_SMALLER_ZERO, "axis is " + axis);
            return false;
        }
        return require(axis < rank, Rule.AXIS_LARGER_RANK, "axis is %s, must be below the rank %s", axis, rank);
    }

    void atLeast(int least, Rule rule, String what, int... values) {
        for (int value : values) {
            if (value < least) {
                fail(rule, what + " is " + value + ", must be at least " + least);
                return;
            }
        }
    }

    void levelMaximum(int most, String limit, String what, long... values) {
        for (long value : values) {
            if (value > most) {
                fail(Rule.LEVEL_EXCEEDED, what + " is " + value + ", " + limit + " of the level is " + most);
                return;
            }
        }
    }

    void listSize(ImmutableList<Value> list) {
        levelMaximum(level.maximumTensorListSize(), "MAX_TENSOR_LIST_SIZE", "the number of tensors", list.size());
    }

    /** Every tensor that the operator yields has valid extents and a size within the level. */
    void shapes() {
        for (Value output : operator.outputs()) {
            shape(output);
        }
    }

    void shape(Value value) {
        Shape shape = value.shape();
        if (value.dtype() == DType.SHAPE) {
            return;
        }
        int log2 = level.maximumLog2Size();
        boolean fits = shape.isValid()
                && shape.elements() <= (Long.MAX_VALUE >> 3)
                && (log2 >= 63 || shape.elements() * Math.max(1, value.dtype().bits() / 8) < 1L << log2);
        require(fits, Rule.INVALID_SHAPE, "%s must have extents of at least 1 and fewer than 2^%s bytes", value, log2);
    }

    /** No operand is floating-point; said once, where a rule on types has not said it. */
    void integers() {
        if (saidNotInteger) {
            return;
        }
        if (areIntegers(operator.inputs())) {
            areIntegers(operator.outputs());
        }
    }

    private boolean areIntegers(ImmutableList<Value> values) {
        for (Value value : values) {
            if (value.dtype().isFloat() || value.dtype() == DType.UNKNOWN) {
                fail(Rule.NOT_INTEGER_GRAPH, NOT_INTEGER + "tensor '" + value.name() + "' is of type " + value.dtype());
                return false;
            }
        }
        return true;
    }
}
