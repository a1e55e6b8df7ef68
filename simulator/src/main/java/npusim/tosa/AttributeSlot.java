package npusim.tosa;

/** Slots of the attribute tables of operators; operators that are not named have no fields. */
final class AttributeSlot {
    /** ARGMAX, REDUCE_*, CONCAT, REVERSE. */
    static final int AXIS = 0;

    /** ARGMAX, REDUCE_MAX, REDUCE_MIN. */
    static final int AXIS_NAN_MODE = 1;

    /** AVG_POOL2D, MAX_POOL2D. */
    static final int POOL_KERNEL = 0;

    static final int POOL_STRIDE = 1;
    static final int POOL_PAD = 2;
    static final int AVG_POOL_ACC_TYPE = 3;
    static final int MAX_POOL_NAN_MODE = 3;

    /** CONV2D, CONV3D, DEPTHWISE_CONV2D. */
    static final int CONV_PAD = 0;

    static final int CONV_STRIDE = 1;
    static final int CONV_DILATION = 2;
    static final int CONV_LOCAL_BOUND = 3;
    static final int CONV_ACC_TYPE = 4;

    static final int TRANSPOSE_CONV_OUT_PAD = 0;
    static final int TRANSPOSE_CONV_STRIDE = 1;
    static final int TRANSPOSE_CONV_LOCAL_BOUND = 2;
    static final int TRANSPOSE_CONV_ACC_TYPE = 3;

    static final int CLAMP_MIN = 0;
    static final int CLAMP_MAX = 1;
    static final int CLAMP_NAN_MODE = 2;

    static final int ARITHMETIC_RIGHT_SHIFT_ROUND = 0;

    /** MAXIMUM, MINIMUM. */
    static final int NAN_MODE = 0;

    static final int TRANSPOSE_PERMS = 0;
    static final int RESIZE_MODE = 0;

    static final int RESCALE_SCALE32 = 0;
    static final int RESCALE_ROUNDING_MODE = 1;
    static final int RESCALE_PER_CHANNEL = 2;
    static final int RESCALE_INPUT_UNSIGNED = 3;
    static final int RESCALE_OUTPUT_UNSIGNED = 4;

    static final int COND_IF_THEN = 0;
    static final int COND_IF_ELSE = 1;
    static final int WHILE_LOOP_COND = 0;
    static final int WHILE_LOOP_BODY = 1;

    private AttributeSlot() {}
}
