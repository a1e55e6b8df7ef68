package npusim.schedule.block;

import npusim.hardware.Accelerator;
import npusim.hardware.Buffers;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.SchedulePolicy;
import org.jspecify.annotations.Nullable;

/** Finds the block configuration of an operation. */
public interface BlockSearch {
    /** The chosen configuration, or null when the buffers cannot hold one block. */
    @Nullable
    BlockConfiguration find(BlockQuery query);

    /** The search for the buffers that {@code accelerator} has; equal queries are searched once. */
    static BlockSearch of(Accelerator accelerator, SchedulePolicy policy) {
        BlockSearch search = switch (accelerator.buffers()) {
            case Buffers.DedicatedRams rams -> new DedicatedBufferSearch(accelerator, rams, policy);
            case Buffers.SharedRam ram -> new SharedRamSearch(accelerator, ram);
        };
        return new MemoisedSearch(search);
    }
}
