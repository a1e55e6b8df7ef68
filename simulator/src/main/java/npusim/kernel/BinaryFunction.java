package npusim.kernel;

/** Element-wise functions of two operands; the comparisons take INT32 and yield BOOL, the logical ones take BOOL. */
public enum BinaryFunction {
    ADD,
    SUB,
    MAXIMUM,
    MINIMUM,
    INTDIV,
    BITWISE_AND,
    BITWISE_OR,
    BITWISE_XOR,
    LOGICAL_AND,
    LOGICAL_OR,
    LOGICAL_XOR,
    LOGICAL_LEFT_SHIFT,
    LOGICAL_RIGHT_SHIFT,
    ARITHMETIC_RIGHT_SHIFT,
    ARITHMETIC_RIGHT_SHIFT_ROUND,
    EQUAL,
    GREATER,
    GREATER_EQUAL
}
