package npusim.schedule.weights;

import java.util.Arrays;

/**
 * Cuts a sequence of values into runs that share a code: a greedy pass keeps the cost of every code since it last could
 * not code a value, and changes code once that saves more than a new slice costs. Deterministic; an instance serves one
 * thread.
 */
final class CodeSearch {
    /** Bits that a change of code must save. */
    private static final int CHANGE_COST = 40;

    /** Cost of a plain weight that has no plain form: never the best. */
    private static final int NO_PLAIN_FORM = 100;

    /** Cost and index of a zero-run code share an int: the cost above, the index below, so that one minimum finds both. */
    private static final int INDEX_BITS = 4;

    private static final int WEIGHT_CODES = GolombCode.WEIGHT_CODES.size();
    private static final int PLAIN = WEIGHT_CODES - 1;

    /** Costs of four codes share a long: 16 bits each, offset so that no lane borrows from the next. */
    private static final int LANE_BITS = 16;

    private static final int LANES = Long.SIZE / LANE_BITS;
    private static final int WORDS = (WEIGHT_CODES + LANES - 1) / LANES;
    private static final long ONES = 0x0001_0001_0001_0001L;
    private static final int BIAS = 1 << 14;
    private static final long BIASES = ONES * BIAS;

    /** Values after which lanes are emptied, long before one overflows. */
    private static final int BLOCK = BIAS / NO_PLAIN_FORM;

    /** By value and word: the costs of the codes, then all ones in the lanes of those that can code the value. */
    private static final long[] WEIGHT_LANES = new long[StandardFormat.CODES * 2 * WORDS];

    private static final int[] WEIGHT_COST = new int[StandardFormat.CODES * WEIGHT_CODES];
    private static final int[] CANNOT_CODE = new int[StandardFormat.CODES];

    static {
        for (int value = 0; value < StandardFormat.CODES; value++) {
            for (int code = 0; code < WEIGHT_CODES; code++) {
                GolombCode golomb = GolombCode.WEIGHT_CODES.get(code);
                int word = value * 2 * WORDS + code / LANES;
                int shift = code % LANES * LANE_BITS;
                int bits = CHANGE_COST;
                if (golomb.canCode(value)) {
                    bits = golomb.plain() ? 0 : golomb.bits(value);
                    WEIGHT_LANES[word + WORDS] |= 0xffffL << shift;
                } else {
                    CANNOT_CODE[value] |= 1 << code;
                }
                WEIGHT_COST[value * WEIGHT_CODES + code] = bits;
                WEIGHT_LANES[word] |= (long) bits << shift;
            }
        }
    }

    /** Costs of the weight codes since they last could not code a value, less that of the active code. */
    private final int[] gap = new int[WEIGHT_CODES];

    private final int[] cost = new int[GolombCode.ZERO_RUN_CODES];
    private int[] failuresByBlock = new int[16];
    private int[] runEnds = new int[64];
    private int[] runCodes = new int[64];
    private int runs;
    private int active;

    /** Runs found by the last search. */
    int runs() {
        return runs;
    }

    /** Exclusive end of run {@code index}. */
    int end(int index) {
        return runEnds[index];
    }

    /** Code of run {@code index}: into {@link GolombCode#WEIGHT_CODES}, or the divisor of zero runs. */
    int code(int index) {
        return runCodes[index];
    }

    /**
     * Searches the codes of {@code count} weight codes; {@code plainBits} is 0 when plain weights are out.
     *
     * <p>A code overtakes the active one only once the active one has spent the bits that a change must save, so codes are
     * compared only after that many bits, or when the active code fails.
     */
    void searchWeights(short[] values, int count, int plainBits) {
        begin();
        if (count == 0) {
            return;
        }
        int plainCost = plainBits > 0 ? plainBits : NO_PLAIN_FORM;
        start(values[0], plainCost);
        failuresByBlock = failuresByBlock.length * BLOCK < count ? new int[count / BLOCK + 1] : failuresByBlock;
        int position = 1;
        for (int block = 0; position < count; block++) {
            int end = Math.min(count, (block + 1) * BLOCK);
            failuresByBlock[block] = block == 0 ? CANNOT_CODE[values[0]] : 0;
            while (position < end) {
                position = skip(values, position, end, plainCost, block);
            }
        }
        finish(count);
    }

    private void start(int value, int plainCost) {
        int failing = CANNOT_CODE[value];
        for (int code = 0; code < WEIGHT_CODES; code++) {
            gap[code] = code == PLAIN ? plainCost : WEIGHT_COST[value * WEIGHT_CODES + code];
        }
        int best = best(failing);
        rebase(best, failing);
        active = best;
    }

    /** The cheapest code that can code the present value. */
    private int best(int failing) {
        int best = PLAIN;
        for (int code = PLAIN - 1; code >= 0; code--) {
            if ((failing >> code & 1) == 0 && gap[code] <= gap[best]) {
                best = code;
            }
        }
        return best;
    }

    private void rebase(int best, int failing) {
        int base = gap[best];
        for (int code = 0; code < WEIGHT_CODES; code++) {
            gap[code] = (failing >> code & 1) == 0 ? gap[code] - base : 0;
        }
    }

