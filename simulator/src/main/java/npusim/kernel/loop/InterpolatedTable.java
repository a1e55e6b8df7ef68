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

    /** The entry where each interval begins, in the order of the high nine bits as a number without sign. */
    private final short[] begins = new short[INTERVALS];

    /** The entry where each interval ends, in the same order. */
    private final short[] nexts = new short[INTERVALS];

    /** @param entries 513 of them */
    public InterpolatedTable(short[] entries) {
        for (int i = 0; i < INTERVALS; i++) {
            ends[i] = entries[i] & 0xFFFF | entries[i + 1] << Short.SIZE;
            begins[i ^ MIDDLE] = entries[i];
            nexts[i ^ MIDDLE] = entries[i + 1];
        }
    }

    short[] begins() {
        return begins;
    }

    short[] nexts() {
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
