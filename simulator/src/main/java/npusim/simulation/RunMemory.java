package npusim.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.TimingAdapter;
import npusim.hardware.TimingProfile;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.map.MutableMap;

/**
 * Times streams and remembers for the next run what the latest ones worked through, as far as the designs differ in nothing but the word
 * budget outside. What it answers does not depend on what it remembers. May be used by several threads, each of which has a memory to
 * itself while it times.
 */
public final class RunMemory {
    /** Memories that nobody uses and that are kept, of up to 48 MiB each. */
    private static final int MOST_IDLE = 2;

    /** The latest first. */
    private final Deque<Memory> idle = new ArrayDeque<>();

    /** A stream on a design whose word budget outside, if there is one, may be any. */
    private record Key(AlikeKernels stream, HardwareConfiguration hardware) {}

    private record Memory(Key key, KernelPassages passages) {}

    /** As {@link Simulator#totals(PreparedStream, HardwareConfiguration)}. */
    public RunTotals totals(PreparedStream stream, HardwareConfiguration hardware) {
        int beatBytes = hardware.port(0).beatBytes();
        Memory memory = take(new Key(stream.alike(beatBytes), withAnyBudget(hardware)));
        RunTotals totals = Simulator.totals(stream, hardware, memory.passages());
        giveBack(memory);
        return totals;
    }

    private synchronized Memory take(Key key) {
        for (Memory memory : idle) {
            if (memory.key().equals(key)) {
                idle.remove(memory);
                return memory;
            }
        }
        return new Memory(key, emptied());
    }

    /** Room that nobody uses, of the memory that has waited longest. */
    private KernelPassages emptied() {
        if (idle.size() < MOST_IDLE) {
            return new KernelPassages();
        }
        KernelPassages passages = idle.removeLast().passages();
        passages.clear();
        return passages;
    }

    private synchronized void giveBack(Memory memory) {
        idle.addFirst(memory);
        if (idle.size() > MOST_IDLE) {
            idle.removeLast();
        }
    }

    private static HardwareConfiguration withAnyBudget(HardwareConfiguration hardware) {
        TimingProfile profile = hardware.timingProfile();
        TimingAdapter external = profile.adapter(1);
        if (external == null || external.bandwidthCapBeats() == 0) {
            return hardware;
        }
        MutableMap<Integer, TimingAdapter> adapters = Maps.mutable.ofMapIterable(profile.adapters());
        adapters.put(1, external.withBandwidthCapBeats(1));
        return hardware.withTimingProfile(new TimingProfile(profile.name(), adapters.toImmutable()));
    }
}
