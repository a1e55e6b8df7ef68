package npusim.schedule.operation;

import npusim.hardware.OperationClass;
import org.jspecify.annotations.Nullable;

/** What an operation computes, and which unit of the NPU runs it. */
public enum OperationKind {
    CONVOLUTION(OperationClass.CONVOLUTION, Family.CONVOLUTION),
    DEPTHWISE(OperationClass.DEPTHWISE, Family.CONVOLUTION),
    TRANSPOSE_CONVOLUTION(OperationClass.CONVOLUTION, Family.CONVOLUTION),
    FULLY_CONNECTED(OperationClass.FULLY_CONNECTED, Family.VECTOR_PRODUCT),
    MATMUL(OperationClass.MATMUL, Family.VECTOR_PRODUCT),
    MAX_POOL(OperationClass.POOLING, Family.POOLING),
    AVERAGE_POOL(OperationClass.POOLING, Family.POOLING),
    REDUCE_SUM(OperationClass.REDUCE_SUM, Family.POOLING),
    REDUCE_MIN(OperationClass.REDUCE_MIN_MAX, Family.POOLING),
    REDUCE_MAX(OperationClass.REDUCE_MIN_MAX, Family.POOLING),
    REDUCE_ANY(OperationClass.REDUCE_MIN_MAX, Family.POOLING),
    REDUCE_ALL(OperationClass.REDUCE_MIN_MAX, Family.POOLING),
    ARGMAX(OperationClass.ARGMAX, Family.POOLING),
    RESIZE(OperationClass.RESIZE, Family.OTHER),
    ADD(OperationClass.ELEMENTWISE, Family.BINARY),
    SUB(OperationClass.ELEMENTWISE, Family.BINARY),
    MUL(OperationClass.ELEMENTWISE, Family.BINARY),
    MINIMUM(OperationClass.ELEMENTWISE, Family.BINARY),
    MAXIMUM(OperationClass.ELEMENTWISE, Family.BINARY),
    DIV(OperationClass.ELEMENTWISE, Family.BINARY),
    ARITHMETIC_RIGHT_SHIFT(OperationClass.ELEMENTWISE, Family.BINARY),
    LOGICAL_RIGHT_SHIFT(OperationClass.ELEMENTWISE, Family.BINARY),
    LEFT_SHIFT(OperationClass.ELEMENTWISE, Family.BINARY),
    AND(OperationClass.ELEMENTWISE, Family.BINARY),
    OR(OperationClass.ELEMENTWISE, Family.BINARY),
    XOR(OperationClass.ELEMENTWISE, Family.BINARY),
    EQUAL(OperationClass.ELEMENTWISE, Family.BINARY),
    GREATER(OperationClass.ELEMENTWISE, Family.BINARY),
    GREATER_EQUAL(OperationClass.ELEMENTWISE, Family.BINARY),
    NOT_EQUAL(OperationClass.ELEMENTWISE, Family.BINARY),
    AND_NOT(OperationClass.ELEMENTWISE, Family.BINARY),
    ABS(OperationClass.ELEMENTWISE, Family.UNARY),
    COUNT_LEADING_ZEROS(OperationClass.ELEMENTWISE, Family.UNARY),
    NOT(OperationClass.ELEMENTWISE, Family.UNARY),
    LEAKY_RELU(OperationClass.ELEMENTWISE, Family.UNARY),
    /** Clamp of the output; runs alone as a 1x1 pool. */
    CLAMP(OperationClass.POOLING, Family.ACTIVATION),
    /** Table look-up on the output path; runs alone as a 1x1 pool. */
    TABLE(OperationClass.POOLING, Family.ACTIVATION),
    /** Copy between feature maps or slices of them, as a 1x1 pool. */
    COPY(OperationClass.POOLING, Family.MOVE),
    /** Change of scale and type, as a 1x1 pool. */
    RESCALE(OperationClass.POOLING, Family.MOVE),
    /** Change of axis order, as a 1x1 pool. */
    TRANSPOSE(OperationClass.POOLING, Family.MOVE),
    /** Reversal along an axis, as a 1x1 pool. */
    REVERSE(OperationClass.POOLING, Family.MOVE),
    /** Change of type; rewritten before scheduling. */
    CAST(null, Family.OTHER),
    /** Another shape for the same elements; removed before scheduling. */
    RESHAPE(null, Family.OTHER),
    CONCAT(null, Family.OTHER),
    SLICE(null, Family.OTHER),
    PAD(null, Family.OTHER),
    TILE(null, Family.DMA),
    GATHER(null, Family.DMA),
    SCATTER(null, Family.DMA),
    NEGATE(null, Family.OTHER),
    SELECT(null, Family.OTHER),
    /** Runs on the host. */
    HOST(null, Family.OTHER);

    private enum Family {
        CONVOLUTION,
        VECTOR_PRODUCT,
        POOLING,
        UNARY,
        BINARY,
        ACTIVATION,
        MOVE,
        DMA,
        OTHER
    }

    private final @Nullable OperationClass unit;
    private final Family family;

    OperationKind(@Nullable OperationClass unit, Family family) {
        this.unit = unit;
        this.family = family;
    }

    /** The class of the unit that runs it, or null when no unit does. */
    public @Nullable OperationClass unit() {
        return unit;
    }

    /** The class of the unit that runs it; throws {@link IllegalStateException} when no unit does. */
    public OperationClass requiredUnit() {
        if (unit == null) {
            throw new IllegalStateException(this + " has no unit");
        }
        return unit;
    }

    /** Whether it is elementwise with two operands. */
    public boolean isBinary() {
        return family == Family.BINARY;
    }

    /** Whether it is elementwise. */
    public boolean isElementwise() {
        return family == Family.BINARY || family == Family.UNARY;
    }

    /** Whether it can be a fused activation. */
    public boolean isActivation() {
        return family == Family.ACTIVATION;
    }

    /** Whether it is a pool or reduction in its own right, not a move run as one. */
    public boolean isPooling() {
        return family == Family.POOLING;
    }

    /** Whether it moves or converts elements one to one. */
    public boolean isMove() {
        return family == Family.MOVE;
    }

    /** Whether it is a convolution of any kind. */
    public boolean isConvolution() {
        return family == Family.CONVOLUTION;
    }

    /** Whether it is a vector or matrix product. */
    public boolean isVectorProduct() {
        return family == Family.VECTOR_PRODUCT;
    }

    /** Whether the DMA unit runs it. */
    public boolean isDma() {
        return family == Family.DMA;
    }

    /** Whether it only reorders elements. */
    public boolean isReordering() {
        return this == TRANSPOSE || this == REVERSE;
    }

    /** Whether it runs as a pool that changes nothing but format, scale or order. */
    public boolean isPoolingMove() {
        return family == Family.MOVE || family == Family.ACTIVATION;
    }

    /** Whether shapes may be regrouped freely because elements are independent. */
    public boolean isPointwise() {
        return isElementwise() || isActivation() || this == RESCALE || this == CAST;
    }
}
