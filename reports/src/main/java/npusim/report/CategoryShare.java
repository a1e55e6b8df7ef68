package npusim.report;

import npusim.trace.CycleCategory;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Part of the active cycles that passed for one reason.
 *
 * @param category the reason
 * @param cycles how many
 * @param share of all active cycles
 */
public record CategoryShare(CycleCategory category, long cycles, double share) {
    /** The categories that occur in a run, largest first. */
    public static ImmutableList<CategoryShare> of(RunResult run) {
        long active = Math.max(1, run.activeCycles());
        return Lists.immutable
                .of(CycleCategory.values())
                .collect(category -> {
                    long cycles = run.sum().cycles(category);
                    return new CategoryShare(category, cycles, (double) cycles / active);
                })
                .select(share -> share.cycles() > 0)
                .toSortedList((left, right) -> Long.compare(right.cycles(), left.cycles()))
                .toImmutable();
    }
}
