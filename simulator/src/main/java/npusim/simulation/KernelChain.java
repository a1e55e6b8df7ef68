package npusim.simulation;

import java.util.List;
import npusim.schedule.Extent;
import npusim.schedule.KernelCommand;
import org.jspecify.annotations.Nullable;

/**
 * A kernel with those chained behind it, which follow its walk over OFM blocks.
 *
 * @param kernels at least one
 * @param kind number of its kind: chains of one kind ask the same of every stage
 * @param windows the windows that it may use, see {@link ChannelWindows#usedBy}
 * @param alike which of its blocks are alike, null when they are few
 */
record KernelChain(
        List<KernelCommand> kernels,
        int kind,
        int windows,
        @Nullable AlikeBlocks alike) {

    KernelCommand first() {
        return kernels.getFirst();
    }

    KernelCommand last() {
        return kernels.getLast();
    }

    /** OFM blocks of each of its kernels. */
    int blocks() {
        return blocks(kernels.getFirst());
    }

    static int blocks(KernelCommand kernel) {
        Extent ofm = kernel.ofm().extent();
        return Math.toIntExact(ofm.blocks(kernel.blocks().ofmBlock()).elements());
    }
}
