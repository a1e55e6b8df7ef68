package npusim.schedule;

import java.util.stream.IntStream;
import npusim.hardware.Abilities;
import npusim.hardware.Accelerator;
import npusim.hardware.Buffers;
import npusim.hardware.CommandProcessor;
import npusim.hardware.Cpu;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.MacArray;
import npusim.hardware.OutputUnit;
import npusim.hardware.ReadChannel;
import npusim.hardware.WeightDecoder;
import npusim.schedule.plan.MemoryArea;
import npusim.schedule.plan.MemoryMap;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a schedule depends on besides the network: designs with equal keys have equal schedules. Engine timing, timing
 * adapters, energy, counters, clock of the NPU and names are not in it. Latency and bandwidth of the memories are, as the
 * system configuration gives them: compilers plan with these, whatever the adapters do. Of the platform only the processor
 * is, which runs what the NPU cannot.
 *
 * @param accelerator name, which the command stream carries
 * @param macArray MAC array
 * @param buffers working buffers
 * @param weightDecoder weight decoding
 * @param outputUnit output unit
 * @param readBufferWords read-buffer entries by channel
 * @param outstandingKernels depth of the kernel queue
 * @param outstandingDma depth of the DMA queue
 * @param maxBlockDependency largest BLOCKDEP
 * @param abilities what the accelerator can do
 * @param memories memory of each area, in the order of {@link MemoryArea}
 * @param spills whether feature maps live apart from the staging area
 * @param cacheBytes bytes of the staging area; decides only where feature maps spill
 * @param capacities bytes that each attached side holds, which decide whether there is a schedule
 * @param cpu processor beside the NPU, null without
 * @param options how the scheduler decides
 */
public record ScheduleKey(
        String accelerator,
        MacArray macArray,
        Buffers buffers,
        WeightDecoder weightDecoder,
        OutputUnit outputUnit,
        ImmutableMap<ReadChannel, Integer> readBufferWords,
        int outstandingKernels,
        int outstandingDma,
        int maxBlockDependency,
        Abilities abilities,
        ImmutableList<AreaMemory> memories,
        boolean spills,
        long cacheBytes,
        ImmutableList<Long> capacities,
        @Nullable Cpu cpu,
        ScheduleOptions options) {

    /**
     * What is planned with of the memory behind an area.
     *
     * @param side side of the NPU
     * @param bytesPerCycle bytes a cycle over all ports
     * @param ports AXI ports
     * @param burstBytes longest burst
     * @param readLatencyCycles read latency
     * @param writeLatencyCycles write latency
     * @param maxReads outstanding reads
     * @param maxWrites outstanding writes
     */
    public record AreaMemory(
            AxiSide side,
            float bytesPerCycle,
            int ports,
            int burstBytes,
            int readLatencyCycles,
            int writeLatencyCycles,
            int maxReads,
            int maxWrites) {}

    /** The key of schedules for {@code hardware}. */
    public static ScheduleKey of(HardwareConfiguration hardware, ScheduleOptions options) {
        Accelerator accelerator = hardware.accelerator();
        CommandProcessor processor = accelerator.commandProcessor();
        MemoryMap map = new MemoryMap(hardware);
        return new ScheduleKey(
                accelerator.name(),
                accelerator.macArray(),
                accelerator.buffers(),
                accelerator.weightDecoder(),
                accelerator.outputUnit(),
                accelerator.readBufferWords(),
                processor.outstandingKernels(),
                processor.outstandingDma(),
                processor.maxBlockDependency(),
                accelerator.abilities(),
                Lists.immutable.with(MemoryArea.values()).collect(area -> memory(map, area)),
                map.spills(),
                map.cacheBytes(),
                Lists.immutable.fromStream(IntStream.range(
                                0, hardware.system().attached().size())
                        .mapToObj(side -> CheckCapacity.holding(hardware, side).capacityBytes())),
                hardware.platform().cpu(),
                options);
    }

    private static AreaMemory memory(MemoryMap map, MemoryArea area) {
        var memory = map.memory(area);
        return new AreaMemory(
                map.side(area),
                map.bytesPerCycle(area),
                memory.ports(),
                memory.burstBytes(),
                memory.readLatencyCycles(),
                memory.writeLatencyCycles(),
                memory.maxReads(),
                memory.maxWrites());
    }
}
