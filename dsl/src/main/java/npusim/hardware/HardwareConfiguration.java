package npusim.hardware;

import org.jspecify.annotations.Nullable;

/**
 * Everything a schedule and a simulation need: an accelerator in a system, with a memory mode, on a platform.
 *
 * @param accelerator the NPU
 * @param system memories and clock
 * @param memoryMode placement of areas
 * @param platform board
 * @param timingProfile adapters in front of the memories; empty adapters when switched off
 */
public record HardwareConfiguration(
        Accelerator accelerator,
        SystemConfig system,
        MemoryMode memoryMode,
        Platform platform,
        TimingProfile timingProfile) {

    /** The memory behind the cache on axi side {@code index}, or null when what is attached there is no cache. */
    public @Nullable Memory backingMemory(int index) {
        String backing = system.attachedMemory(index).backing();
        return backing == null ? null : system.memory(backing);
    }

    /** The port group of axi side {@code index}. */
    public PortGroup port(int index) {
        return accelerator.ports().get(index);
    }

    /** The same configuration with another staging size. */
    public HardwareConfiguration withArenaCacheBytes(long bytes) {
        return new HardwareConfiguration(
                accelerator, system, memoryMode.withArenaCacheBytes(bytes), platform, timingProfile);
    }

    /** The same configuration with other timing adapters. */
    public HardwareConfiguration withTimingProfile(TimingProfile profile) {
        return new HardwareConfiguration(accelerator, system, memoryMode, platform, profile);
    }
}
