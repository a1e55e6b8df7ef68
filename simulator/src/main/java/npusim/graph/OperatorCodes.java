package npusim.graph;

/** Which {@link OpCode} each operator record stands for. */
final class OperatorCodes {
    private OperatorCodes() {}

    static OpCode codeOf(Operator operator) {
        return switch (operator) {
            case Operator.ArgMax _ -> OpCode.ARGMAX;
            case Operator.AvgPool2d _ -> OpCode.AVG_POOL2D;
            case Operator.Conv2d _ -> OpCode.CONV2D;
            case Operator.Conv3d _ -> OpCode.CONV3D;
            case Operator.DepthwiseConv2d _ -> OpCode.DEPTHWISE_CONV2D;
            case Operator.TransposeConv2d _ -> OpCode.TRANSPOSE_CONV2D;
            case Operator.MatMul _ -> OpCode.MATMUL;
            case Operator.MaxPool2d _ -> OpCode.MAX_POOL2D;
            case Operator.Clamp _ -> OpCode.CLAMP;
            case Operator.ArithmeticRightShift _ -> OpCode.ARITHMETIC_RIGHT_SHIFT;
            case Operator.Add _ -> OpCode.ADD;
            case Operator.BitwiseAnd _ -> OpCode.BITWISE_AND;
            case Operator.BitwiseOr _ -> OpCode.BITWISE_OR;
            case Operator.BitwiseXor _ -> OpCode.BITWISE_XOR;
            case Operator.IntDiv _ -> OpCode.INTDIV;
            case Operator.LogicalAnd _ -> OpCode.LOGICAL_AND;
            case Operator.LogicalLeftShift _ -> OpCode.LOGICAL_LEFT_SHIFT;
            case Operator.LogicalRightShift _ -> OpCode.LOGICAL_RIGHT_SHIFT;
            case Operator.LogicalOr _ -> OpCode.LOGICAL_OR;
            case Operator.LogicalXor _ -> OpCode.LOGICAL_XOR;
            case Operator.Sub _ -> OpCode.SUB;
            case Operator.Equal _ -> OpCode.EQUAL;
            case Operator.Greater _ -> OpCode.GREATER;
            case Operator.GreaterEqual _ -> OpCode.GREATER_EQUAL;
            case Operator.Maximum _ -> OpCode.MAXIMUM;
            case Operator.Minimum _ -> OpCode.MINIMUM;
            case Operator.Mul _ -> OpCode.MUL;
            case Operator.Table _ -> OpCode.TABLE;
            case Operator.Abs _ -> OpCode.ABS;
            case Operator.BitwiseNot _ -> OpCode.BITWISE_NOT;
            case Operator.Clz _ -> OpCode.CLZ;
            case Operator.LogicalNot _ -> OpCode.LOGICAL_NOT;
            case Operator.Negate _ -> OpCode.NEGATE;
            case Operator.Select _ -> OpCode.SELECT;
            case Operator.ReduceAll _ -> OpCode.REDUCE_ALL;
            case Operator.ReduceAny _ -> OpCode.REDUCE_ANY;
            case Operator.ReduceSum _ -> OpCode.REDUCE_SUM;
            case Operator.ReduceMax _ -> OpCode.REDUCE_MAX;
            case Operator.ReduceMin _ -> OpCode.REDUCE_MIN;
            case Operator.Concat _ -> OpCode.CONCAT;
            case Operator.Pad _ -> OpCode.PAD;
            case Operator.Reshape _ -> OpCode.RESHAPE;
            case Operator.Reverse _ -> OpCode.REVERSE;
            case Operator.Slice _ -> OpCode.SLICE;
            case Operator.Tile _ -> OpCode.TILE;
            case Operator.Transpose _ -> OpCode.TRANSPOSE;
            case Operator.Gather _ -> OpCode.GATHER;
            case Operator.Scatter _ -> OpCode.SCATTER;
            case Operator.Resize _ -> OpCode.RESIZE;
            case Operator.Cast _ -> OpCode.CAST;
            case Operator.Rescale _ -> OpCode.RESCALE;
            case Operator.Const _ -> OpCode.CONST;
            case Operator.ConstShape _ -> OpCode.CONST_SHAPE;
            case Operator.Identity _ -> OpCode.IDENTITY;
            case Operator.CondIf _ -> OpCode.COND_IF;
            case Operator.WhileLoop _ -> OpCode.WHILE_LOOP;
            case Operator.Variable _ -> OpCode.VARIABLE;
            case Operator.VariableWrite _ -> OpCode.VARIABLE_WRITE;
            case Operator.VariableRead _ -> OpCode.VARIABLE_READ;
        };
    }
}
