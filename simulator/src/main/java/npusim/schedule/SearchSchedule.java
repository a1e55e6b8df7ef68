package npusim.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import npusim.graph.Graph;
import npusim.hardware.HardwareConfiguration;
import org.eclipse.collections.api.factory.primitive.IntSets;
import org.eclipse.collections.api.list.primitive.ImmutableLongList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * The policy {@code npusim}: what two compilers decide, with and without chaining, then variations of the best of these, each
 * measured by a timing engine; the fastest that fits the staging memory is kept, so the result is never slower than a compiler's
 * that fits. Deterministic; the number of trials is bounded by the length of the command stream.
 */
public final class SearchSchedule {
    private static final List<Integer> WRITE_WEIGHTS = List.of(2, 4);

    /** Commands timed before single operations are no longer varied, and trials after which they are not in any case. */
    private static final long MOST_COMMANDS = 60_000;

    private static final int MOST_TRIALS = 240;

    private final Graph graph;
    private final String name;
    private final HardwareConfiguration hardware;
    private final ScheduleMemory memory;
    private final Cost cost;
    private final Set<ScheduleOptions> tried = new HashSet<>();
    private @Nullable Trial best;
    private @Nullable ScheduleException failure;
    private long commands;
    private int trials;

    /** Tells how long a command stream takes. */
    @FunctionalInterface
    public interface Cost {
        /** Cycles of {@code stream}. */
        Cycles of(CommandStream stream);
    }

    /**
     * Cycles of a command stream.
     *
     * @param total of the whole stream
     * @param byOperation share of each scheduled operation, by {@link ScheduledOperation#index}
     */
    public record Cycles(long total, ImmutableLongList byOperation) {
        long of(int operation) {
            return operation < byOperation.size() ? byOperation.get(operation) : 0;
        }
    }

    /** A schedule that was timed; cycles are by leader of a chain. */
    private record Trial(ScheduleOptions options, Schedule schedule, boolean fits, long cycles, long[] byLeader) {
        boolean isBetterThan(Trial other) {
            return fits == other.fits ? cycles < other.cycles : fits;
        }
    }

    private SearchSchedule(Graph graph, String name, HardwareConfiguration hardware, ScheduleMemory memory, Cost cost) {
        this.graph = graph;
        this.name = name;
        this.hardware = hardware;
        this.memory = memory;
        this.cost = cost;
    }

    /**
     * The fastest schedule found for {@code graph}.
     *
     * @param chaining whether chains may be tried
     * @throws ScheduleException when the network cannot be scheduled in any way
     */
    public static Schedule apply(
            Graph graph,
            String name,
            HardwareConfiguration hardware,
            boolean chaining,
            ScheduleMemory memory,
            Cost cost)
            throws ScheduleException {
        return new SearchSchedule(graph, name, hardware, memory, cost).run(chaining);
    }

    private Schedule run(boolean chaining) throws ScheduleException {
        boolean chains = chaining && hardware.accelerator().abilities().can("chaining");
        for (SchedulePolicy policy : SchedulePolicy.values()) {
            ScheduleOptions options = ScheduleOptions.of(policy);
            consider(options.withChaining(false));
            if (chains) {
                consider(options);
            }
        }
        if (best == null) {
            throw failure == null ? new ScheduleException("no schedule was tried") : failure;
        }
        varyPlacement(best);
        varyWeights(best);
        varyOperations(best);
        return best.schedule();
    }

    private void varyPlacement(Trial base) {
        vary(base, base.options().tactics().withCascades(false));
        for (int weight : WRITE_WEIGHTS) {
            Trial present = best == null ? base : best;
            vary(present, present.options().tactics().withWriteWeight(weight));
        }
    }

    /** Stages all weights early, then none, and joins what each operation gained. */
    private void varyWeights(Trial base) {
        Tactics tactics = base.options().tactics();
        ImmutableIntSet all = weighted(base);
        Trial early = vary(base, tactics.withStagedEarly(all));
        Trial inPlace = vary(base, tactics.withReadInPlace(all));
        ImmutableIntSet gainEarly = early == null ? IntSets.immutable.empty() : gains(base, early, all);
        ImmutableIntSet gainInPlace = inPlace == null ? IntSets.immutable.empty() : gains(base, inPlace, all);
        vary(base, tactics.withStagedEarly(gainEarly));
        vary(base, tactics.withReadInPlace(gainInPlace));
        vary(base, tactics.withReadInPlace(gainInPlace).withStagedEarly(gainEarly));
    }

