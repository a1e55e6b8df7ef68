package npusim.schedule.plan;

import npusim.hardware.HardwareConfiguration;
import npusim.hardware.Memory;
import npusim.schedule.AxiSide;

/** Which memory serves which area, and how fast. */
public final class MemoryMap {
    private final HardwareConfiguration hardware;

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
        return hardware.system().storageMemory(axi(area));
    }

    /** The side of the NPU on which {@code area} is attached. */
    public AxiSide side(MemoryArea area) {
        return axi(area) == 0 ? AxiSide.SRAM : AxiSide.EXTERNAL;
    }

    /** Bytes per core cycle of the memory behind {@code area}. */
    public float bytesPerCycle(MemoryArea area) {
        int beat = hardware.port(axi(area)).beatBytes();
        return (float) memory(area).bytesPerCycle(beat).doubleValue();
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
