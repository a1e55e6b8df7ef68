package npusim.schedule.plan;

import npusim.hardware.ReadChannel;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.operation.NpuOperation;

/** A compiler's estimate of cycles and traffic, which steers its choices. */
interface CostModel {
    /**
     * Cycles of an operation.
     *
     * @param member the operation, a leader or a follower
     * @param tensors plans of tensors
     * @param block block configuration
     * @param ofmDepth channels computed
     * @param sparse whether weights are 2:4 sparse
     */
    long cycles(NpuOperation member, TensorPlans tensors, BlockConfiguration block, int ofmDepth, boolean sparse);

    /** Elements that an operation moves. */
    ElementAccess access(NpuOperation member, TensorPlans tensors, BlockConfiguration block);

    /** Cycles of a copy of {@code bytes} by the DMA unit. */
    long copyCycles(MemoryArea from, MemoryArea to, long bytes);

    /** Cycles to read {@code bytes} through {@code channel}. */
    long readCycles(MemoryArea area, long bytes, ReadChannel channel);

    /** Bytes per cycle through {@code channel}. */
    float readBytesPerCycle(MemoryArea area, ReadChannel channel);

    /** Cycles until the first byte of a read arrives. */
    int latency(MemoryArea area);
}