    /** Adds values up to one after which codes have to be compared, and compares them; returns the next position. */
    private int skip(short[] values, int from, int end, int plainCost, int block) {
        int allowance = CHANGE_COST;
        for (int code = 0; code < WEIGHT_CODES; code++) {
            allowance = Math.min(allowance, CHANGE_COST + gap[code]);
        }
        int current = active;
        int activePlain = current == PLAIN ? plainCost : 0;
        long plainLane = (long) plainCost << PLAIN % LANES * LANE_BITS;
        long first = BIASES;
        long second = BIASES;
        long third = BIASES;
        long fourth = BIASES;
        int failed = 0;
        int failing = 0;
        int spent = 0;
        int position = from;
        while (position < end) {
            int value = values[position++];
            failing = CANNOT_CODE[value];
            failed |= failing;
            spent = WEIGHT_COST[value * WEIGHT_CODES + current] + activePlain;
            long all = spent * ONES;
            int at = value * 2 * WORDS;
            first = BIASES ^ (first + WEIGHT_LANES[at] - all ^ BIASES) & WEIGHT_LANES[at + WORDS];
            second = BIASES ^ (second + WEIGHT_LANES[at + 1] - all ^ BIASES) & WEIGHT_LANES[at + WORDS + 1];
            third = BIASES ^ (third + WEIGHT_LANES[at + 2] - all ^ BIASES) & WEIGHT_LANES[at + WORDS + 2];
            fourth = BIASES ^ (fourth + WEIGHT_LANES[at + 3] + plainLane - all ^ BIASES) & WEIGHT_LANES[at + WORDS + 3];
            boolean due = allowance < 0;
            allowance -= spent;
            if (due || (failing >> current & 1) != 0) {
                break;
            }
        }
        failuresByBlock[block] |= failed;
        unpack(0, first, failed);
        unpack(LANES, second, failed);
        unpack(2 * LANES, third, failed);
        unpack(3 * LANES, fourth, failed);
        compare(values, position, failing, spent);
        return position;
    }

    private void unpack(int firstCode, long lanes, int failed) {
        int last = Math.min(WEIGHT_CODES, firstCode + LANES);
        for (int code = firstCode; code < last; code++) {
            int added = (int) (lanes >>> (code - firstCode) * LANE_BITS & 0xffff) - BIAS;
            gap[code] = (failed >> code & 1) == 0 ? gap[code] + added : added;
        }
    }

    /**
     * Changes code where that saves enough, or has to be, at the value before {@code end}, on which the active code spent
     * {@code spent} bits.
     */
    private void compare(short[] values, int end, int failing, int spent) {
        boolean must = (failing >> active & 1) != 0;
        int best = best(failing);
        if (!must && gap[best] + spent >= -CHANGE_COST) {
            return;
        }
        boolean betterAllAlong = must ? gap[best] < 0 : !failedLater(values, end, best);
        if (!betterAllAlong) {
            add(end - 1);
        }
        rebase(best, failing);
        active = best;
    }

    /** Whether {@code code} failed after the active code did, before {@code end}. */
    private boolean failedLater(short[] values, int end, int code) {
        int either = 1 << code | 1 << active;
        int block = (end - 1) / BLOCK;
        while (block > 0 && (failuresByBlock[block] & either) == 0) {
            block--;
        }
        for (int i = Math.min(end, (block + 1) * BLOCK) - 1; i >= block * BLOCK; i--) {
            int failing = CANNOT_CODE[values[i]] & either;
            if (failing != 0) {
                return failing == 1 << code;
            }
        }
        return false;
    }

    /** Searches the divisors of {@code count} zero-run lengths. */
    void searchZeroRuns(int[] values, int count) {
        begin();
        for (int divisor = 0; divisor < cost.length; divisor++) {
            cost[divisor] = divisor;
        }
        if (count > Integer.MAX_VALUE >> (INDEX_BITS + 6)) {
            throw new IllegalArgumentException("section of " + count + " weights");
        }
        int activeCost = 0;
        for (int i = 0; i < count; i++) {
            int value = values[i];
            int best = Integer.MAX_VALUE;
            for (int divisor = 0; divisor < GolombCode.ZERO_RUN_CODES; divisor++) {
                int now = cost[divisor] + (((value >> divisor) + 1 + divisor) << INDEX_BITS);
                cost[divisor] = now;
                best = Math.min(best, now);
            }
            change(best, activeCost, active < 0, i);
            activeCost = cost[active] >> INDEX_BITS;
        }
        finish(count);
    }

    private void begin() {
        runs = 0;
        active = -1;
    }

    private void change(int best, int activeCost, boolean must, int position) {
        int bestCode = best & ((1 << INDEX_BITS) - 1);
        boolean saves = bestCode != active && (best >> INDEX_BITS) + CHANGE_COST < activeCost;
        if (!must && !saves) {
            return;
        }
        if (active >= 0 && cost[bestCode] >> INDEX_BITS >= cost[active] >> INDEX_BITS) {
            add(position);
        }
        active = bestCode;
    }

    private void finish(int count) {
        if (count == 0) {
            return;
        }
        if (runs == 0 || runCodes[runs - 1] != active) {
            add(count);
        }
        runEnds[runs - 1] = count;
    }

    private void add(int end) {
        if (runs == runEnds.length) {
            runEnds = Arrays.copyOf(runEnds, 2 * runs);
            runCodes = Arrays.copyOf(runCodes, 2 * runs);
        }
        runEnds[runs] = end;
        runCodes[runs] = active;
        runs++;
    }
}
