package npusim.schedule.plan;

import java.util.EnumMap;
import java.util.Map;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.Memory;
import npusim.schedule.AxiSide;

/** Which memory serves which area, and how fast. Not to be shared by threads. */
public final class MemoryMap {
    private final HardwareConfiguration hardware;
    private final Map<MemoryArea, Memory> memories = new EnumMap<>(MemoryArea.class);
    private final Map<MemoryArea, Float> rates = new EnumMap<>(MemoryArea.class);

    public MemoryMap(HardwareConfiguration hardware) {
        this.hardware = hardware;
    }

    private int axi(MemoryArea area) {
        return switch (area) {
            case CONSTANTS -> hardware.memoryMode().constantsAxi();
            case ARENA -> hardware.memoryMode().arenaAxi();
            case CACHE -> hardware.memoryMode().cacheAxi();
        };
    }

    /** The memory in which {@code area} rests. A compiler plans for that one: what a cache in front of it holds it cannot know. */
    public Memory memory(MemoryArea area) {
        return memories.computeIfAbsent(area, of -> hardware.system().storageMemory(axi(of)));
    }

    /** The side of the NPU on which {@code area} is attached. */
    public AxiSide side(MemoryArea area) {
        return axi(area) == 0 ? AxiSide.SRAM : AxiSide.EXTERNAL;
    }

    /** Bytes per core cycle of the memory behind {@code area}. */
    public float bytesPerCycle(MemoryArea area) {
        return rates.computeIfAbsent(area, of -> (float)
                memory(of).bytesPerCycle(hardware.port(axi(of)).beatBytes()).doubleValue());
    }

    /** Whether two areas are in one memory. */
    public boolean sameMemory(MemoryArea first, MemoryArea second) {
        return axi(first) == axi(second);
    }

    /** Whether feature maps live apart from the staging area. */
    public boolean spills() {
        return hardware.memoryMode().spills();
    }

    /** Bytes of the staging area. */
    public long cacheBytes() {
        return hardware.memoryMode().arenaCacheBytes();
    }
}
