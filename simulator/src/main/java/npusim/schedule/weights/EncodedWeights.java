package npusim.schedule.weights;

import org.eclipse.collections.api.list.ImmutableList;

/**
 * Sizes of an encoded weight tensor.
 *
 * @param parameters what it was encoded for
 * @param ranges by depth slice, then stream
 * @param sourceWeights weights that went into the streams, padding included
 * @param zerosInRuns of these, zeros coded as runs
 * @param distinctWeights different values among them
 */
public record EncodedWeights(
        WeightStreamParameters parameters,
        ImmutableList<WeightRange> ranges,
        long sourceWeights,
        long zerosInRuns,
        int distinctWeights) {

    /** Bytes of weights without scales. */
    public long weightBytes() {
        return ranges.sumOfLong(WeightRange::weightBytes);
    }

    /** Bytes of scale records without padding. */
    public long scaleBytes() {
        return ranges.sumOfLong(WeightRange::scaleBytes);
    }

    /** Bytes of the whole tensor. */
    public long totalBytes() {
        return ranges.sumOfLong(WeightRange::allocatedBytes);
    }

    /** Number of depth slices. */
    public int slices() {
        return ranges.collectInt(WeightRange::firstChannel).distinct().size();
    }

    /** The ranges of depth slice {@code index}, one for each stream. */
    public ImmutableList<WeightRange> slice(int index) {
        int first = ranges.collectInt(WeightRange::firstChannel).distinct().get(index);
        return ranges.select(range -> range.firstChannel() == first);
    }

    /** Bytes of depth slice {@code index}. */
    public long sliceBytes(int index) {
        return slice(index).sumOfLong(WeightRange::allocatedBytes);
    }

    /** Offset of depth slice {@code index} in the encoded tensor, in bytes. */
    public long sliceOffset(int index) {
        return slice(index).getFirst().offset();
    }

    /** Bytes of the largest depth slice. */
    public long largestSliceBytes() {
        return Math.max(largestSliceBytes(0), largestSliceBytes(1));
    }

    /** Bytes of two buffers that even and odd depth slices take in turn. */
    public long doubleBufferBytes() {
        return largestSliceBytes(0) + largestSliceBytes(1);
    }

    /** Offset of the buffer for odd depth slices, after that for even ones. */
    public long oddBufferOffset() {
        return largestSliceBytes(0);
    }

    private long largestSliceBytes(int parity) {
        long largest = 0;
        int count = slices();
        for (int i = parity; i < count; i += 2) {
            largest = Math.max(largest, sliceBytes(i));
        }
        return largest;
    }
}
