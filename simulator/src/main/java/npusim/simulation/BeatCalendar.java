package npusim.simulation;

import java.util.Arrays;

/**
 * Data beats already promised on one direction of a group of ports, in buckets of {@value #BUCKET_CYCLES} cycles. Requests may
 * come in any order of time within the span of the ring; each takes the earliest room at or after its start.
 */
final class BeatCalendar {
    private static final int BUCKET_SHIFT = 5;
    private static final int BUCKET_CYCLES = 1 << BUCKET_SHIFT;
    private static final int BUCKETS = 1 << 16;

    private final int portCount;
    private final int bucketCapacity;
    private final long[] bucketNumber = new long[BUCKETS];
    private final int[] promisedBeats = new int[BUCKETS];

    BeatCalendar(int portCount) {
        this.portCount = portCount;
        this.bucketCapacity = portCount * BUCKET_CYCLES;
        Arrays.fill(bucketNumber, -1);
    }

    /** Promises {@code beats} from {@code startCycle} on and returns the cycle after the last of them. */
    long reserve(long startCycle, long beats) {
        long remaining = beats;
        long bucket = startCycle >> BUCKET_SHIFT;
        int offset = (int) (startCycle & (BUCKET_CYCLES - 1));
        while (true) {
            int slot = (int) (bucket & (BUCKETS - 1));
            if (bucketNumber[slot] != bucket) {
                bucketNumber[slot] = bucket;
                promisedBeats[slot] = 0;
            }
            int promised = promisedBeats[slot];
            int room = Math.min(bucketCapacity - promised, bucketCapacity - offset * portCount);
            if (room >= remaining) {
                promisedBeats[slot] = promised + (int) remaining;
                int filled = Math.max(promised, offset * portCount) + (int) remaining;
                return (bucket << BUCKET_SHIFT)
                        + Math.min(BUCKET_CYCLES, portCount == 1 ? filled : Math.ceilDiv(filled, portCount));
            }
            if (room > 0) {
                promisedBeats[slot] = promised + room;
                remaining -= room;
            }
            bucket++;
            offset = 0;
        }
    }

    /** Promises {@code beats} evenly over the buckets of {@code cycles} cycles from {@code startCycle} on. */
    void spread(long startCycle, long cycles, long beats) {
        long first = startCycle >> BUCKET_SHIFT;
        long count = Math.max(1, (startCycle + cycles >> BUCKET_SHIFT) - first);
        int share = (int) Math.min(bucketCapacity, Math.ceilDiv(beats, count));
        for (long bucket = first; bucket < first + count; bucket++) {
            int slot = (int) (bucket & (BUCKETS - 1));
            if (bucketNumber[slot] != bucket) {
                bucketNumber[slot] = bucket;
                promisedBeats[slot] = 0;
            }
            promisedBeats[slot] = Math.min(bucketCapacity, promisedBeats[slot] + share);
        }
    }
}
