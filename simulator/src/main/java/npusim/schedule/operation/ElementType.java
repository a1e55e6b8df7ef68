package npusim.schedule.operation;

/** Type of the elements of a feature map. */
public enum ElementType {
    /** Boolean in a byte. */
    BOOL8("bool8", 8, false),
    /** Unsigned byte. */
    UINT8("u8", 8, false),
    /** Signed half byte; only constant weights have it. */
    INT4("i4", 4, true),
    /** Signed byte. */
    INT8("i8", 8, true),
    /** Unsigned 16 bits. */
    UINT16("u16", 16, false),
    /** Signed 16 bits. */
    INT16("i16", 16, true),
    /** Signed 32 bits. */
    INT32("i32", 32, true),
    /** Signed 64 bits; also stands for 48-bit values, which memory holds in 64. */
    INT64("i64", 64, true);

    private final String keyword;
    private final int bits;
    private final boolean signed;

    ElementType(String keyword, int bits, boolean signed) {
        this.keyword = keyword;
        this.bits = bits;
        this.signed = signed;
    }

    /** What descriptions of hardware call it. */
    public String keyword() {
        return keyword;
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
