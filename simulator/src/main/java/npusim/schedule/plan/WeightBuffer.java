package npusim.schedule.plan;

/** Staging memory into which weights are copied before use. */
public final class WeightBuffer {
    private final int bytes;
    private final boolean twoHalves;
    private final boolean filledAhead;
    private long address = -1;

    /**
     * A buffer.
     *
     * @param bytes size
     * @param twoHalves whether one part fills while the other is used
     * @param filledAhead whether it is filled while the operation before runs
     */
    WeightBuffer(int bytes, boolean twoHalves, boolean filledAhead) {
        this.bytes = bytes;
        this.twoHalves = twoHalves;
        this.filledAhead = filledAhead;
    }

    /** Size. */
    public int bytes() {
        return bytes;
    }

    /** Whether one half fills while the other is used. */
    public boolean isDouble() {
        return twoHalves;
    }

    /** Whether it is filled while the operation before runs. */
    public boolean isFilledAhead() {
        return filledAhead;
    }

    /** Byte address in the staging memory. */
    public long address() {
        return address;
    }

    void setAddress(long at) {
        address = at;
    }
}
