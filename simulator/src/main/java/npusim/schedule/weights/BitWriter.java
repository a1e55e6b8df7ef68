package npusim.schedule.weights;

import java.util.Arrays;

/** Writes bit fields from the least significant end of each byte. */
final class BitWriter {
    private byte[] bytes = new byte[1024];
    private int used;
    private long pending;
    private int pendingBits;

    /** Appends the low {@code length} bits of {@code value}, at most 32. */
    void put(int value, int length) {
        pending |= (value & ((1L << length) - 1)) << pendingBits;
        pendingBits += length;
        while (pendingBits >= Byte.SIZE) {
            if (used == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * used);
            }
            bytes[used++] = (byte) pending;
            pending >>>= Byte.SIZE;
            pendingBits -= Byte.SIZE;
        }
    }

    long bits() {
        return (long) used * Byte.SIZE + pendingBits;
    }

    /** Appends copies of {@code bit} up to a multiple of {@code unit} bits. */
    void align(int unit, int bit) {
        while (bits() % unit != 0) {
            put(bit, 1);
        }
    }

    /** The whole bytes written; call after {@link #align}. */
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, used);
    }
}
