package npusim.schedule.weights;

/**
 * Where one stream of one depth slice lies in the encoded tensor: scales first, padded to the alignment, then weights.
 *
 * @param firstChannel first OFM channel of the depth slice
 * @param channels OFM channels of the depth slice, over all streams
 * @param stream core
 * @param offset of the range in bytes
 * @param scaleBytes bytes of scale records, unpadded
 * @param weightOffset of the weights in bytes, from {@code offset}
 * @param weightBytes bytes of weights
 */
public record WeightRange(
        int firstChannel, int channels, int stream, long offset, long scaleBytes, long weightOffset, long weightBytes) {

    /** Scales and weights without padding between them. */
    public long totalBytes() {
        return scaleBytes + weightBytes;
    }

    /** Bytes the range occupies. */
    public long allocatedBytes() {
        return weightOffset + weightBytes;
    }
}
