package npusim.schedule;

/**
 * Encoded weights or scales of one decoder core.
 *
 * @param address byte address within its memory
 * @param bytes encoded length, zero when the stream is unused
 */
public record WeightStream(long address, int bytes) {
    /** The same stream elsewhere. */
    public WeightStream withAddress(long other) {
        return new WeightStream(other, bytes);
    }
}
