package npusim.graph;

import static npusim.tensor.DType.BOOL;
import static npusim.tensor.DType.INT16;
import static npusim.tensor.DType.INT32;
import static npusim.tensor.DType.INT4;
import static npusim.tensor.DType.INT48;
import static npusim.tensor.DType.INT8;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Rules of the element-wise operators, CLAMP, CAST, TABLE and the data nodes. */
final class CheckElementwise {
    private static final Set<DType> BOOLEANS = EnumSet.of(BOOL);
    private static final Set<DType> WORDS = EnumSet.of(INT32);
    private static final Set<DType> INTEGERS = EnumSet.of(INT8, INT16, INT32);
    private static final Set<DType> NARROW = EnumSet.of(INT8, INT16);
    private static final Set<DType> CASTABLE = EnumSet.of(BOOL, INT8, INT16, INT32);
    private static final Set<DType> CONSTANTS = EnumSet.of(BOOL, INT4, INT8, INT16, INT32, INT48);

    private CheckElementwise() {}

    static void unary(Operator.Unary unary, OperatorCheck check) {
        Value input = unary.input1();
        Value output = unary.output();
        check.rankFrom(0, input);
        check.rankFrom(0, output);
        check.sameShape(input, output);
        if (unary instanceof Operator.Cast) {
            cast(input, output, check);
            return;
        }
        if (check.oneOf(input, unaryTypes(unary), Rule.WRONG_INPUT_TYPE)) {
            check.type(output, input.dtype(), Rule.WRONG_OUTPUT_TYPE);
        }
        if (unary instanceof Operator.Clamp clamp) {
            check.require(
                    clamp.maximum() >= clamp.minimum(),
                    Rule.MAX_SMALLER_MIN,
                    "max_val is %s, min_val is %s",
                    clamp.maximum(),
                    clamp.minimum());
        }
    }

    private static Set<DType> unaryTypes(Operator.Unary unary) {
        return switch (unary) {
            case Operator.Clamp _ -> NARROW;
            case Operator.Abs _, Operator.Clz _ -> WORDS;
            case Operator.BitwiseNot _ -> INTEGERS;
            case Operator.LogicalNot _ -> BOOLEANS;
            case Operator.Identity _ -> CONSTANTS;
            case Operator.Cast _ -> CASTABLE;
        };
    }

    private static void cast(Value input, Value output, OperatorCheck check) {
        if (check.oneOf(input, CASTABLE, Rule.WRONG_INPUT_TYPE)) {
            check.require(
                    CASTABLE.contains(output.dtype()) && output.dtype() != input.dtype(),
                    Rule.WRONG_OUTPUT_TYPE,
                    "there is no cast from %s to %s",
                    input,
                    output.dtype());
        }
    }

    static void binary(Operator.Binary binary, OperatorCheck check) {
        Value output = binary.output();
        check.rankFrom(0, output);
        broadcast(List.of(binary.input1(), binary.input2()), output, check);
        if (check.oneOf(binary.input1(), binaryTypes(binary), Rule.WRONG_INPUT_TYPE)
                && check.type(binary.input2(), binary.input1().dtype(), Rule.WRONG_INPUT_TYPE)) {
            check.type(output, isComparison(binary) ? BOOL : binary.input1().dtype(), Rule.WRONG_OUTPUT_TYPE);
        }
    }

    private static boolean isComparison(Operator.Binary binary) {
        return binary instanceof Operator.Equal
                || binary instanceof Operator.Greater
                || binary instanceof Operator.GreaterEqual;
    }

    private static Set<DType> binaryTypes(Operator.Binary binary) {
        return switch (binary) {
            case Operator.Add _,
                    Operator.Sub _,
                    Operator.IntDiv _,
                    Operator.Maximum _,
                    Operator.Minimum _,
                    Operator.Equal _,
                    Operator.Greater _,
                    Operator.GreaterEqual _ -> WORDS;
            case Operator.ArithmeticRightShift _,
                    Operator.BitwiseAnd _,
                    Operator.BitwiseOr _,
                    Operator.BitwiseXor _,
                    Operator.LogicalLeftShift _,
                    Operator.LogicalRightShift _ -> INTEGERS;
            case Operator.LogicalAnd _, Operator.LogicalOr _, Operator.LogicalXor _ -> BOOLEANS;
        };
    }

