package npusim.schedule.plan;

import npusim.hardware.Accelerator;
import npusim.hardware.Dataflow;
import npusim.hardware.OperationClass;
import npusim.schedule.Traversal;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.Rounding;

/** How long the MAC array works on a block, as a compiler estimates it (ethos-u.md §3.1). */
final class MacCosts {
    private static final int WEIGHT_MICRO_BLOCK = 32;

    private final Accelerator accelerator;

    MacCosts(Accelerator accelerator) {
        this.accelerator = accelerator;
    }

    /** Cycles of the MAC array over one OFM block. */
    long perBlock(BlockWork work, Extents ofmBlock, Extents micro) {
        Kernel kernel = work.operation().kernel();
        OperationClass unit = work.unit();
        if (accelerator.macArray().dataflow() instanceof Dataflow.WeightStationary grid) {
            return gridCyclesPerBlock(grid, work, ofmBlock);
        }
        Extents count = ofmBlock.ceilDivided(micro);
        int limitX = unit == OperationClass.MATMUL || unit == OperationClass.FULLY_CONNECTED
                ? 1
                : accelerator.limits().subKernelWidth();
        int limitY = unit == OperationClass.MATMUL || unit == OperationClass.FULLY_CONNECTED
                ? 1
                : accelerator.limits().subKernelHeight();
        long cycles = 0;
        for (int x = 0; x < kernel.width(); x += limitX) {
            for (int y = 0; y < kernel.height(); y += limitY) {
                int elements = Math.min(kernel.height() - y, limitY) * Math.min(kernel.width() - x, limitX);
                cycles += passCycles(work, count, micro, elements);
            }
        }
        boolean overDepth = unit == OperationClass.CONVOLUTION
                || unit == OperationClass.MATMUL
                || unit == OperationClass.FULLY_CONNECTED
                || unit == OperationClass.REDUCE_SUM;
        if (overDepth) {
            cycles *= Rounding.ceilDiv(
                    work.ifm(0).usedShape().depth(), work.ifmBlock().depth());
        }
        return cycles;
    }

    /** The same on a systolic grid and its vector unit. */
    private static long gridCyclesPerBlock(Dataflow.WeightStationary grid, BlockWork work, Extents ofmBlock) {
        long elements = work.operation().kernel().elements();
        double positions = (double) ofmBlock.elementsHeightWidth() * Math.max(1, work.ifmBits() / 8);
        return (long)
                switch (work.unit()) {
                    case CONVOLUTION, FULLY_CONNECTED, MATMUL ->
                        grid.productCycles(elements * work.ifm(0).usedShape().depth(), ofmBlock.depth(), positions);
                    case REDUCE_SUM -> grid.vectorCycles(work.ifm(0).usedShape().depth(), ofmBlock.depth(), positions);
                    case DEPTHWISE, POOLING, REDUCE_MIN_MAX, ARGMAX, ELEMENTWISE, RESIZE ->
                        grid.vectorCycles(elements, ofmBlock.depth(), positions);
                };
    }

    /** Cycles of one sub-kernel over one block, the delay of dependent steps included. */
    private long passCycles(BlockWork work, Extents count, Extents micro, int elements) {
        int bits = work.ifmBits();
        long area = count.elementsHeightWidth();
        long depth = count.depth();
        long weights = WEIGHT_MICRO_BLOCK * (long) micro.depth() / 8;
        boolean partKernel = work.block().traversal() == Traversal.PART_KERNEL;
        int steps;
        long cycles;
        switch (work.unit()) {
            case POOLING, REDUCE_MIN_MAX, ARGMAX -> {
                steps = 1;
                cycles = Math.max(4, elements) * area * depth * (bits / 2);
            }
            case DEPTHWISE -> {
                steps = Rounding.ceilDiv(elements, 4);
                cycles = Math.max(weights, 4 * area * (bits / 8)) * steps * depth;
            }
            default -> {
                if (partKernel) {
                    steps = Rounding.ceilDiv(elements, bits == 16 ? 2 : 4);
                    cycles = Math.max(weights, 4 * area)
                            * steps
                            * depth
                            * Rounding.ceilDiv(work.ifmBlock().depth(), 8);
                } else {
                    steps = elements;
                    cycles = Math.max(weights, work.ifmBlock().depth() / 8 * area) * steps * depth * (bits / 8);
                }
                cycles /= work.sparse() ? 2 : 1;
            }
        }
        long delay = 0;
        int perStep =
                work.block().accumulatorBits() > 32 && accelerator.macArray().macsPerCycle() <= 128 ? 3 : 2;
        if (area == 1) {
            if (depth == 1) {
                delay = (long) perStep * steps;
            } else if (steps > 1) {
                delay = (long) perStep * (steps - 1) * depth;
            }
        }
        if (work.unit() == OperationClass.CONVOLUTION && partKernel) {
            delay *= Rounding.ceilDiv(work.ifmBlock().depth(), 8);
        }
        return cycles + delay;
    }
}
