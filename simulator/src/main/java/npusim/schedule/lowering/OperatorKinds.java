package npusim.schedule.lowering;

import npusim.graph.Operator;
import npusim.schedule.operation.OperationKind;

/** What operators of the network are called among operations of the NPU. */
final class OperatorKinds {
    private OperatorKinds() {}

    /** A reduction. */
    static OperationKind of(Operator.Reduction reduction) {
        return switch (reduction) {
            case Operator.ReduceSum _ -> OperationKind.REDUCE_SUM;
            case Operator.ReduceMax _ -> OperationKind.REDUCE_MAX;
            case Operator.ReduceMin _ -> OperationKind.REDUCE_MIN;
            case Operator.ReduceAll _ -> OperationKind.REDUCE_ALL;
            case Operator.ReduceAny _ -> OperationKind.REDUCE_ANY;
        };
    }

    /** An elementwise operation on two operands. */
    static OperationKind of(Operator.Binary binary) {
        return switch (binary) {
            case Operator.Add _ -> OperationKind.ADD;
            case Operator.Sub _ -> OperationKind.SUB;
            case Operator.ArithmeticRightShift _ -> OperationKind.ARITHMETIC_RIGHT_SHIFT;
            case Operator.LogicalRightShift _ -> OperationKind.LOGICAL_RIGHT_SHIFT;
            case Operator.LogicalLeftShift _ -> OperationKind.LEFT_SHIFT;
            case Operator.BitwiseAnd _, Operator.LogicalAnd _ -> OperationKind.AND;
            case Operator.BitwiseOr _, Operator.LogicalOr _ -> OperationKind.OR;
            case Operator.BitwiseXor _, Operator.LogicalXor _ -> OperationKind.XOR;
            case Operator.IntDiv _ -> OperationKind.DIV;
            case Operator.Equal _ -> OperationKind.EQUAL;
            case Operator.Greater _ -> OperationKind.GREATER;
            case Operator.GreaterEqual _ -> OperationKind.GREATER_EQUAL;
            case Operator.Maximum _ -> OperationKind.MAXIMUM;
            case Operator.Minimum _ -> OperationKind.MINIMUM;
        };
    }

    /** An elementwise operation on one operand. */
    static OperationKind of(Operator.Unary unary) {
        return switch (unary) {
            case Operator.Abs _ -> OperationKind.ABS;
            case Operator.Clz _ -> OperationKind.COUNT_LEADING_ZEROS;
            case Operator.BitwiseNot _, Operator.LogicalNot _ -> OperationKind.NOT;
            case Operator.Cast _ -> OperationKind.CAST;
            case Operator.Identity _ -> OperationKind.RESHAPE;
            case Operator.Clamp _ -> OperationKind.CLAMP;
        };
    }
}
