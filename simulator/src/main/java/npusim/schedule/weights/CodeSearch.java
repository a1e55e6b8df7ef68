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

    /** Cost and index of a code share an int: the cost above, the index below, so that one minimum finds both. */
    private static final int INDEX_BITS = 4;

    private static final int UNUSABLE = 1 << 30;
    private static final int WEIGHT_CODES = GolombCode.WEIGHT_CODES.size();
    private static final int ROW = 1 << INDEX_BITS;

    private static final int[] WEIGHT_COST = new int[StandardFormat.CODES * ROW];
    private static final int[] WEIGHT_UNUSABLE = new int[StandardFormat.CODES * ROW];
    private static final int[] CANNOT_CODE = new int[StandardFormat.CODES];

    static {
        for (int value = 0; value < StandardFormat.CODES; value++) {
            for (int code = 0; code < WEIGHT_CODES; code++) {
                GolombCode golomb = GolombCode.WEIGHT_CODES.get(code);
                int at = value * ROW + code;
                if (golomb.canCode(value)) {
                    WEIGHT_COST[at] = golomb.plain() ? 0 : golomb.bits(value) << INDEX_BITS;
                } else {
                    WEIGHT_COST[at] = CHANGE_COST << INDEX_BITS;
                    WEIGHT_UNUSABLE[at] = UNUSABLE;
                    CANNOT_CODE[value] |= 1 << code;
                }
            }
        }
    }

    private final int[] cost = new int[ROW];
    private final int[] lastFailure = new int[ROW];
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

    /** Searches the codes of {@code count} weight codes; {@code plainBits} is 0 when plain weights are out. */
    void searchWeights(short[] values, int count, int plainBits) {
        begin(count);
        int plainCost = (plainBits > 0 ? plainBits : NO_PLAIN_FORM) << INDEX_BITS;
        int plain = WEIGHT_CODES - 1;
        int activeCost = 0;
        int failedBefore = 0;
        for (int i = 0; i < count; i++) {
            int value = values[i];
            int failing = CANNOT_CODE[value];
            int row = value << INDEX_BITS;
            restart(failedBefore & ~failing, activeCost);
            fail(failing, i + 1);
            int best = cost[plain] += plainCost;
            for (int code = 0; code < WEIGHT_CODES - 1; code++) {
                int now = cost[code] + WEIGHT_COST[row + code];
                cost[code] = now;
                best = Math.min(best, now + WEIGHT_UNUSABLE[row + code]);
            }
            change(best, activeCost, active < 0 || (failing >> active & 1) != 0, i);
            activeCost = cost[active] >> INDEX_BITS;
            failedBefore = failing;
        }
        finish(count);
    }

    /** Searches the divisors of {@code count} zero-run lengths. */
    void searchZeroRuns(int[] values, int count) {
        begin(count);
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

    private void begin(int count) {
        for (int code = 0; code < ROW; code++) {
            cost[code] = code;
        }
        Arrays.fill(lastFailure, 0);
        runs = 0;
        active = -1;
        if (count > Integer.MAX_VALUE >> (INDEX_BITS + 6)) {
            throw new IllegalArgumentException("section of " + count + " weights");
        }
    }

    private void restart(int codes, int activeCost) {
        for (int left = codes; left != 0; left &= left - 1) {
            int code = Integer.numberOfTrailingZeros(left);
            cost[code] = activeCost << INDEX_BITS | code;
        }
    }

    private void fail(int codes, int position) {
        for (int left = codes; left != 0; left &= left - 1) {
            lastFailure[Integer.numberOfTrailingZeros(left)] = position;
        }
    }

    private void change(int best, int activeCost, boolean must, int position) {
        int bestCode = best & (ROW - 1);
        boolean saves = bestCode != active && (best >> INDEX_BITS) + CHANGE_COST < activeCost;
        if (!must && !saves) {
            return;
        }
        if (active >= 0) {
            boolean betterAllAlong = cost[bestCode] >> INDEX_BITS < cost[active] >> INDEX_BITS
                    && lastFailure[bestCode] <= lastFailure[active];
            if (!betterAllAlong) {
                add(position);
            }
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
