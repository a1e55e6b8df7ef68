package npusim.schedule.plan;

import npusim.hardware.Accelerator;
import npusim.hardware.Dataflow;
import npusim.hardware.OperationClass;
import npusim.hardware.WeightDecoder;
import npusim.schedule.Traversal;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.Rounding;

/** How long the MAC array works on a block, as a compiler estimates it. */
final class MacCosts {
    private final Accelerator accelerator;

    MacCosts(Accelerator accelerator) {
        this.accelerator = accelerator;
    }

    /** Cycles of the MAC array over one OFM block. */
    long perBlock(BlockWork work, Extents ofmBlock, Extents micro) {
        return switch (accelerator.macArray().dataflow()) {
            case Dataflow.WeightStationary grid -> gridCyclesPerBlock(grid, work, ofmBlock);
            case Dataflow.BlockDotProduct array -> dotProductCyclesPerBlock(array, work, ofmBlock, micro);
        };
    }

    private long dotProductCyclesPerBlock(
            Dataflow.BlockDotProduct array, BlockWork work, Extents ofmBlock, Extents micro) {
        Kernel kernel = work.operation().kernel();
        OperationClass unit = work.unit();
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
                cycles += passCycles(array, work, count, micro, elements);
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
    private long passCycles(
            Dataflow.BlockDotProduct array, BlockWork work, Extents count, Extents micro, int elements) {
        int bits = work.ifmBits();
        long area = count.elementsHeightWidth();
        long depth = count.depth();
        long weights = weightCycles(accelerator, micro);
        long minimum = array.minimumStepCycles();
        boolean partKernel = work.block().traversal() == Traversal.PART_KERNEL;
        int steps;
        long cycles;
        switch (work.unit()) {
            case POOLING, REDUCE_MIN_MAX, ARGMAX -> {
                steps = 1;
                cycles = Math.max(minimum, elements) * area * depth * minimum * bits / Byte.SIZE;
            }
            case DEPTHWISE -> {
                steps = Rounding.ceilDiv(elements, array.depthwiseKernelElements());
                cycles = Math.max(weights, minimum * area * (bits / Byte.SIZE)) * steps * depth;
            }
            default -> {
                if (partKernel) {
                    steps = Rounding.ceilDiv(
                            elements, bits == 16 ? array.partKernelElements16Bit() : array.partKernelElements8Bit());
                    cycles = Math.max(weights, minimum * area) * steps * depth * depthPasses(array, work);
                } else {
                    steps = elements;
                    long passes = work.ifmBlock().depth() / array.ifmDepthPerCycle();
                    cycles = Math.max(weights, passes * area) * steps * depth * (bits / Byte.SIZE);
                }
                cycles /= work.sparse() ? 2 : 1;
            }
        }
        long delay = 0;
        int perStep = work.block().accumulatorBits() > Integer.SIZE
                ? array.wideAccumulatorDelayCycles()
                : array.pipelineDelayCycles();
        if (area == 1) {
            if (depth == 1) {
                delay = (long) perStep * steps;
            } else if (steps > 1) {
                delay = (long) perStep * (steps - 1) * depth;
            }
        }
        if (work.unit() == OperationClass.CONVOLUTION && partKernel) {
            delay *= depthPasses(array, work);
        }
        return cycles + delay;
    }

    private static int depthPasses(Dataflow.BlockDotProduct array, BlockWork work) {
        return Rounding.ceilDiv(work.ifmBlock().depth(), array.ifmDepthPerCycle());
    }

    /** Cycles to decode the weights of a step over a micro-block. */
    static long weightCycles(Accelerator accelerator, Extents micro) {
        WeightDecoder decoder = accelerator.weightDecoder();
        return (long) decoder.weightMicroBlockIfmDepth() * micro.depth() / decoder.weightsPerCyclePerCore();
    }
}
