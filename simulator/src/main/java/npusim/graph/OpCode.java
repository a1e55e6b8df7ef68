package npusim.graph;

/**
 * The operators of TOSA 1.0 in the order of their numbers in a file; the type code of an operator's attribute table is the
 * same number.
 */
public enum OpCode {
    UNKNOWN(0, Domain.UNKNOWN, 0, 0),
    ARGMAX(1, Domain.INTEGER, 1, 1),
    AVG_POOL2D(2, Domain.INTEGER, 3, 1),
    CONV2D(3, Domain.INTEGER, 5, 1),
    CONV3D(4, Domain.INTEGER, 5, 1),
    DEPTHWISE_CONV2D(5, Domain.INTEGER, 5, 1),
    FFT2D(6, Domain.FLOATING_POINT, 0, 0),
    MATMUL(7, Domain.INTEGER, 4, 1),
    MAX_POOL2D(8, Domain.INTEGER, 1, 1),
    RFFT2D(9, Domain.FLOATING_POINT, 0, 0),
    TRANSPOSE_CONV2D(10, Domain.INTEGER, 5, 1),
    CLAMP(11, Domain.INTEGER, 1, 1),
    ERF(12, Domain.FLOATING_POINT, 0, 0),
    SIGMOID(13, Domain.FLOATING_POINT, 0, 0),
    TANH(14, Domain.FLOATING_POINT, 0, 0),
    ADD(15, Domain.INTEGER, 2, 1),
    ARITHMETIC_RIGHT_SHIFT(16, Domain.INTEGER, 2, 1),
    BITWISE_AND(17, Domain.INTEGER, 2, 1),
    BITWISE_OR(18, Domain.INTEGER, 2, 1),
    BITWISE_XOR(19, Domain.INTEGER, 2, 1),
    INTDIV(20, Domain.INTEGER, 2, 1),
    LOGICAL_AND(21, Domain.INTEGER, 2, 1),
    LOGICAL_LEFT_SHIFT(22, Domain.INTEGER, 2, 1),
    LOGICAL_RIGHT_SHIFT(23, Domain.INTEGER, 2, 1),
    LOGICAL_OR(24, Domain.INTEGER, 2, 1),
    LOGICAL_XOR(25, Domain.INTEGER, 2, 1),
    MAXIMUM(26, Domain.INTEGER, 2, 1),
    MINIMUM(27, Domain.INTEGER, 2, 1),
    MUL(28, Domain.INTEGER, 3, 1),
    POW(29, Domain.FLOATING_POINT, 0, 0),
    SUB(30, Domain.INTEGER, 2, 1),
    TABLE(31, Domain.INTEGER, 2, 1),
    ABS(32, Domain.INTEGER, 1, 1),
    BITWISE_NOT(33, Domain.INTEGER, 1, 1),
    CEIL(34, Domain.FLOATING_POINT, 0, 0),
    CLZ(35, Domain.INTEGER, 1, 1),
    COS(36, Domain.FLOATING_POINT, 0, 0),
    EXP(37, Domain.FLOATING_POINT, 0, 0),
    FLOOR(38, Domain.FLOATING_POINT, 0, 0),
    LOG(39, Domain.FLOATING_POINT, 0, 0),
    LOGICAL_NOT(40, Domain.INTEGER, 1, 1),
    NEGATE(41, Domain.INTEGER, 3, 1),
    RECIPROCAL(42, Domain.FLOATING_POINT, 0, 0),
    RSQRT(43, Domain.FLOATING_POINT, 0, 0),
    SIN(44, Domain.FLOATING_POINT, 0, 0),
    SELECT(45, Domain.INTEGER, 3, 1),
    EQUAL(46, Domain.INTEGER, 2, 1),
    GREATER(47, Domain.INTEGER, 2, 1),
    GREATER_EQUAL(48, Domain.INTEGER, 2, 1),
    REDUCE_ALL(49, Domain.INTEGER, 1, 1),
    REDUCE_ANY(50, Domain.INTEGER, 1, 1),
    REDUCE_MAX(51, Domain.INTEGER, 1, 1),
    REDUCE_MIN(52, Domain.INTEGER, 1, 1),
    REDUCE_PRODUCT(53, Domain.FLOATING_POINT, 0, 0),
    REDUCE_SUM(54, Domain.INTEGER, 1, 1),
    CONCAT(55, Domain.INTEGER, -1, 1),
    PAD(56, Domain.INTEGER, 3, 1),
    RESHAPE(57, Domain.INTEGER, 2, 1),
    REVERSE(58, Domain.INTEGER, 1, 1),
    SLICE(59, Domain.INTEGER, 3, 1),
    TILE(60, Domain.INTEGER, 2, 1),
    TRANSPOSE(61, Domain.INTEGER, 1, 1),
    GATHER(62, Domain.INTEGER, 2, 1),
    SCATTER(63, Domain.INTEGER, 3, 1),
    RESIZE(64, Domain.INTEGER, 4, 1),
    CAST(65, Domain.INTEGER, 1, 1),
    RESCALE(66, Domain.INTEGER, 5, 1),
    CONST(67, Domain.INTEGER, 0, 1),
    IDENTITY(68, Domain.INTEGER, 1, 1),
    CUSTOM(69, Domain.CUSTOM, 0, 0),
    COND_IF(70, Domain.INTEGER, -1, -1),
    WHILE_LOOP(71, Domain.INTEGER, -1, -1),
    VARIABLE(72, Domain.INTEGER, 0, 1),
    VARIABLE_WRITE(73, Domain.INTEGER, -1, -1),
    VARIABLE_READ(74, Domain.INTEGER, -1, 1),
    CONST_SHAPE(75, Domain.INTEGER, 0, 1);

    /** Operand count of an operator that takes a list of tensors. */
    public static final int VARIADIC = -1;

    /** What kind of arithmetic an operator is defined for. */
    public enum Domain {
        INTEGER,
        FLOATING_POINT,
        CUSTOM,
        UNKNOWN
    }

    private static final OpCode[] BY_NUMBER = values();

    private final int number;
    private final Domain domain;
    private final int inputs;
    private final int outputs;

    OpCode(int number, Domain domain, int inputs, int outputs) {
        this.number = number;
        this.domain = domain;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** The operator with this number, or {@link #UNKNOWN} for a number TOSA 1.0 does not define. */
    public static OpCode ofNumber(long number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[(int) number] : UNKNOWN;
    }

    /** The number of the operator, and of its attribute's type, in a TOSA file. */
    public int number() {
        return number;
    }

    public Domain domain() {
        return domain;
    }

    /** Number of input tensors, or {@link #VARIADIC}. */
    public int inputs() {
        return inputs;
    }

    /** Number of output tensors, or {@link #VARIADIC}. */
    public int outputs() {
        return outputs;
    }
}
