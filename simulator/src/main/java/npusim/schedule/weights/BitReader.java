package npusim.schedule.weights;

/** Reads bit fields from the least significant end of each byte. */
final class BitReader {
    private final byte[] bytes;
    private long position;

    BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The next {@code length} bits, at most 24; throws {@link IllegalArgumentException} past the end. */
    int get(int length) {
        if (position + length > bits()) {
            throw new IllegalArgumentException(
                    "weight stream of " + bytes.length + " bytes ends inside a field of " + length + " bits");
        }
        int value = 0;
        for (int i = 0; i < length; i++, position++) {
            int bit = bytes[(int) (position >> 3)] >> (position & 7) & 1;
            value |= bit << i;
        }
        return value;
    }

    long bits() {
        return (long) bytes.length * Byte.SIZE;
    }
}
