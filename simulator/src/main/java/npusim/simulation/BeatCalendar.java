package npusim.simulation;

import java.util.Arrays;

/**
 * Data beats already promised on one direction of a group of ports, in buckets of some cycles. Requests may come in any order of
 * time within the span of the ring; each takes the earliest room at or after its start.
 */
final class BeatCalendar {
    /** Cycles of a bucket, unless buckets begin with pulses. */
    static final int BUCKET_CYCLES = 32;
    /** Least cycles of buckets that begin with pulses: shorter ones take more work. */
    static final int LEAST_BUCKET_CYCLES = 16;
    /** Most cycles of these; with 25 or 40 the errors over the calibration corpus differ by a tenth of a per cent. */
    static final int MOST_BUCKET_CYCLES = 20;

    private static final int FEWEST_BUCKETS = 1 << 10;
    /** One megabyte. Longer kernels than its four million cycles or more are not kept to be passed over. */
    private static final int MOST_BUCKETS = 1 << 18;
    /** Places behind the last bucket that may be asked for, so that a number of a tape never meets the first bucket again. */
    private static final int AHEAD = 32;
    /** Cycles between the first and the last beat that are known at a time. */
    static final long SPAN = (long) (MOST_BUCKETS - AHEAD) * LEAST_BUCKET_CYCLES;

    private static final int PROMISED_BITS = 16;
    private static final int PROMISED = (1 << PROMISED_BITS) - 1;
    /** Buckets in one number of a tape. */
    private static final int TOGETHER = Long.SIZE / PROMISED_BITS;

    private final int portCount;
    /** For a number of ports that is a power of two its exponent, otherwise -1. */
    private final int portShift;

    private final int bucketCycles;
    /** 2<sup>64</sup> over the cycles of a bucket, rounded up: the high half of a product with it is a quotient. */
    private final long reciprocal;

    private final int bucketCapacity;
    /** Beats promised in the buckets from {@link #firstBucket} on; all other places hold 0. */
    private int[] ring = new int[FEWEST_BUCKETS];

    /** No earlier bucket is asked for. */
    private long firstBucket;
    /** No later bucket is asked for without {@link #goOn}. */
    private long lastBucket = FEWEST_BUCKETS - 1 - AHEAD;
    /** Nothing is promised in later ones. */
    private long latestBucket = -1;
    /** Nothing is promised from this bucket on, the first after {@link #lastBucket}, to {@link #gapEnd}, which it leaps to. */
    private long gapStart;

    private long gapEnd;
    /** Earlier cycles are over: what still asks for them is neither delayed nor noted. */
    private long base;
    /** Cycle at which bucket 0 begins, not after the first. */
    private int phase;

    /** A calendar of {@code portCount} ports in buckets of {@code bucketCycles}, one of which begins at {@code origin}. */
    BeatCalendar(int portCount, int bucketCycles, long origin) {
        this.portCount = portCount;
        this.bucketCycles = bucketCycles;
        reciprocal = Long.divideUnsigned(-1, bucketCycles) + 1;
        phase = phaseOf(origin);
        bucketCapacity = portCount * bucketCycles;
        portShift = Integer.bitCount(portCount) == 1 ? Integer.numberOfTrailingZeros(portCount) : -1;
        if (bucketCapacity > PROMISED) {
            throw new UnsupportedDesignException(
                    "the timing engine knows up to " + PROMISED / bucketCycles + " ports on a side, not " + portCount);
        }
    }

    /** Says that the time before {@code cycle} is over. */
    void forget(long cycle) {
        base = Math.max(base, cycle);
        clear(bucket(base));
    }

    /** Clears the places of buckets before {@code first}: those in which something was promised, however long ago the last was. */
    private void clear(long first) {
        if (first <= firstBucket) {
            return;
        }
        long end = Math.min(first, latestBucket + 1);
        clear(firstBucket, Math.min(end, gapStart));
        clear(Math.max(firstBucket, gapEnd), end);
        firstBucket = first;
        if (gapEnd <= first) {
            closeGap();
        }
    }

    private void clear(long from, long to) {
        if (from >= to) {
            return;
        }
        int start = (int) from & ring.length - 1;
        int end = start + (int) (to - from);
        Arrays.fill(ring, start, Math.min(end, ring.length), 0);
        if (end > ring.length) {
            Arrays.fill(ring, 0, end - ring.length, 0);
        }
    }

