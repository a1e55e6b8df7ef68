package npusim.simulation;

import java.util.ArrayList;
import java.util.List;
import npusim.schedule.CommandStream;
import npusim.schedule.DmaCommand;
import npusim.schedule.HostCommand;
import npusim.schedule.KernelCommand;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/** Collects what each command did while a stream runs. */
final class RunRecorder {
    private final Entry[] entries;
    private final long[] totals = new long[EngineEvent.values().length];
    private final long[] unattributedEvents = new long[EngineEvent.values().length];
    private CycleAccount unattributed = CycleAccount.NOTHING;

    /** Records each command of {@code stream} if {@code commands}, else only totals. */
    RunRecorder(CommandStream stream, boolean commands) {
        entries = new Entry[commands ? stream.commands().size() : 0];
    }

    private static final class Entry {
        final String name;
        final String kind;
        final String sourceOperator;
        final int operation;
        final long start;
        final long end;
        final long macs;
        final long[] events;
        CycleAccount account = CycleAccount.NOTHING;

        Entry(
                String name,
                String kind,
                String sourceOperator,
                int operation,
                long start,
                long end,
                long macs,
                long[] events) {
            this.name = name;
            this.kind = kind;
            this.sourceOperator = sourceOperator;
            this.operation = operation;
            this.start = start;
            this.end = end;
            this.macs = macs;
            this.events = events;
        }
    }

    /** A chain of kernels; what it did is told of the first. */
    void kernels(int index, List<KernelCommand> chain, long start, long end, CycleAccount account, EventCounts counts) {
        if (entries.length == 0) {
            count(counts);
            return;
        }
        for (int i = 0; i < chain.size(); i++) {
            KernelCommand kernel = chain.get(i);
            Entry entry = new Entry(
                    kernel.name(),
                    kernel.kind().name(),
                    kernel.sourceOperator(),
                    kernel.operation(),
                    start,
                    end,
                    kernel.macs(),
                    take(i == 0 ? counts : null));
            entry.account = i == 0 ? account : CycleAccount.NOTHING;
            entries[index + i] = entry;
        }
    }

    void dma(int index, DmaCommand dma, long start, long end, EventCounts counts) {
        if (entries.length == 0) {
            count(counts);
            return;
        }
        entries[index] = new Entry(dma.name(), "DMA", "", dma.operation(), start, end, 0, take(counts));
    }

    private long[] take(@Nullable EventCounts counts) {
        if (counts == null) {
            return new long[totals.length];
        }
        count(counts);
        return counts.copy();
    }

    private void count(EventCounts counts) {
        for (int i = 0; i < totals.length; i++) {
            totals[i] += counts.of(i);
        }
    }

    Beats beats() {
        return beats(totals);
    }

    /** Adds critical cycles to a command already recorded. */
    void charge(int index, CycleAccount account) {
        if (entries.length == 0) {
            return;
        }
        Entry entry = entries[index];
        entry.account = entry.account.plus(account);
    }

    void host(int index, HostCommand host, long start, long end) {
        EventCounts counts = new EventCounts(null);
        counts.add(EngineEvent.NPU_IDLE, host.cycles());
        if (entries.length == 0) {
            count(counts);
            return;
        }
        entries[index] = new Entry(host.name(), "HOST", host.operator(), host.operation(), start, end, 0, take(counts));
    }

    /** Adds what belongs to no command. */
    void unattributed(CycleAccount account, EventCounts counts) {
        unattributed = unattributed.plus(account);
        long[] events = take(counts);
        for (int i = 0; i < events.length; i++) {
            unattributedEvents[i] += events[i];
        }
    }

    CycleAccount unattributed() {
        return unattributed;
    }

    long total(EngineEvent event) {
        return totals[event.ordinal()];
    }

    /** Events of one command, or those of no command for {@code index} −1; null when the command does nothing by itself. */
    long @Nullable [] events(int index) {
        if (index < 0) {
            return unattributedEvents;
        }
        return entries[index] == null ? null : entries[index].events;
    }

    ImmutableList<OperationTiming> operations() {
        List<OperationTiming> timings = new ArrayList<>();
        for (int i = 0; i < entries.length; i++) {
            Entry entry = entries[i];
            if (entry != null) {
                timings.add(new OperationTiming(
                        i,
                        entry.name,
                        entry.kind,
                        entry.sourceOperator,
                        entry.operation,
                        entry.start,
                        entry.end,
                        entry.account.total(),
                        entry.macs,
                        entry.events[EngineEvent.MAC_ACTIVE.ordinal()],
                        entry.events[EngineEvent.OUTPUT_ACTIVE.ordinal()],
                        beats(entry.events),
                        entry.account));
            }
        }
        return Lists.immutable.ofAll(timings);
    }

    private static Beats beats(long[] events) {
        return new Beats(
                events[EngineEvent.SRAM_READ_BEATS.ordinal()],
                events[EngineEvent.SRAM_WRITE_BEATS.ordinal()],
                events[EngineEvent.EXTERNAL_READ_BEATS.ordinal()],
                events[EngineEvent.EXTERNAL_WRITE_BEATS.ordinal()]);
    }
}
