package npusim.simulation;

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

    /** Buckets that are over together once the ring is as large as it may be. */
    private static final int OVER_TOGETHER = BeatRing.MOST_BUCKETS / 16;
    /** Cycles between the first and the last beat that are known at a time. */
    static final long SPAN = (long) (BeatRing.MOST_BUCKETS - OVER_TOGETHER - BeatRing.AHEAD) * LEAST_BUCKET_CYCLES;

    private final int portCount;
    /** For a number of ports that is a power of two its exponent, otherwise -1. */
    private final int portShift;

    private final int bucketCycles;
    /** 2<sup>64</sup> over the cycles of a bucket, rounded up: the high half of a product with it is a quotient. */
    private final long reciprocal;

    private final int bucketCapacity;
    private final BeatRing ring = new BeatRing();
    /** See {@link #leaveToOne}. */
    private boolean ofOne;

    /** From this bucket to the one before {@link #fullEnd} all are full: a queue of requests need not walk along its data again. */
    private long fullStart;

    private long fullEnd;
    /** The bucket of a run of requests: what is promised in it is noted in the ring when the run leaves it. */
    private long runBucket;

    /** Its first cycle. */
    private long runStart;
    /** Requests from this cycle on find no room before that bucket. */
    private long runFrom;
    /** What the ring says is promised in it. */
    private int runNoted;

    private int runPromised;

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
        assert bucketCapacity <= BeatRing.MOST_PROMISED : bucketCapacity;
    }

    /**
     * Says that one channel alone asks for beats, never from a cycle before the end of what it has asked for. So nothing is in the way
     * of its requests, and none is noted.
     */
    void leaveToOne() {
        ofOne = true;
    }

    /** Whether {@link #leaveToOne} was said. */
    boolean isLeftToOne() {
        return ofOne;
    }

    /** Says that the time before {@code cycle} is over. */
    void forget(long cycle) {
        base = Math.max(base, cycle);
        ring.clear(bucket(base));
    }

    /**
     * Says that the time before {@code cycle} is over and lets a bucket begin there, so that the same requests from there on find
     * the same room whatever the cycle. The beats of a bucket are shared out as if they were evenly spread.
     */
    void align(long cycle) {
        forget(cycle);
        int over = within(cycle);
        long first = bucket(cycle);
        long start = Math.max(first, bucket(base)); // the ring may not reach back to the cycle
        phase = phaseOf(cycle);
        long last = ring.latest();
        if (over == 0 || last < start) {
            return;
        }
        long shift = bucket(cycle) - first;
        fullEnd = 0;
        reach(last + 1);
        int promised = ring.promised(start);
        promised -= (int) buckets((long) promised * over);
        for (long bucket = start; bucket <= last; bucket++) {
            int following = ring.promised(bucket + 1);
            int before = (int) buckets((long) following * over);
            ring.set(bucket + shift, promised + before);
            promised = following - before;
        }
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

    /** Whether nothing is promised behind the bucket of {@code cycle}. */
    boolean isFree(long cycle) {
        return ofOne || ring.latest() <= bucket(cycle);
    }

    /** Promises {@code beats} from {@code startCycle} on and returns the cycle after the last of them. */
    long reserve(long startCycle, long beats) {
        if (startCycle < base || ofOne) {
            return startCycle + cycles((int) beats);
        }
        long bucket = bucket(startCycle);
        reach(bucket);
        long filled = Math.max(ring.promised(bucket), (startCycle - startOf(bucket)) * portCount) + beats;
        if (filled > bucketCapacity) {
            return reserveAcross(startCycle, (int) beats);
        }
        ring.promise(bucket, beats);
        return startOf(bucket) + cycles((int) filled);
    }

    /** Cycles that {@code beats} take where nothing else is promised. */
    int cycles(int beats) {
        return portShift >= 0 ? beats + portCount - 1 >> portShift : Math.ceilDiv(beats, portCount);
    }

    /**
     * Begins a run of requests for {@code beats} beats each, the first from {@code start} on or later; false if the time of that is
     * over. Before anything else is asked for, {@link #endRun} follows. Not for a calendar that is left to one channel.
     */
    boolean beginRun(long start, int beats) {
        if (start < base) {
            return false;
        }
        moveRun(start, beats);
        return true;
    }

    /** Promises {@code beats} to the next request of a run, no earlier than the one before; returns the cycle after the last of them. */
    long reserveNext(long start, int beats) {
        if (start - runStart >= bucketCycles || start < runFrom) {
            endRun();
            moveRun(start, beats);
        }
        int filled = Math.max(runPromised, (int) (start - runStart) * portCount) + beats;
        if (filled > bucketCapacity) {
            return reserveSeveral(filled, beats);
        }
        runPromised += beats;
        return runStart + cycles(filled);
    }

    /** Ends a run. */
    void endRun() {
        ring.promise(runBucket, runPromised - runNoted);
    }

    /** Takes the run to the bucket of {@code start}, or behind those that are full. */
    private void moveRun(long start, int beats) {
        long bucket = bucket(start);
        runBucket = beats > 0 && bucket >= fullStart && bucket < fullEnd ? fullEnd : bucket;
        runStart = startOf(runBucket);
        runFrom = 0;
        openRun();
    }

    private void openRun() {
        reach(runBucket);
        runNoted = ring.promised(runBucket);
        runPromised = runNoted;
    }

    /** Takes what is left of the bucket of the run and goes on in the next, until {@code full} beats fit in one. */
    private long reserveSeveral(int full, int beats) {
        int filled = full;
        int remaining = beats;
        while (filled > bucketCapacity) {
            runPromised += remaining - (filled - bucketCapacity);
            remaining = filled - bucketCapacity;
            endRun();
            runStart += bucketCycles;
            if (runPromised == bucketCapacity) {
                noteFull(runBucket);
            } else {
                runFrom = runStart;
            }
            runBucket++;
            openRun();
            filled = runPromised + remaining;
        }
        runPromised += remaining;
        return runStart + cycles(filled);
    }

    /** Lets a bucket be asked for. Once the ring is as large as it may be, the time before its first bucket is over. */
    private void reach(long bucket) {
        if (!ring.reaches(bucket) && !ring.reach(bucket)) {
            forget(startOf(bucket + BeatRing.AHEAD - BeatRing.MOST_BUCKETS + OVER_TOGETHER));
        }
    }

    /** The same where more than one bucket is needed: a run of one request. */
    private long reserveAcross(long startCycle, int beats) {
        moveRun(startCycle, beats);
        long end = reserveNext(startCycle, beats);
        endRun();
        return end;
    }

    private void noteFull(long bucket) {
        if (bucket != fullEnd) {
            fullStart = bucket;
        }
        fullEnd = bucket + 1;
    }

    /** Hands over the beats promised from {@code earliest} on. */
    void exchange(StateTape tape, long earliest) {
        if (ofOne) {
            return;
        }
        tape.value(within(tape.reference()));
        long first = bucket(earliest);
        int count = (int) tape.value(Math.max(0, ring.latest() - first + 1));
        if (count > 0) {
            reach(first + count);
            fullEnd = 0;
            ring.exchange(tape, first, count);
        }
    }

    /** Promises {@code beats} evenly over the buckets of {@code cycles} cycles from {@code startCycle} on. */
    void spread(long startCycle, long cycles, long beats) {
        if (startCycle < base || ofOne) {
            return;
        }
        long first = bucket(startCycle);
        long count = Math.max(1, bucket(startCycle + cycles) - first);
        long each = beats / count;
        long over = beats % count;
        long carried = 0;
        long parts = 0;
        for (long bucket = first; bucket < first + count || carried > 0; bucket++) {
            reach(bucket);
            int promised = ring.promised(bucket);
            long wanted = promised + carried;
            if (bucket < first + count) {
                parts += over;
                wanted += parts < count ? each : each + 1;
                parts -= parts < count ? 0 : count;
            }
            long kept = Math.min(bucketCapacity, wanted);
            ring.promise(bucket, kept - promised);
            carried = wanted - kept;
        }
    }
}
