package npusim.schedule;

/**
 * The table that a kernel looks up.
 *
 * @param address first byte in the table memory
 * @param bytes size
 */
public record TableRange(long address, int bytes) {
    /** Byte behind the last. */
    public long end() {
        return address + bytes;
    }
}
