package npusim.schedule;

import npusim.hardware.Accelerator;
import npusim.hardware.Buffers;
import npusim.hardware.Shape;
import npusim.schedule.block.SharedRamBanks;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Rounding;
import org.jspecify.annotations.Nullable;

/** Whether blocks fit the block registers and the working buffers. */
final class VerifyBlocks {
    private static final int NARROW_ACCUMULATOR_BITS = 32;

    private VerifyBlocks() {}

    /** What is wrong with the blocks of {@code kernel}, or null. */
    static @Nullable String problem(KernelCommand kernel, Accelerator accelerator) {
        Extent block = kernel.blocks().ofmBlock();
        Shape most = accelerator.limits().ofmBlock();
        if (block.height() > most.height() || block.width() > most.width() || block.depth() > most.depth()) {
            return "the OFM block " + block + " is larger than the hardware allows";
        }
        return switch (accelerator.buffers()) {
            case Buffers.DedicatedRams rams -> dedicated(kernel, rams);
            case Buffers.SharedRam ram -> shared(kernel, ram);
        };
    }

    private static @Nullable String dedicated(KernelCommand kernel, Buffers.DedicatedRams rams) {
        if (kernel.kind() == KernelKind.ELEMENTWISE || kernel.kind() == KernelKind.RESIZE) {
            return null; // passes through the output and chaining buffers as it comes
        }
        Extent ofm = within(kernel.blocks().ofmBlock(), kernel.ofm().extent());
        int bytes = kernel.blocks().accumulatorBits() > NARROW_ACCUMULATOR_BITS
                ? rams.wideAccumulatorBytes()
                : NARROW_ACCUMULATOR_BITS / Byte.SIZE;
        long accumulators =
                (long) ofm.height() * ofm.width() * Rounding.up(ofm.depth(), rams.accumulatorDepthGranule()) * bytes;
        if (accumulators > rams.accumulatorBytes()) {
            return "accumulators of block " + ofm + " take " + accumulators + " bytes of " + rams.accumulatorBytes();
        }
        Extent ifm = within(kernel.blocks().ifmBlock(), kernel.ifm().extent());
        long input = ifm.elements() * kernel.ifm().elementBytes();
        return input > rams.ifmBytes()
                ? "the IFM block " + ifm + " takes " + input + " bytes of " + rams.ifmBytes()
                : null;
    }

    private static @Nullable String shared(KernelCommand kernel, Buffers.SharedRam ram) {
        SharedRamBanks banks = new SharedRamBanks(ram);
        boolean elementwise = kernel.kind() == KernelKind.ELEMENTWISE;
        int available = banks.end(kernel.activation() == Activation.TABLE) - banks.start();
        int ifm = banks.ifm(
                extents(within(kernel.blocks().ifmBlock(), kernel.ifm().extent())),
                kernel.ifm().elementBits(),
                elementwise);
        int accumulators = elementwise
                ? 0
                : banks.accumulators(
                        extents(within(kernel.blocks().ofmBlock(), kernel.ofm().extent())),
                        kernel.blocks().accumulatorBits());
        return ifm + accumulators > available ? "blocks take " + (ifm + accumulators) + " banks of " + available : null;
    }

    private static Extent within(Extent block, Extent whole) {
        return new Extent(
                Math.min(block.height(), whole.height()),
                Math.min(block.width(), whole.width()),
                Math.min(block.depth(), whole.depth()));
    }

    private static Extents extents(Extent extent) {
        return Extents.of(extent.height(), extent.width(), extent.depth());
    }
}