    private void closeGap() {
        gapStart = 0;
        gapEnd = 0;
        lastBucket = firstBucket + ring.length - 1 - AHEAD;
    }

    /**
     * Says that the time before {@code cycle} is over and lets a bucket begin there, so that the same requests from there on find
     * the same room whatever the cycle. The beats of a bucket are shared out as if they were evenly spread.
     */
    void align(long cycle) {
        forget(cycle);
        int over = within(cycle);
        long first = bucket(cycle);
        phase = phaseOf(cycle);
        if (over == 0 || latestBucket < first) {
            return;
        }
        long shift = bucket(cycle) - first;
        long last = latestBucket;
        place(last + 1);
        int promised = ring[place(first)];
        promised -= (int) buckets((long) promised * over);
        for (long bucket = first; bucket <= last; bucket++) {
            int following = ring[place(bucket + 1)];
            int before = (int) buckets((long) following * over);
            ring[place(bucket + shift)] = promised + before;
            promised = following - before;
        }
        latestBucket = last + shift;
    }

    private int phaseOf(long origin) {
        return Math.floorMod(origin, bucketCycles) - bucketCycles;
    }

    /** {@code cycles} over those of a bucket. */
    private long buckets(long cycles) {
        return Math.multiplyHigh(cycles, reciprocal);
    }

    private long bucket(long cycle) {
        return buckets(cycle - phase);
    }

    private int within(long cycle) {
        return (int) (cycle - startOf(bucket(cycle)));
    }

    private long startOf(long bucket) {
        return bucket * bucketCycles + phase;
    }

    /** Promises {@code beats} from {@code startCycle} on and returns the cycle after the last of them. */
    long reserve(long startCycle, long beats) {
        if (startCycle < base) {
            return startCycle + Math.ceilDiv(beats, (long) portCount);
        }
        long bucket = bucket(startCycle);
        if (bucket > lastBucket) {
            goOn(bucket);
        }
        int[] beatsOf = ring;
        int place = (int) bucket & beatsOf.length - 1;
        int promised = beatsOf[place];
        long filled = Math.max(promised, (startCycle - startOf(bucket)) * portCount) + beats;
        if (filled > bucketCapacity) {
            return reserveSeveral(startCycle, beats);
        }
        beatsOf[place] = promised + (int) beats;
        latestBucket = Math.max(latestBucket, bucket);
        return endOf(bucket, (int) filled);
    }

    /** Cycles that {@code beats} take where nothing else is promised. */
    long cycles(long beats) {
        return portShift >= 0 ? beats + portCount - 1 >> portShift : Math.ceilDiv(beats, (long) portCount);
    }

    /** Whether nothing is promised that beats from {@code cycle} on would have to wait for. */
    boolean isFree(long cycle) {
        long bucket = bucket(cycle);
        return bucket > latestBucket
                || bucket == latestBucket && ring[(int) bucket & ring.length - 1] <= within(cycle) * portCount;
    }

    /**
     * Promises {@code beats} to each of {@code count} requests in ascending order, from {@code delay} cycles after {@code cycles} on;
     * notes the cycle after the last beat of each in {@code ends}.
     */
    void reserve(long[] cycles, long delay, int count, long beats, long[] ends) {
        int next = 0;
        if (portShift >= 0 && cycles[0] + delay >= base) {
            place(bucket(cycles[count - 1] + delay));
            while (next < count) {
                long start = cycles[next] + delay;
                long bucket = bucket(start);
                int place = (int) bucket & ring.length - 1;
                long first = startOf(bucket);
                int promised = ring[place];
                int fitting = reserveWithin(cycles, first - delay, next, count, promised, (int) beats, first, ends);
                ring[place] = promised + (fitting - next) * (int) beats;
                latestBucket = Math.max(latestBucket, bucket);
                if (fitting == next) {
                    ends[fitting++] = reserveSeveral(start, beats);
                }
                next = fitting;
            }
        }
        for (; next < count; next++) {
            ends[next] = reserve(cycles[next] + delay, beats);
        }
    }

