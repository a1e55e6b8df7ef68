package npusim.simulation;

import java.util.Arrays;
import npusim.trace.CycleCategory;

/**
 * Cycles per {@link CycleCategory}.
 *
 * @param cycles indexed by the ordinal of the category; not modified after construction
 */
public record CycleAccount(long... cycles) {
    /** No cycles. */
    static final CycleAccount NOTHING = new CycleAccount(new long[CycleCategory.values().length]);

    public CycleAccount {
        if (cycles.length != CycleCategory.values().length) {
            throw new IllegalArgumentException("one count per category expected");
        }
        cycles = cycles.clone();
    }

    /** Cycles of one category. */
    public long of(CycleCategory category) {
        return cycles[category.ordinal()];
    }

    /** Sum of two accounts. */
    public CycleAccount plus(CycleAccount other) {
        long[] sum = cycles.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.cycles[i];
        }
        return new CycleAccount(sum);
    }

    /** Sum over all categories. */
    public long total() {
        long sum = 0;
        for (long count : cycles) {
            sum += count;
        }
        return sum;
    }

    /** Category with most cycles, the first of equals. */
    public CycleCategory largest() {
        int best = 0;
        for (int i = 1; i < cycles.length; i++) {
            if (cycles[i] > cycles[best]) {
                best = i;
            }
        }
        return CycleCategory.values()[best];
    }

    @Override
    public long[] cycles() {
        return cycles.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CycleAccount account && Arrays.equals(cycles, account.cycles);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(cycles);
    }

    @Override
    public String toString() {
        return Arrays.toString(cycles);
    }
}