    /** Stages the weights of one operation otherwise, from the most expensive operation on. */
    private void varyOperations(Trial base) {
        List<Integer> order = new ArrayList<>();
        weighted(base).forEach(order::add);
        order.sort(Comparator.<Integer>comparingLong(leader -> -base.byLeader()[leader])
                .thenComparing(Comparator.naturalOrder()));
        for (int leader : order) {
            Trial present = best == null ? base : best;
            Tactics tactics = present.options().tactics();
            boolean early = tactics.stagedEarly().contains(leader);
            boolean inPlace = tactics.readInPlace().contains(leader);
            List<Tactics> others = new ArrayList<>();
            Tactics plain = tactics.withStagedEarly(tactics.stagedEarly().newWithout(leader))
                    .withReadInPlace(tactics.readInPlace().newWithout(leader));
            if (early || inPlace) {
                others.add(plain);
            }
            if (!early) {
                others.add(plain.withStagedEarly(plain.stagedEarly().newWith(leader)));
            }
            if (!inPlace) {
                others.add(plain.withReadInPlace(plain.readInPlace().newWith(leader)));
            }
            for (Tactics other : others) {
                if (trials >= MOST_TRIALS || commands >= MOST_COMMANDS) {
                    return;
                }
                vary(present, other);
            }
        }
    }

    /** Leaders with weights. */
    private static ImmutableIntSet weighted(Trial trial) {
        MutableIntList leaders = IntLists.mutable.empty();
        boolean[] weights = new boolean[trial.schedule().operations().size()];
        for (Command command : trial.schedule().commands().commands()) {
            if (command instanceof KernelCommand kernel
                    && !kernel.weights().streams().isEmpty()) {
                weights[kernel.operation()] = true;
            }
        }
        int leader = -1;
        for (ScheduledOperation operation : trial.schedule().operations()) {
            leader += operation.chained() ? 0 : 1;
            if (weights[operation.index()]) {
                leaders.add(leader);
            }
        }
        return leaders.toSet().toImmutable();
    }

    private static ImmutableIntSet gains(Trial base, Trial other, ImmutableIntSet among) {
        return base.byLeader().length == other.byLeader().length
                ? among.select(leader -> other.byLeader()[leader] < base.byLeader()[leader])
                : IntSets.immutable.empty();
    }

    private @Nullable Trial vary(Trial base, Tactics tactics) {
        return tactics.equals(base.options().tactics())
                ? null
                : consider(base.options().withTactics(tactics));
    }

    /** Times a schedule; null when there is none, it was tried before, or a variation does not fit the staging memory. */
    private @Nullable Trial consider(ScheduleOptions options) {
        if (!tried.add(options)) {
            return null;
        }
        Schedule schedule;
        try {
            schedule = new Scheduler(hardware, options, memory).schedule(graph, name);
        } catch (ScheduleException e) {
            failure = e;
            return null;
        }
        boolean fits = schedule.cacheBytes() <= hardware.memoryMode().arenaCacheBytes();
        if (!fits && !options.tactics().equals(Tactics.NONE)) {
            return null;
        }
        Cycles cycles = cost.of(schedule.commands());
        trials++;
        commands += schedule.commands().commands().size();
        Trial trial = new Trial(options, schedule, fits, cycles.total(), byLeader(schedule, cycles));
        Trial present = best;
        if (present == null || trial.isBetterThan(present)) {
            best = trial;
        }
        return trial;
    }

    private static long[] byLeader(Schedule schedule, Cycles cycles) {
        int leaders = schedule.operations().count(operation -> !operation.chained());
        long[] sums = new long[leaders];
        int leader = -1;
        for (ScheduledOperation operation : schedule.operations()) {
            leader += operation.chained() ? 0 : 1;
            sums[leader] += cycles.of(operation.index());
        }
        return sums;
    }
}