    /**
     * The same for those requests from index {@code from} on that find room in the bucket which begins at {@code start}, of which
     * {@code before} beats are promised; returns the index of the first that does not. Those asked for at {@code first} start with it.
     */
    private int reserveWithin(
            long[] cycles, long first, int from, int count, int before, int beats, long start, long[] ends) {
        int promised = before;
        int shift = portShift;
        int capacity = bucketCapacity;
        int length = bucketCycles;
        int i = from;
        for (; i < count; i++) {
            long within = cycles[i] - first;
            int filled = Math.max(promised, (int) within << shift) + beats;
            if (within >= length || filled > capacity) {
                break;
            }
            promised += beats;
            ends[i] = start + (filled + (1 << shift) - 1 >> shift);
        }
        return i;
    }

    /** The place of a bucket in the ring. */
    private int place(long bucket) {
        if (bucket > lastBucket) {
            goOn(bucket);
        }
        return (int) bucket & ring.length - 1;
    }

    /**
     * Lets bucket {@code needed} be asked for. The ring grows where its place is that of a bucket that is not over; once it is as large
     * as it may be, the time before its first bucket is.
     */
    private void goOn(long needed) {
        closeGap();
        if (needed > lastBucket && ring.length < MOST_BUCKETS) {
            int[] smaller = ring;
            long span = needed + AHEAD - firstBucket + 1;
            ring = new int[(int) Math.min(MOST_BUCKETS, Long.highestOneBit(2 * span - 1))];
            for (long bucket = firstBucket; bucket <= latestBucket; bucket++) {
                ring[(int) bucket & ring.length - 1] = smaller[(int) bucket & smaller.length - 1];
            }
            closeGap();
        }
        if (needed > lastBucket) {
            forget(startOf(needed + AHEAD - ring.length + 1));
        }
    }

    private long endOf(long bucket, int filled) {
        int cycles = portShift >= 0 ? filled + portCount - 1 >> portShift : Math.ceilDiv(filled, portCount);
        return startOf(bucket) + cycles;
    }

    private long reserveSeveral(long startCycle, long beats) {
        long remaining = beats;
        long bucket = bucket(startCycle);
        int before = within(startCycle) * portCount;
        while (true) {
            int place = place(bucket);
            int promised = ring[place];
            int from = Math.max(promised, before);
            int taken = (int) Math.min(remaining, bucketCapacity - from);
            ring[place] = promised + taken;
            remaining -= taken;
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
        if (count == 0) {
            return;
        }
        place(first + count);
        int[] beats = ring;
        int from = (int) first & beats.length - 1;
        for (int place = from; place < from + count; place += TOGETHER) {
            if (tape.reading()) {
                separate(beats, tape.value(0), place);
            } else {
                tape.value(together(beats, place));
            }
        }
        if (first > latestBucket + 1) {
            gapStart = latestBucket + 1;
            gapEnd = first;
            lastBucket = latestBucket;
        }
        latestBucket = Math.max(latestBucket, first + count - 1);
    }

    private static long together(int[] ring, int place) {
        int mask = ring.length - 1;
        return ring[place & mask]
                | (long) ring[place + 1 & mask] << PROMISED_BITS
                | (long) ring[place + 2 & mask] << 2 * PROMISED_BITS
                | (long) ring[place + 3 & mask] << 3 * PROMISED_BITS;
    }

    private static void separate(int[] ring, long several, int place) {
        for (int i = 0; i < TOGETHER; i++) {
            ring[place + i & ring.length - 1] = (int) (several >>> i * PROMISED_BITS) & PROMISED;
        }
    }

    /** Promises {@code beats} evenly over the buckets of {@code cycles} cycles from {@code startCycle} on. */
    void spread(long startCycle, long cycles, long beats) {
        if (startCycle < base) {
            return;
        }
        long first = bucket(startCycle);
        long count = Math.max(1, bucket(startCycle + cycles) - first);
        long spread = 0;
        long carried = 0;
        for (long bucket = first; bucket < first + count || carried > 0; bucket++) {
            int place = place(bucket);
            long until = Math.min(beats, beats * (bucket + 1 - first) / count);
            long wanted = ring[place] + carried + until - spread;
            spread = until;
            int kept = (int) Math.min(bucketCapacity, wanted);
            ring[place] = kept;
            carried = wanted - kept;
            latestBucket = Math.max(latestBucket, bucket);
        }
    }
}
