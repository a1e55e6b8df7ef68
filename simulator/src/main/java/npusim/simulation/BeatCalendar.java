package npusim.simulation;

import java.util.Arrays;

/**
 * Data beats already promised on one direction of a group of ports, in buckets of {@value #BUCKET_CYCLES} cycles. Requests may
 * come in any order of time within the span of the ring; each takes the earliest room at or after its start.
 */
final class BeatCalendar {
    private static final int BUCKET_SHIFT = 5;
    private static final int BUCKET_CYCLES = 1 << BUCKET_SHIFT;
    private static final int FEWEST_BUCKETS = 1 << 10;
    private static final int MOST_BUCKETS = 1 << 16;
    /** Cycles between the first and the last beat that are known at a time. */
    static final long SPAN = (long) MOST_BUCKETS * BUCKET_CYCLES;

    private static final int PROMISED_BITS = 16;
    private static final long PROMISED = (1L << PROMISED_BITS) - 1;
    /** Buckets in one number of a tape. */
    private static final int TOGETHER = Long.SIZE / PROMISED_BITS;

    private final int portCount;
    private final int bucketCapacity;
    /** The number of the bucket in the upper bits, the beats promised in it in the lower ones: one load says both. */
    private long[] ring = emptyRing(FEWEST_BUCKETS);

    private long latestBucket = -1;
    /** Earlier cycles are over: what still asks for them is neither delayed nor noted. */
    private long base;
    /** Cycle at which bucket 0 begins. */
    private int phase;

    BeatCalendar(int portCount) {
        this.portCount = portCount;
        this.bucketCapacity = portCount * BUCKET_CYCLES;
        if (bucketCapacity > PROMISED) {
            throw new UnsupportedDesignException(
                    "the timing engine knows up to " + PROMISED / BUCKET_CYCLES + " ports on a side, not " + portCount);
        }
    }

    private static long[] emptyRing(int buckets) {
        long[] ring = new long[buckets];
        Arrays.fill(ring, -1);
        return ring;
    }

    /** Says that the time before {@code cycle} is over. */
    void forget(long cycle) {
        base = Math.max(base, cycle);
    }

    /**
     * Says that the time before {@code cycle} is over and lets a bucket begin there, so that the same requests from there on find
     * the same room whatever the cycle. The beats of a bucket are shared out as if they were evenly spread.
     */
    void align(long cycle) {
        forget(cycle);
        int next = (int) cycle & BUCKET_CYCLES - 1;
        int over = next - phase & BUCKET_CYCLES - 1;
        long first = bucket(cycle);
        phase = next;
        if (over == 0) {
            return;
        }
        long shift = bucket(cycle) - first;
        long promised = take(first);
        promised -= promised * over >> BUCKET_SHIFT;
        for (long bucket = first; bucket <= latestBucket; bucket++) {
            long following = take(bucket + 1);
            long before = following * over >> BUCKET_SHIFT;
            promise(bucket + shift, promised + before);
            promised = following - before;
        }
        latestBucket += shift;
    }

    private long take(long bucket) {
        int slot = (int) bucket & ring.length - 1;
        long promised = promised(ring[slot], bucket);
        ring[slot] = promised == 0 ? ring[slot] : -1;
        return promised;
    }

    private long bucket(long cycle) {
        return cycle - phase >> BUCKET_SHIFT;
    }

    private long within(long cycle) {
        return cycle - phase & BUCKET_CYCLES - 1;
    }

    /** Promises {@code beats} from {@code startCycle} on and returns the cycle after the last of them. */
    long reserve(long startCycle, long beats) {
        if (startCycle < base) {
            return startCycle + Math.ceilDiv(beats, (long) portCount);
        }
        long bucket = bucket(startCycle);
        int slot = slot(bucket);
        long promised = promised(ring[slot], bucket);
        long filled = Math.max(promised, within(startCycle) * portCount) + beats;
        if (filled > bucketCapacity) {
            return reserveSeveral(startCycle, beats);
        }
        ring[slot] = bucket << PROMISED_BITS | promised + beats;
        latestBucket = Math.max(latestBucket, bucket);
        return endOf(bucket, filled);
    }

    /** The place of a bucket in the ring, which grows as long as it would take the place of another that is not over. */
    private int slot(long bucket) {
        int slot = (int) bucket & ring.length - 1;
        long held = ring[slot] >> PROMISED_BITS;
        return held == bucket || held < bucket(base) ? slot : slotInLargerRing(bucket);
    }

    private int slotInLargerRing(long bucket) {
        if (ring.length == MOST_BUCKETS) {
            return (int) bucket & ring.length - 1;
        }
        long[] smaller = ring;
        ring = emptyRing(2 * smaller.length);
        for (long entry : smaller) {
            if (entry >= 0) {
                ring[(int) (entry >> PROMISED_BITS) & ring.length - 1] = entry;
            }
        }
        return slot(bucket);
    }

    private static long promised(long entry, long bucket) {
        return entry >> PROMISED_BITS == bucket ? entry & PROMISED : 0;
    }

    private long endOf(long bucket, long filled) {
        long cycles =
                portCount == 1 ? filled : portCount == 2 ? filled + 1 >> 1 : Math.ceilDiv((int) filled, portCount);
        return (bucket << BUCKET_SHIFT) + phase + cycles;
    }

    private long reserveSeveral(long startCycle, long beats) {
        long remaining = beats;
        long bucket = bucket(startCycle);
        long before = within(startCycle) * portCount;
        while (true) {
            int slot = slot(bucket);
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

    /** Hands over the beats promised from {@code earliest} on. */
    void exchange(StateTape tape, long earliest) {
        tape.value(within(tape.reference()));
        long first = bucket(earliest);
        long count = tape.value(Math.max(0, latestBucket - first + 1));
        for (long bucket = first; bucket < first + count; bucket += TOGETHER) {
            if (tape.reading()) {
                read(tape.value(0), bucket);
            } else {
                tape.value(several(bucket));
            }
        }
        latestBucket = Math.max(latestBucket, first + count - 1);
    }

    private long several(long bucket) {
        long several = 0;
        for (int i = 0; i < TOGETHER; i++) {
            several |= promised(ring[(int) (bucket + i) & ring.length - 1], bucket + i) << i * PROMISED_BITS;
        }
        return several;
    }

    private void read(long several, long bucket) {
        for (int i = 0; i < TOGETHER; i++) {
            promise(bucket + i, several >>> i * PROMISED_BITS & PROMISED);
        }
    }

    private void promise(long bucket, long beats) {
        if (beats > 0) {
            int slot = slot(bucket);
            ring[slot] = bucket << PROMISED_BITS | beats;
        }
    }

    /** Promises {@code beats} evenly over the buckets of {@code cycles} cycles from {@code startCycle} on. */
    void spread(long startCycle, long cycles, long beats) {
        long first = bucket(startCycle);
        long count = Math.max(1, bucket(startCycle + cycles) - first);
        long spread = 0;
        long carried = 0;
        for (long bucket = first; bucket < first + count || carried > 0; bucket++) {
            int slot = slot(bucket);
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
