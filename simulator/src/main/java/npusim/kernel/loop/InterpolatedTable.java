package npusim.kernel.loop;

/**
 * A table of 513 INT16 as TABLE of INT16 reads it (TOSA 1.0, {@code apply_lookup_s}): the high nine bits of a value pick an
 * entry, the low seven say how far the result is on the way to the next one. Immutable.
 */
public final class InterpolatedTable {
    /** Bits of a value that say how far it is from one entry to the next. */
    static final int FRACTION_BITS = 7;

    static final int FRACTION = (1 << FRACTION_BITS) - 1;

    /** Intervals between entries. */
    static final int INTERVALS = 512;

    /** The interval that the value 0 begins. */
    static final int MIDDLE = INTERVALS / 2;

    /** Of each interval, the entry where it begins in the low half and that where it ends in the high half: one look-up for both. */
    private final int[] ends = new int[INTERVALS];

    /**
     * The entry where each interval begins, in the order of the high nine bits as a number without sign: the low bytes of all, then
     * the high ones.
     */
    private final byte[] begins = new byte[2 * INTERVALS];

    /** The entry where each interval ends, in the same order. */
    private final byte[] nexts = new byte[2 * INTERVALS];

    /** @param entries 513 of them */
    public InterpolatedTable(short[] entries) {
        for (int i = 0; i < INTERVALS; i++) {
            ends[i] = entries[i] & 0xFFFF | entries[i + 1] << Short.SIZE;
            separate(entries[i], begins, i ^ MIDDLE);
            separate(entries[i + 1], nexts, i ^ MIDDLE);
        }
    }

    private static void separate(short entry, byte[] bytes, int at) {
        bytes[at] = (byte) entry;
        bytes[at + INTERVALS] = (byte) (entry >> Byte.SIZE);
    }

    byte[] begins() {
        return begins;
    }

    byte[] nexts() {
        return nexts;
    }

    int[] ends() {
        return ends;
    }

    /** The result for one value, with 7 bits of fraction. */
    int apply(short value) {
        int both = ends[(value >> FRACTION_BITS) + MIDDLE];
        int begin = (short) both;
        return (begin << FRACTION_BITS) + ((both >> Short.SIZE) - begin) * (value & FRACTION);
    }
}
