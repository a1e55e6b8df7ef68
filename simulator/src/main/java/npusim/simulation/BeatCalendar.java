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

    private static final int PROMISED_BITS = 16;
    private static final long PROMISED = (1L << PROMISED_BITS) - 1;

    private final int portCount;
    private final int bucketCapacity;
    /** The number of the bucket in the upper bits, the beats promised in it in the lower ones: one load says both. */
    private final long[] ring = new long[BUCKETS];

    private long latestBucket = -1;

    BeatCalendar(int portCount) {
        this.portCount = portCount;
        this.bucketCapacity = portCount * BUCKET_CYCLES;
        if (bucketCapacity > PROMISED) {
            throw new UnsupportedDesignException(
                    "the timing engine knows up to " + PROMISED / BUCKET_CYCLES + " ports on a side, not " + portCount);
        }
        Arrays.fill(ring, -1);
    }

    /** Promises {@code beats} from {@code startCycle} on and returns the cycle after the last of them. */
    long reserve(long startCycle, long beats) {
        long bucket = startCycle >> BUCKET_SHIFT;
        int slot = (int) bucket & BUCKETS - 1;
        long promised = promised(ring[slot], bucket);
        long filled = Math.max(promised, (startCycle & BUCKET_CYCLES - 1) * portCount) + beats;
        if (filled > bucketCapacity) {
            return reserveSeveral(startCycle, beats);
        }
        ring[slot] = bucket << PROMISED_BITS | promised + beats;
        latestBucket = Math.max(latestBucket, bucket);
        return endOf(bucket, filled);
    }

    private static long promised(long entry, long bucket) {
        return entry >> PROMISED_BITS == bucket ? entry & PROMISED : 0;
    }

    private long endOf(long bucket, long filled) {
        long cycles =
                portCount == 1 ? filled : portCount == 2 ? filled + 1 >> 1 : Math.ceilDiv((int) filled, portCount);
        return (bucket << BUCKET_SHIFT) + cycles;
    }

    private long reserveSeveral(long startCycle, long beats) {
        long remaining = beats;
        long bucket = startCycle >> BUCKET_SHIFT;
        long before = (startCycle & BUCKET_CYCLES - 1) * portCount;
        while (true) {
            int slot = (int) bucket & BUCKETS - 1;
            long promised = promised(ring[slot], bucket);
            long from = Math.max(promised, before);
            long taken = Math.min(remaining, bucketCapacity - from);
            if (taken > 0) {
                ring[slot] = bucket << PROMISED_BITS | promised + taken;
                remaining -= taken;
            }
            if (remaining == 0) {
                latestBucket = Math.max(latestBucket, bucket);
                return endOf(bucket, from + taken);
            }
            bucket++;
            before = 0;
        }
    }

    /** Hands over the beats promised from the tape's floor on. */
    void exchange(StateTape tape) {
        tape.value(tape.reference() & BUCKET_CYCLES - 1);
        long first = tape.floor() >> BUCKET_SHIFT;
        long count = tape.value(Math.max(0, latestBucket - first + 1));
        for (long bucket = first; bucket < first + count; bucket++) {
            int slot = (int) bucket & BUCKETS - 1;
            long beats = tape.value(promised(ring[slot], bucket));
            if (beats > 0) {
                ring[slot] = bucket << PROMISED_BITS | beats;
            }
        }
        latestBucket = Math.max(latestBucket, first + count - 1);
    }

    /** Promises {@code beats} evenly over the buckets of {@code cycles} cycles from {@code startCycle} on. */
    void spread(long startCycle, long cycles, long beats) {
        long first = startCycle >> BUCKET_SHIFT;
        long count = Math.max(1, (startCycle + cycles >> BUCKET_SHIFT) - first);
        long spread = 0;
        long carried = 0;
        for (long bucket = first; bucket < first + count || carried > 0; bucket++) {
            int slot = (int) bucket & BUCKETS - 1;
            long until = Math.min(beats, beats * (bucket + 1 - first) / count);
            long wanted = promised(ring[slot], bucket) + carried + until - spread;
            spread = until;
            long kept = Math.min(bucketCapacity, wanted);
            ring[slot] = bucket << PROMISED_BITS | kept;
            carried = wanted - kept;
            latestBucket = Math.max(latestBucket, bucket);
        }
    }
}