    /** All inputs broadcast to one shape, and that is the output's. */
    static void broadcast(List<Value> inputs, Value output, OperatorCheck check) {
        for (Value input : inputs) {
            if (input.rank() != output.rank()) {
                check.fail(Rule.RANK_MISMATCH, input + " must have the rank of " + output);
                return;
            }
        }
        Shape shape = inputs.getFirst().shape();
        for (Value input : inputs) {
            Shape wider = broadcastOf(shape, input.shape());
            if (wider == null) {
                check.fail(Rule.BROADCAST_SHAPES_MISMATCH, input + " cannot be broadcast with the shape " + shape);
                return;
            }
            shape = wider;
        }
        check.require(
                shape.equals(output.shape()),
                Rule.DIMENSION_MISMATCH,
                "%s must have the shape %s to which its inputs broadcast",
                output,
                shape);
    }

    private static @Nullable Shape broadcastOf(Shape a, Shape b) {
        Shape shape = a;
        for (int axis = 0; axis < a.rank(); axis++) {
            if (a.dimension(axis) == 1) {
                shape = shape.with(axis, b.dimension(axis));
            } else if (b.dimension(axis) != 1 && b.dimension(axis) != a.dimension(axis)) {
                return null;
            }
        }
        return shape;
    }

    static void multiply(Operator.Mul mul, OperatorCheck check) {
        check.rankFrom(0, mul.output());
        broadcast(List.of(mul.input1(), mul.input2()), mul.output(), check);
        check.parameter(mul.shift());
        check.type(mul.shift(), INT8, Rule.WRONG_INPUT_TYPE);
        if (check.oneOf(mul.input1(), INTEGERS, Rule.WRONG_INPUT_TYPE)
                && check.type(mul.input2(), mul.input1().dtype(), Rule.WRONG_INPUT_TYPE)) {
            check.type(mul.output(), INT32, Rule.WRONG_OUTPUT_TYPE);
        }
    }

    static void table(Operator.Table table, OperatorCheck check) {
        Value input = table.input1();
        check.rankFrom(0, input);
        check.sameShape(input, table.output());
        if (check.oneOf(input, NARROW, Rule.WRONG_INPUT_TYPE)) {
            boolean bytes = input.dtype() == INT8;
            check.parameters(table.table(), bytes ? 256 : 513, Rule.TABLE_SIZE_MISMATCH);
            check.type(table.table(), input.dtype(), Rule.WRONG_INPUT_TYPE);
            check.type(table.output(), bytes ? INT8 : INT32, Rule.WRONG_OUTPUT_TYPE);
        }
    }

    static void negate(Operator.Negate negate, OperatorCheck check) {
        Value input = negate.input1();
        check.rankFrom(0, input);
        check.sameShape(input, negate.output());
        check.parameter(negate.inputZeroPoint());
        check.parameter(negate.outputZeroPoint());
        if (check.oneOf(input, INTEGERS, Rule.WRONG_INPUT_TYPE)) {
            DType dtype = input.dtype();
            check.type(negate.inputZeroPoint(), dtype, Rule.WRONG_INPUT_TYPE);
            check.type(negate.outputZeroPoint(), dtype, Rule.WRONG_INPUT_TYPE);
            check.type(negate.output(), dtype, Rule.WRONG_OUTPUT_TYPE);
            check.zeroPoint(negate.inputZeroPoint(), dtype == INT8, Rule.INPUT_ZERO_POINT_NOT_ZERO, dtype);
            check.zeroPoint(negate.outputZeroPoint(), dtype == INT8, Rule.OUTPUT_ZERO_POINT_NOT_ZERO, dtype);
        }
    }

    static void select(Operator.Select select, OperatorCheck check) {
        check.rankFrom(0, select.output());
        broadcast(List.of(select.condition(), select.onTrue(), select.onFalse()), select.output(), check);
        check.type(select.condition(), BOOL, Rule.WRONG_INPUT_TYPE);
        if (check.oneOf(select.onTrue(), CASTABLE, Rule.WRONG_INPUT_TYPE)
                && check.type(select.onFalse(), select.onTrue().dtype(), Rule.WRONG_INPUT_TYPE)) {
            check.type(select.output(), select.onTrue().dtype(), Rule.WRONG_OUTPUT_TYPE);
        }
    }

    static void constant(Operator.Const constant, OperatorCheck check) {
        check.rankFrom(0, constant.output());
        check.oneOf(constant.output(), CONSTANTS, Rule.WRONG_OUTPUT_TYPE);
    }
}
