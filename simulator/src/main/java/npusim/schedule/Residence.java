package npusim.schedule;

/**
 * Bytes of a memory that something takes for a while.
 *
 * @param name tensor, or {@code weights of} a tensor for a buffer of weights; {@code constants} for all of these together
 * @param side memory
 * @param address first byte within the memory
 * @param bytes bytes
 * @param rolls whether it is a rolling buffer: rows behind its end are at its start
 * @param firstOperation index of the scheduled operation that writes or brings it first
 * @param lastOperation index of the last scheduled operation that needs it, inclusive
 */
public record Residence(
        String name, AxiSide side, long address, long bytes, boolean rolls, int firstOperation, int lastOperation) {
    /** Throws {@link IllegalArgumentException} for a time that ends before it begins. */
    public Residence {
        if (bytes < 0 || firstOperation < 0 || lastOperation < firstOperation) {
            throw new IllegalArgumentException(
                    name + ": " + bytes + " bytes from operation " + firstOperation + " to " + lastOperation);
        }
    }

    /** Whether both take a byte at the same time. */
    public boolean collides(Residence other) {
        return side == other.side
                && address < other.address + other.bytes
                && other.address < address + bytes
                && firstOperation <= other.lastOperation
                && other.firstOperation <= lastOperation;
    }
}
