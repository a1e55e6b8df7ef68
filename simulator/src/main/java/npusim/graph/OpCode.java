package npusim.graph;

import java.util.HashMap;
import java.util.Map;

/**
 * The operators of TOSA 1.0 in the order of their numbers in a file; the type code of an operator's attribute table is the
 * same number.
 */
public enum OpCode {
    UNKNOWN(Domain.UNKNOWN, 0, 0),
    ARGMAX(Domain.INTEGER, 1, 1),
    AVG_POOL2D(Domain.INTEGER, 3, 1),
    CONV2D(Domain.INTEGER, 5, 1),
    CONV3D(Domain.INTEGER, 5, 1),
    DEPTHWISE_CONV2D(Domain.INTEGER, 5, 1),
    FFT2D(Domain.FLOATING_POINT, 0, 0),
    MATMUL(Domain.INTEGER, 4, 1),
    MAX_POOL2D(Domain.INTEGER, 1, 1),
    RFFT2D(Domain.FLOATING_POINT, 0, 0),
    TRANSPOSE_CONV2D(Domain.INTEGER, 5, 1),
    CLAMP(Domain.INTEGER, 1, 1),
    ERF(Domain.FLOATING_POINT, 0, 0),
    SIGMOID(Domain.FLOATING_POINT, 0, 0),
    TANH(Domain.FLOATING_POINT, 0, 0),
    ADD(Domain.INTEGER, 2, 1),
    ARITHMETIC_RIGHT_SHIFT(Domain.INTEGER, 2, 1),
    BITWISE_AND(Domain.INTEGER, 2, 1),
    BITWISE_OR(Domain.INTEGER, 2, 1),
    BITWISE_XOR(Domain.INTEGER, 2, 1),
    INTDIV(Domain.INTEGER, 2, 1),
    LOGICAL_AND(Domain.INTEGER, 2, 1),
    LOGICAL_LEFT_SHIFT(Domain.INTEGER, 2, 1),
    LOGICAL_RIGHT_SHIFT(Domain.INTEGER, 2, 1),
    LOGICAL_OR(Domain.INTEGER, 2, 1),
    LOGICAL_XOR(Domain.INTEGER, 2, 1),
    MAXIMUM(Domain.INTEGER, 2, 1),
    MINIMUM(Domain.INTEGER, 2, 1),
    MUL(Domain.INTEGER, 3, 1),
    POW(Domain.FLOATING_POINT, 0, 0),
    SUB(Domain.INTEGER, 2, 1),
    TABLE(Domain.INTEGER, 2, 1),
    ABS(Domain.INTEGER, 1, 1),
    BITWISE_NOT(Domain.INTEGER, 1, 1),
    CEIL(Domain.FLOATING_POINT, 0, 0),
    CLZ(Domain.INTEGER, 1, 1),
    COS(Domain.FLOATING_POINT, 0, 0),
    EXP(Domain.FLOATING_POINT, 0, 0),
    FLOOR(Domain.FLOATING_POINT, 0, 0),
    LOG(Domain.FLOATING_POINT, 0, 0),
    LOGICAL_NOT(Domain.INTEGER, 1, 1),
    NEGATE(Domain.INTEGER, 3, 1),
    RECIPROCAL(Domain.FLOATING_POINT, 0, 0),
    RSQRT(Domain.FLOATING_POINT, 0, 0),
    SIN(Domain.FLOATING_POINT, 0, 0),
    SELECT(Domain.INTEGER, 3, 1),
    EQUAL(Domain.INTEGER, 2, 1),
    GREATER(Domain.INTEGER, 2, 1),
    GREATER_EQUAL(Domain.INTEGER, 2, 1),
    REDUCE_ALL(Domain.INTEGER, 1, 1),
    REDUCE_ANY(Domain.INTEGER, 1, 1),
    REDUCE_MAX(Domain.INTEGER, 1, 1),
    REDUCE_MIN(Domain.INTEGER, 1, 1),
    REDUCE_PRODUCT(Domain.FLOATING_POINT, 0, 0),
    REDUCE_SUM(Domain.INTEGER, 1, 1),
    CONCAT(Domain.INTEGER, -1, 1),
    PAD(Domain.INTEGER, 3, 1),
    RESHAPE(Domain.INTEGER, 2, 1),
    REVERSE(Domain.INTEGER, 1, 1),
    SLICE(Domain.INTEGER, 3, 1),
    TILE(Domain.INTEGER, 2, 1),
    TRANSPOSE(Domain.INTEGER, 1, 1),
    GATHER(Domain.INTEGER, 2, 1),
    SCATTER(Domain.INTEGER, 3, 1),
    RESIZE(Domain.INTEGER, 4, 1),
    CAST(Domain.INTEGER, 1, 1),
    RESCALE(Domain.INTEGER, 5, 1),
    CONST(Domain.INTEGER, 0, 1),
    IDENTITY(Domain.INTEGER, 1, 1),
    CUSTOM(Domain.CUSTOM, 0, 0),
    COND_IF(Domain.INTEGER, -1, -1),
    WHILE_LOOP(Domain.INTEGER, -1, -1),
    VARIABLE(Domain.INTEGER, 0, 1),
    VARIABLE_WRITE(Domain.INTEGER, -1, -1),
    VARIABLE_READ(Domain.INTEGER, -1, 1),
    CONST_SHAPE(Domain.INTEGER, 0, 1);

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
    private static final Map<String, OpCode> BY_NAME = new HashMap<>();

    static {
        for (OpCode code : BY_NUMBER) {
            BY_NAME.put(code.name(), code);
        }
    }

    private final Domain domain;
    private final int inputs;
    private final int outputs;

    OpCode(Domain domain, int inputs, int outputs) {
        this.domain = domain;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** The operator with this number, or {@link #UNKNOWN} for a number TOSA 1.0 does not define. */
    public static OpCode ofNumber(long number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[(int) number] : UNKNOWN;
    }

    /** The operator with this name, or {@link #UNKNOWN}. */
    public static OpCode ofName(String name) {
        return BY_NAME.getOrDefault(name, UNKNOWN);
    }

    /** The number of the operator, and of its attribute's type, in a TOSA file. */
    public int number() {
        return ordinal();
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
