package npusim.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.TimingAdapter;
import npusim.hardware.TimingProfile;
import org.jspecify.annotations.Nullable;

/**
 * Times streams and remembers for the next run what the latest ones worked through, as far as the designs differ in nothing but the timing
 * of the external side: kernels that use that side while they differ in its word budget alone, all others whatever it is. What it
 * answers does not depend on what it remembers. May be used by several threads, each of which has a memory to itself while it times.
 */
public final class RunMemory {
    /** Memories that nobody uses and that are kept, of up to 96 MiB each. */
    private static final int MOST_IDLE = 2;

    private static final int EXTERNAL = 1;

    /** The latest first. */
    private final Deque<Memory> idle = new ArrayDeque<>();

    /** A stream on a design without its adapter outside, and that adapter, whose word budget may be any; null if there is none. */
    private record Key(Inside inside, @Nullable TimingAdapter outside) {}

    private record Inside(AlikeKernels stream, HardwareConfiguration hardware) {}

    private record Memory(Key key, RunPassages passages) {}

    /** As {@link Simulator#totals(PreparedStream, HardwareConfiguration)}. */
    public RunTotals totals(PreparedStream stream, HardwareConfiguration hardware) {
        Inside inside = new Inside(stream.alike(DesignReducer.widths(hardware)), withoutAdapterOutside(hardware));
        Memory memory =
                take(new Key(inside, withAnyBudget(hardware.timingProfile().adapter(EXTERNAL))));
        RunTotals totals = Simulator.totals(stream, hardware, memory.passages());
        giveBack(memory);
        return totals;
    }

    private synchronized Memory take(Key key) {
        Memory like = null;
        for (Memory memory : idle) {
            if (memory.key().equals(key)) {
                idle.remove(memory);
                return memory;
            }
            like = memory.key().inside().equals(key.inside()) ? memory : like;
        }
        if (like != null) {
            idle.remove(like);
            like.passages().outside().clear();
            return new Memory(key, like.passages());
        }
        return new Memory(key, emptied());
    }

    /** Room that nobody uses, of the memory that has waited longest. */
    private RunPassages emptied() {
        if (idle.size() < MOST_IDLE) {
            return new RunPassages();
        }
        RunPassages passages = idle.removeLast().passages();
        passages.clear();
        return passages;
    }

    private synchronized void giveBack(Memory memory) {
        idle.addFirst(memory);
        if (idle.size() > MOST_IDLE) {
            idle.removeLast();
        }
    }

    private static @Nullable TimingAdapter withAnyBudget(@Nullable TimingAdapter adapter) {
        return adapter == null || adapter.bandwidthCapBeats() == 0 ? adapter : adapter.withBandwidthCapBeats(1);
    }

    private static HardwareConfiguration withoutAdapterOutside(HardwareConfiguration hardware) {
        TimingProfile profile = hardware.timingProfile();
        return hardware.withTimingProfile(
                new TimingProfile(profile.name(), profile.adapters().reject((side, adapter) -> side == EXTERNAL)));
    }
}
