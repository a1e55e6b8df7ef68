package npusim.schedule.operation;

/** Type of the elements of a feature map. */
public enum ElementType {
    /** Boolean in a byte. */
    BOOL8(8, false),
    /** Unsigned byte. */
    UINT8(8, false),
    /** Signed half byte; only constant weights have it. */
    INT4(4, true),
    /** Signed byte. */
    INT8(8, true),
    /** Unsigned 16 bits. */
    UINT16(16, false),
    /** Signed 16 bits. */
    INT16(16, true),
    /** Signed 32 bits. */
    INT32(32, true),
    /** Signed 64 bits; also stands for 48-bit values, which memory holds in 64. */
    INT64(64, true);

    private final int bits;
    private final boolean signed;

    ElementType(int bits, boolean signed) {
        this.bits = bits;
        this.signed = signed;
    }

    /** Storage bits of an element. */
    public int bits() {
        return bits;
    }

    /** Storage bytes of an element that is not packed. */
    public int bytes() {
        return (bits + 7) / 8;
    }

    /** Smallest value. */
    public long minimum() {
        return signed ? -1L << (bits - 1) : 0;
    }

    /** Largest value. */
    public long maximum() {
        return signed ? ~(-1L << (bits - 1)) : (1L << bits) - 1;
    }
}
