package npusim.simulation;

import java.util.Arrays;

/**
 * Beats promised in buckets of time that follow one another, four buckets in a number, so that a tape takes them as they lie. The
 * places of buckets that are over are used again.
 */
final class BeatRing {
    /** Most beats of a bucket. */
    static final int MOST_PROMISED = (1 << Short.SIZE) - 1;

    /** Half a megabyte. Longer kernels than its four million cycles or more are not kept to be passed over. */
    static final int MOST_BUCKETS = 1 << 18;
    /** Places behind the last bucket that may be asked for, so that a number of a tape never meets the first bucket again. */
    static final int AHEAD = 32;

    private static final int FEWEST_BUCKETS = 1 << 10;
    /** Buckets in a number, as an exponent. */
    private static final int TOGETHER = 2;
    /** Bits of a bucket, as an exponent; shifts of numbers are taken modulo 64. */
    private static final int BITS = 4;

    /** Beats promised in the buckets from {@link #firstBucket} on; all other places hold 0. */
    private long[] numbers = new long[FEWEST_BUCKETS >> TOGETHER];

    /** No earlier bucket is asked for. */
    private long firstBucket;
    /** No later bucket is asked for without {@link #reach}. */
    private long lastBucket = FEWEST_BUCKETS - 1 - AHEAD;
    /** Nothing is promised in later ones. */
    private long latestBucket = -1;
    /** Nothing is promised from this bucket on, the first after {@link #lastBucket}, to {@link #gapEnd}, which it leaps to. */
    private long gapStart;

    private long gapEnd;

    /** The last bucket in which anything was promised. */
    long latest() {
        return latestBucket;
    }

    /** Beats promised in a bucket. */
    int promised(long bucket) {
        return (int) (numbers[place(bucket)] >>> (bucket << BITS)) & MOST_PROMISED;
    }

    /** Promises {@code beats} more in a bucket, for which there is room. */
    void promise(long bucket, long beats) {
        numbers[place(bucket)] += beats << (bucket << BITS);
        latestBucket = Math.max(latestBucket, bucket);
    }

    /** Sets the beats promised in a bucket. */
    void set(long bucket, long beats) {
        promise(bucket, beats - promised(bucket));
    }

    private int place(long bucket) {
        return (int) (bucket >> TOGETHER) & numbers.length - 1;
    }

    /** Those bits of a number that belong to buckets before {@code bucket}. */
    private static long before(long bucket) {
        return (1L << (bucket << BITS)) - 1;
    }

    /** Whether a bucket may be asked for. */
    boolean reaches(long bucket) {
        return bucket <= lastBucket;
    }

    /**
     * Lets bucket {@code needed} be asked for. The ring grows where its place is that of a bucket that is not over; false once it is as
     * large as it may be, unless buckets are {@link #clear}ed.
     */
    boolean reach(long needed) {
        closeGap();
        int buckets = numbers.length << TOGETHER;
        if (needed > lastBucket && buckets < MOST_BUCKETS) {
            long[] smaller = numbers;
            long span = needed + AHEAD - firstBucket + 1;
            numbers = new long[(int) Math.min(MOST_BUCKETS, Long.highestOneBit(2 * span - 1)) >> TOGETHER];
            for (long number = firstBucket >> TOGETHER; number <= latestBucket >> TOGETHER; number++) {
                numbers[(int) number & numbers.length - 1] = smaller[(int) number & smaller.length - 1];
            }
            closeGap();
        }
        return needed <= lastBucket;
    }

    private void closeGap() {
        gapStart = 0;
        gapEnd = 0;
        lastBucket = firstBucket + (numbers.length << TOGETHER) - 1 - AHEAD;
    }

    /** Clears the places of buckets before {@code first}: those in which something was promised, however long ago the last was. */
    void clear(long first) {
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
        int start = place(from);
        int end = start + (int) ((to >> TOGETHER) - (from >> TOGETHER));
        if (start == end) {
            numbers[start] &= before(from) | ~before(to);
            return;
        }
        numbers[start] &= before(from);
        numbers[place(to)] &= ~before(to);
        Arrays.fill(numbers, start + 1, Math.max(start + 1, Math.min(end, numbers.length)), 0);
        if (end > numbers.length) {
            Arrays.fill(numbers, 0, end - numbers.length, 0);
        }
    }

    /** Hands over {@code count} buckets from {@code first} on, all of which may be asked for; nothing is promised in later ones. */
    void exchange(StateTape tape, long first, int count) {
        int several = count + (1 << TOGETHER) - 1 >> TOGETHER;
        int at = tape.pass(several);
        if (tape.reading()) {
            take(first, tape.numbers(), at, several);
        } else {
            give(first, tape.numbers(), at, several);
        }
        if (first > latestBucket + 1) {
            gapStart = latestBucket + 1;
            gapEnd = first;
            lastBucket = latestBucket;
        }
        latestBucket = Math.max(latestBucket, first + count - 1);
    }

    /** Copies the buckets from {@code first} on into {@code several} numbers, of which the first begins with that bucket. */
    private void give(long first, long[] target, int at, int several) {
        long[] source = numbers;
        int low = lowBits(first);
        int high = Long.SIZE - 1 - low;
        int from = place(first);
        int together = Math.min(several, source.length - 1 - from);
        for (int i = 0; i < together; i++) {
            target[at + i] = source[from + i] >>> low | source[from + i + 1] << 1 << high;
        }
        for (int i = together; i < several; i++) {
            int next = from + i & source.length - 1;
            target[at + i] = source[next] >>> low | source[next + 1 & source.length - 1] << 1 << high;
        }
    }

    /** The other way round; what was promised in other buckets than those stays. */
    private void take(long first, long[] source, int at, int several) {
        long[] target = numbers;
        int low = lowBits(first);
        int high = Long.SIZE - 1 - low;
        int from = place(first);
        int end = from + several & target.length - 1;
        target[end] = target[end] & -1L << low | source[at + several - 1] >>> 1 >>> high;
        target[from] = target[from] & before(first) | source[at] << low;
        int together = Math.min(several, target.length - from);
        for (int i = 1; i < together; i++) {
            target[from + i] = source[at + i] << low | source[at + i - 1] >>> 1 >>> high;
        }
        for (int i = Math.max(1, together); i < several; i++) {
            target[from + i & target.length - 1] = source[at + i] << low | source[at + i - 1] >>> 1 >>> high;
        }
    }

    private static int lowBits(long bucket) {
        return (int) bucket << BITS & Long.SIZE - 1;
    }
}
