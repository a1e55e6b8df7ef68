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

    /** The ranges of depth slice {@code index}, one for each stream. */
    public ImmutableList<WeightRange> slice(int index) {
        int from = start(index);
        return ranges.subList(from, end(from));
    }

    /** Bytes of depth slice {@code index}. */
    public long sliceBytes(int index) {
        int from = start(index);
        return bytes(from, end(from));
    }

    /** Offset of depth slice {@code index} in the encoded tensor, in bytes. */
    public long sliceOffset(int index) {
        return ranges.get(start(index)).offset();
    }

    /** The first range of depth slice {@code index}. */
    private int start(int index) {
        int at = 0;
        for (int slice = 0; slice < index; slice++) {
            at = end(at);
        }
        return at;
    }

    /** Behind the last range of the depth slice that starts with range {@code from}. */
    private int end(int from) {
        int channel = ranges.get(from).firstChannel();
        int at = from + 1;
        while (at < ranges.size() && ranges.get(at).firstChannel() == channel) {
            at++;
        }
        return at;
    }

    private long bytes(int from, int to) {
        long bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += ranges.get(i).allocatedBytes();
        }
        return bytes;
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
        int slice = 0;
        for (int from = 0; from < ranges.size(); from = end(from)) {
            if (slice++ % 2 == parity) {
                largest = Math.max(largest, bytes(from, end(from)));
            }
        }
        return largest;
    }
}
