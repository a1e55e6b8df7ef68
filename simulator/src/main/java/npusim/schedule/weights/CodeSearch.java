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

    /** Cost and index of a zero-run code share an int: the cost above, the index below, so that one minimum finds both. */
    private static final int INDEX_BITS = 4;

    private static final int WEIGHT_CODES = GolombCode.WEIGHT_CODES.size();
    private static final int PLAIN = WEIGHT_CODES - 1;

    /** A code other than plain weights that can code every value. */
    private static final int ALWAYS_CODES = 5;

    /** Gaps of four codes share a long: 16 bits each, the highest of which stays clear. */
    private static final int LANE_BITS = 16;

    private static final int LANES = Long.SIZE / LANE_BITS;
    /** Plain weights have no lane: they can code every value, so that their gap is a mere sum. */
    private static final int WORDS = PLAIN / LANES;

    private static final long ONES = 0x0001_0001_0001_0001L;
    private static final long HIGHEST_BITS = ONES << (LANE_BITS - 1);

    /** A lane that holds this stands for a gap of 0. */
    private static final int BIAS = 1 << 11;

    private static final long BIASES = ONES * BIAS;

    /** Values after which lanes are emptied, long before one overflows. */
    private static final int BLOCK = 128;

    /** The largest gap that a lane starts with: more than can be made up for within a block. */
    private static final int LARGEST_GAP = BLOCK * CHANGE_COST;

    /** What another code saves on a value that the active one cannot code, and what plain weights take when they are out. */
    private static final int STOP = 1 << 20;

    /** The active code is one of the others, or plain weights of so many bits. */
    private static final int ROWS = PLAIN + StandardFormat.LARGEST_PLAIN_BITS + 1;

    /** By active code, value and word: what the gaps of the codes grow by. */
    private static final long[][] GROWTH = new long[ROWS][StandardFormat.CODES * WORDS];

    /** By active code and value: the bits it spends. */
    private static final int[][] SPENT = new int[ROWS][StandardFormat.CODES];

    /** By active code and value: the most bits that another would have saved, plain weights aside. */
    private static final int[][] SAVED = new int[ROWS][StandardFormat.CODES];

    /** By value and word: all ones in the lanes of codes that can code the value. */
    private static final long[] CAN_CODE = new long[StandardFormat.CODES * WORDS];

    /** By value: a bit for each code that cannot code it. */
    private static final int[] CANNOT_CODE = new int[StandardFormat.CODES];

    static {
        for (int value = 0; value < StandardFormat.CODES; value++) {
            long[] costs = new long[WORDS];
            int least = CHANGE_COST;
            for (int code = 0; code < PLAIN; code++) {
                int shift = code % LANES * LANE_BITS;
                costs[code / LANES] += (long) cost(code, value) << shift;
                least = Math.min(least, cost(code, value));
                if (GolombCode.WEIGHT_CODES.get(code).canCode(value)) {
                    CAN_CODE[value * WORDS + code / LANES] |= 0xffffL << shift;
                } else {
                    CANNOT_CODE[value] |= 1 << code;
                }
            }
            for (int row = 0; row < ROWS; row++) {
                int spent = row < PLAIN ? cost(row, value) : row - PLAIN;
                boolean fails = row < PLAIN && (CANNOT_CODE[value] >> row & 1) != 0;
                SPENT[row][value] = spent;
                SAVED[row][value] = fails ? STOP : Math.max(0, spent - least);
                for (int word = 0; word < WORDS; word++) {
                    GROWTH[row][value * WORDS + word] = costs[word] - spent * ONES;
                }
            }
        }
    }

    /** Bits of a value, without those of a plain weight. */
    private static int cost(int code, int value) {
        GolombCode golomb = GolombCode.WEIGHT_CODES.get(code);
        if (golomb.plain()) {
            return 0;
        }
        return golomb.canCode(value) ? golomb.bits(value) : CHANGE_COST;
    }

    /** Costs of the weight codes since they last could not code a value, less that of the active code. */
    private final int[] gap = new int[WEIGHT_CODES];

    private final int[] cost = new int[GolombCode.ZERO_RUN_CODES];
    private int[] failuresByBlock = new int[16];
    private int[] runEnds = new int[64];
    private int[] runCodes = new int[64];
    private int runs;
    private int active;

    /** Bits of a plain weight, 0 when plain weights are out. */
    private int plainCost;

    /** Codes that compete. */
    private int codes;

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
     * <p>A code overtakes the active one only once the best codes of single values would have saved the bits that a change must save,
     * so codes are compared only after that many bits, or when the active code fails.
     */
    void searchWeights(short[] values, int count, int plainBits) {
        begin();
        if (count == 0) {
            return;
        }
        plainCost = plainBits;
        codes = plainBits > 0 ? WEIGHT_CODES : PLAIN;
        start(values[0]);
        failuresByBlock = failuresByBlock.length * BLOCK < count ? new int[count / BLOCK + 1] : failuresByBlock;
        int position = 1;
        for (int block = 0; position < count; block++) {
            int end = Math.min(count, (block + 1) * BLOCK);
            failuresByBlock[block] = block == 0 ? CANNOT_CODE[values[0]] : 0;
            while (position < end) {
                position = skip(values, position, end, block);
            }
        }
        finish(count);
    }

    private void start(int value) {
        int failing = CANNOT_CODE[value];
        for (int code = 0; code < codes; code++) {
            gap[code] = code == PLAIN ? plainCost : cost(code, value);
        }
        int best = best(failing);
        rebase(best, failing);
        active = best;
    }

    /** The cheapest code that can code the present value. */
    private int best(int failing) {
        int best = ALWAYS_CODES;
        for (int code = codes - 1; code >= 0; code--) {
            boolean better = code < PLAIN ? gap[code] <= gap[best] : gap[code] < gap[best];
            if ((failing >> code & 1) == 0 && better) {
                best = code;
            }
        }
        return best;
    }

    private void rebase(int best, int failing) {
        int base = gap[best];
        for (int code = 0; code < codes; code++) {
            gap[code] = (failing >> code & 1) == 0 ? gap[code] - base : 0;
        }
    }

    /** Adds values up to the end of a block or a change of code, and makes it; returns the next position. */
    private int skip(short[] values, int from, int end, int block) {
        int row = active == PLAIN ? PLAIN + plainCost : active;
        long[] growth = GROWTH[row];
        int[] spent = SPENT[row];
        int[] saved = SAVED[row];
        boolean plain = plainCost > 0;
        int plainBits = plain ? plainCost : STOP;
        int plainGap = plain ? gap[PLAIN] : 0;
        long first = pack(0);
        long second = pack(LANES);
        long third = pack(2 * LANES);
        int failed = 0;
        // Bits that other codes may save before one can have saved enough.
        int allowance = CHANGE_COST + Math.min(plainGap, least(first, second, third));
        int position = from;
        boolean change = false;
        while (position < end) {
            int value = values[position++];
            int at = value * WORDS;
            first = grown(first, growth[at], CAN_CODE[at]);
            second = grown(second, growth[at + 1], CAN_CODE[at + 1]);
            third = grown(third, growth[at + 2], CAN_CODE[at + 2]);
            failed |= CANNOT_CODE[value];
            int bits = spent[value];
            plainGap += plainBits - bits;
            allowance -= Math.max(saved[value], bits - plainBits);
            if (allowance < 0) {
                int least = Math.min(plainGap, least(first, second, third));
                change = saved[value] == STOP || least < -CHANGE_COST - bits;
                if (change) {
                    break;
                }
                allowance = CHANGE_COST + least;
            }
        }
        failuresByBlock[block] |= failed;
        unpack(0, first, failed);
        unpack(LANES, second, failed);
        unpack(2 * LANES, third, failed);
        gap[PLAIN] = plainGap;
        if (change) {
            change(values, position);
        }
        return position;
    }

    private long pack(int firstCode) {
        long lanes = 0;
        for (int lane = 0; lane < LANES; lane++) {
            int held = Math.min(gap[firstCode + lane], LARGEST_GAP);
            lanes |= (long) (BIAS + held) << lane * LANE_BITS;
        }
        return lanes;
    }

    private void unpack(int firstCode, long lanes, int failed) {
        for (int code = firstCode; code < firstCode + LANES; code++) {
            int held = (int) (lanes >>> (code - firstCode) * LANE_BITS & 0xffff) - BIAS;
            boolean sinceStart = (failed >> code & 1) == 0;
            gap[code] = sinceStart ? held + Math.max(0, gap[code] - LARGEST_GAP) : held;
        }
    }

    /** The gaps after a value, which are 0 where the code cannot code it. */
    private static long grown(long lanes, long growth, long canCode) {
        return lanes + growth & canCode | BIASES & ~canCode;
    }

    /** The least gap, at most that of the active code, which is 0. */
    private static int least(long first, long second, long third) {
        long four = lower(lower(first, second), third);
        long two = lower(four, four >>> 2 * LANE_BITS);
        return (int) (lower(two, two >>> LANE_BITS) & 0xffff) - BIAS;
    }

    /** The lower of each two lanes. */
    private static long lower(long a, long b) {
        long notBelow = (a | HIGHEST_BITS) - b & HIGHEST_BITS;
        long takeB = notBelow - (notBelow >>> LANE_BITS - 1);
        return b & takeB | a & ~takeB;
    }

    /** Changes to the best code at the value before {@code end}, where that saves enough or has to be. */
    private void change(short[] values, int end) {
        int failing = CANNOT_CODE[values[end - 1]];
        boolean must = (failing >> active & 1) != 0;
        int best = best(failing);
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

    /** Searches the divisors of the lengths of zero runs. */
    void searchZeroRuns(ZeroRuns zeros) {
        int count = zeros.count();
        begin();
        for (int divisor = 0; divisor < cost.length; divisor++) {
            cost[divisor] = divisor;
        }
        if (count > Integer.MAX_VALUE >> (INDEX_BITS + 6)) {
            throw new IllegalArgumentException("section of " + count + " weights");
        }
        int position = 0;
        for (int run = 0; run < zeros.used(); run++) {
            int next = zeros.place(run);
            while (position < next) {
                addZeroRun(0, position++);
                // Nothing codes an empty run in less than divisor 0: no other overtakes it before the next run.
                if (active == 0) {
                    addEmptyRuns(next - position);
                    position = next;
                }
            }
            addZeroRun(zeros.length(run), position++);
        }
        finish(count);
    }

    private void addZeroRun(int length, int position) {
        int activeCost = active < 0 ? 0 : cost[active] >> INDEX_BITS;
        int best = Integer.MAX_VALUE;
        for (int divisor = 0; divisor < GolombCode.ZERO_RUN_CODES; divisor++) {
            int now = cost[divisor] + (((length >> divisor) + 1 + divisor) << INDEX_BITS);
            cost[divisor] = now;
            best = Math.min(best, now);
        }
        changeDivisor(best, activeCost, active < 0, position);
    }

    private void addEmptyRuns(int count) {
        for (int divisor = 0; divisor < GolombCode.ZERO_RUN_CODES; divisor++) {
            cost[divisor] += (1 + divisor) * count << INDEX_BITS;
        }
    }

    private void begin() {
        runs = 0;
        active = -1;
    }

    private void changeDivisor(int best, int activeCost, boolean must, int position) {
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
