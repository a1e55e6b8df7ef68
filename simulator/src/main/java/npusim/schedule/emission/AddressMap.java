package npusim.schedule.emission;

import java.util.EnumMap;
import java.util.Map;
import npusim.schedule.AxiSide;
import npusim.schedule.SegmentStart;
import npusim.schedule.plan.MemoryArea;
import npusim.schedule.plan.MemoryMap;
import npusim.schedule.plan.SchedulePlan;

/** Where the areas lie in the memories: one after the other where they share one, constants of all segments first. */
final class AddressMap {
    private static final long GRANULE = 256;

    private final MemoryMap memories;
    private final long constantsBefore;
    private final Map<MemoryArea, Long> bases = new EnumMap<>(MemoryArea.class);

    AddressMap(MemoryMap memories, SchedulePlan plan, SegmentStart start) {
        this.memories = memories;
        this.constantsBefore = start.constantBytes();
        Map<AxiSide, Long> ends = new EnumMap<>(AxiSide.class);
        for (MemoryArea area : MemoryArea.values()) {
            long bytes = switch (area) {
                case CONSTANTS -> start.allConstantBytes();
                case ARENA -> plan.arenaBytes();
                case CACHE -> plan.cacheBytes();
            };
            AxiSide side = memories.side(area);
            long base = ends.getOrDefault(side, 0L);
            bases.put(area, base);
            ends.put(side, base + (bytes + GRANULE - 1) / GRANULE * GRANULE);
        }
    }

    AxiSide side(MemoryArea area) {
        return memories.side(area);
    }

    /** Number of the base pointer for feature maps on {@code side}; constants have another. */
    int region(AxiSide side) {
        return side == side(MemoryArea.ARENA) ? 1 : 2;
    }

    /** Where the feature maps on {@code side} begin. */
    long featureMapBase(AxiSide side) {
        return address(side(MemoryArea.ARENA) == side ? MemoryArea.ARENA : MemoryArea.CACHE, 0);
    }

    long address(MemoryArea area, long offset) {
        long before = area == MemoryArea.CONSTANTS ? constantsBefore : 0;
        return bases.getOrDefault(area, 0L) + before + offset;
    }
}
