package npusim.tensor;

/**
 * Element type of a tensor, as TOSA 1.0 numbers them in its flatbuffer. The floating-point types are known by name only,
 * so that a diagnostic can say which tensor makes a graph no integer graph; no tensor of such a type can be built.
 */
public enum DType {
    UNKNOWN(0, 0),
    BOOL(1, 8),
    INT4(2, 4),
    INT8(3, 8),
    INT16(4, 16),
    INT32(5, 32),
    INT48(6, 48),
    FP32(7, 32),
    FP16(8, 16),
    BF16(9, 16),
    /** The element type of a {@code shape_t}: 64-bit sizes and coordinates. */
    SHAPE(10, 64),
    FP8E4M3(11, 8),
    FP8E5M2(12, 8);

    private static final DType[] BY_CODE = values();

    private final int code;
    private final int bits;

    DType(int code, int bits) {
        this.code = code;
        this.bits = bits;
    }

    /** The number of the type in a TOSA file. */
    public int code() {
        return code;
    }

    /** The type with this number, or {@link #UNKNOWN} for a number TOSA 1.0 does not define. */
    public static DType ofCode(long code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[(int) code] : UNKNOWN;
    }

    /** Width of one element in a TOSA file, in bits; BOOL takes a byte. */
    public int bits() {
        return bits;
    }

    /** Bytes that {@code elements} elements take in a TOSA file, where two INT4 share a byte. */
    public long packedBytes(long elements) {
        return this == INT4 ? (elements + 1) / 2 : Math.multiplyExact(elements, (long) bits / 8);
    }

    public boolean isFloat() {
        return switch (this) {
            case FP32, FP16, BF16, FP8E4M3, FP8E5M2 -> true;
            case UNKNOWN, BOOL, INT4, INT8, INT16, INT32, INT48, SHAPE -> false;
        };
    }

    /** Whether the type holds signed integers that the specification computes with. */
    public boolean isInteger() {
        return switch (this) {
            case INT4, INT8, INT16, INT32, INT48 -> true;
            case UNKNOWN, BOOL, FP32, FP16, BF16, SHAPE, FP8E4M3, FP8E5M2 -> false;
        };
    }

    /** Whether tensors of this type can be built: boolean, integer and shape types. */
    public boolean isSupported() {
        return this == BOOL || this == SHAPE || isInteger();
    }

    /** Bytes one element takes in a {@link Tensor}: 1, 2, 4 or 8. */
    public int storageBytes() {
        return switch (this) {
            case BOOL, INT4, INT8, FP8E4M3, FP8E5M2 -> 1;
            case INT16, FP16, BF16 -> 2;
            case INT32, FP32 -> 4;
            case INT48, SHAPE -> 8;
            case UNKNOWN -> 0;
        };
    }

    /**
     * Least value of the type, {@code minimum_s} of the specification; int4 excludes −8 only as a weight, so −8 counts as
     * representable here.
     */
    public long minimum() {
        return this == BOOL ? 0 : -(1L << (bits - 1));
    }

    /** Greatest value of the type, {@code maximum_s} of the specification. */
    public long maximum() {
        return this == BOOL ? 1 : (1L << (bits - 1)) - 1;
    }

    /** Whether {@code value} is representable as a signed value of this type. */
    public boolean holds(long value) {
        return value >= minimum() && value <= maximum();
    }
}
