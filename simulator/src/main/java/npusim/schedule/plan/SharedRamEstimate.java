package npusim.schedule.plan;

import npusim.hardware.Accelerator;
import npusim.hardware.BlockLimits;
import npusim.hardware.Dataflow.BlockDotProduct;
import npusim.hardware.Memory;
import npusim.hardware.OperationClass;
import npusim.hardware.OutputQuery;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.Extent;
import npusim.schedule.TensorFormat;
import npusim.schedule.Traversal;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Rounding;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Vela's estimate of one kernel on accelerators with a shared RAM. It steers the compiler's
 * choices; it is no measurement.
 */
final class SharedRamEstimate {
    private static final int COMMAND_SHARE = 4;
    private static final int BIAS_BURST = 256;
    private static final int WRITE_BURST_BITS = 512;
    private static final int SHORTEST_POOL = 4;

    private final Accelerator accelerator;
    private final BlockDotProduct array;
    private final int cores;

    SharedRamEstimate(Accelerator accelerator) {
        this.accelerator = accelerator;
        if (!(accelerator.macArray().dataflow() instanceof BlockDotProduct dotProduct)) {
            throw new IllegalArgumentException(accelerator.name() + " has no block dot product to estimate");
        }
        this.array = dotProduct;
        this.cores = accelerator.macArray().cores();
    }

    /**
     * A feature map as a kernel uses it.
     *
     * @param shape used part, four axes
     * @param bits of an element
     * @param format layout
     * @param memory where it is
     * @param bytesPerCycle of that memory
     */
    record FeatureMapUse(Extents shape, int bits, TensorFormat format, Memory memory, float bytesPerCycle) {}

    /**
     * A kernel.
     *
     * @param kind operation
     * @param kernel kernel
     * @param ifms one or two
     * @param ofm result, with the depth computed
     * @param block block configuration
     * @param biasLatencyCycles read latency of biases, 0 without
     * @param activation name of the fused activation as in the output unit's table
     */
    record Work(
            OperationKind kind,
            Kernel kernel,
            ImmutableList<FeatureMapUse> ifms,
            FeatureMapUse ofm,
            BlockConfiguration block,
            int biasLatencyCycles,
            String activation) {

        OperationClass unit() {
            return kind.requiredUnit();
        }

        Extents ofmBlock() {
            return extents(block.ofmBlock()).min(ofm.shape());
        }

        Extents ifmBlock() {
            return extents(block.ifmBlock()).min(ifms.getFirst().shape());
        }

        int ifmBits() {
            return ifms.getFirst().bits();
        }
    }

    /**
     * Cycles of a kernel and what they are made of.
     *
     * @param cycles whole kernel
     * @param macCycles the MAC array alone
     * @param outputCycles the output unit alone
     * @param commandCycles least cycles between blocks, or of the whole when elementwise
     */
    record Estimate(long cycles, long macCycles, long outputCycles, long commandCycles) {}

    static Extents extents(Extent extent) {
        return Extents.of(1, extent.height(), extent.width(), extent.depth());
    }

    Estimate estimate(Work work) {
        return work.unit() == OperationClass.ELEMENTWISE ? elementwise(work) : macs(work);
    }

    private Estimate elementwise(Work work) {
        Extents shape = work.ofm().shape();
        long elements = (work.ofm().format() == TensorFormat.NHCWB16
                        ? shape.withDepth(Rounding.up(shape.depth(), TensorFormat.BRICK_CHANNELS))
                        : shape)
                .elements();
        double perElement = outputCyclesPerElement(work);
        double output = Math.ceil(perElement * elements);
        double blockElements = extents(work.block().ofmBlock()).elements();
        double perElementCommand = (minimumMemoryCycles(work) / blockElements + perElement) / COMMAND_SHARE;
        double command = Math.ceil(perElementCommand * elements);
        return new Estimate((long) Math.max(command, output), 0, (long) output, (long) command);
    }

    private Estimate macs(Work work) {
        Extents ofmBlock = work.ofmBlock();
        Extents micro = microBlock(work);
        double blocks = (double) work.ofm().shape().ceilDivided(micro).elements()
                / ofmBlock.ceilDivided(micro).elements();
        double compute = Math.ceil(outputCyclesPerElement(work) * ofmBlock.elements());
        double bias = hasWeights(work.unit())
                ? (double) accelerator.weightDecoder().scaleBytes()
                        * ofmBlock.depth()
                        * work.biasLatencyCycles()
                        / BIAS_BURST
                : 0;
        double output = Math.max(compute, bias);
        double mac = macCyclesPerBlock(work, micro);
        double command = (minimumMemoryCycles(work) + mac + output) / COMMAND_SHARE;
        double balancedMac = Math.max(mac, command);
        double balancedOutput = Math.max(output, command);
        double total = balancedMac > balancedOutput
                ? balancedMac * blocks + balancedOutput
                : balancedOutput * blocks + balancedMac;
        return new Estimate(
                (long) total, (long) (mac * blocks + output), (long) (compute * blocks + mac), (long) command);
    }

    private static boolean hasWeights(OperationClass unit) {
        return unit == OperationClass.CONVOLUTION
                || unit == OperationClass.DEPTHWISE
                || unit == OperationClass.FULLY_CONNECTED;
    }

    /** One row of an even width lets the two rows of a micro-block work side by side. */
    private Extents microBlock(Work work) {
        Extents micro = extents(work.block().microBlock());
        boolean weighted = work.unit() == OperationClass.CONVOLUTION || work.unit() == OperationClass.FULLY_CONNECTED;
        Extents ofm = work.ofm().shape();
        boolean sideBySide = accelerator.macArray().flattensMicroBlocks()
                && micro.height() == 2
                && weighted
                && ofm.height() == 1
                && ofm.width() % 2 == 0
                && work.kernel().height() == 1;
        return sideBySide ? Extents.of(1, 1, 2 * micro.width(), micro.depth()) : micro;
    }

    private long macCyclesPerBlock(Work work, Extents micro) {
        Extents count = work.ofmBlock().ceilDivided(micro);
        Kernel kernel = work.kernel();
        boolean vector = work.unit() == OperationClass.FULLY_CONNECTED;
        int limitX = vector ? 1 : accelerator.limits().subKernelWidth();
        int limitY = vector ? 1 : accelerator.limits().subKernelHeight();
        long cycles = 0;
        for (int x = 0; x < kernel.width(); x += limitX) {
            for (int y = 0; y < kernel.height(); y += limitY) {
                int elements = Math.min(kernel.height() - y, limitY) * Math.min(kernel.width() - x, limitX);
                cycles += passCycles(work, count, micro, elements);
            }
        }
        boolean overDepth =
                work.unit() == OperationClass.CONVOLUTION || work.unit() == OperationClass.REDUCE_SUM || vector;
        if (overDepth) {
            int depth = work.ifms().getFirst().shape().depth();
            cycles *= Rounding.ceilDiv(depth, work.ifmBlock().depth());
        }
        return cycles / cores;
    }

    private long passCycles(Work work, Extents count, Extents micro, int elements) {
        long area = count.elementsHeightWidth();
        long depth = count.depth();
        long weightBlock = MacCosts.weightCycles(accelerator, micro);
        long step = Math.max(weightBlock, array.minimumStepCycles() * area);
        int inputSteps = Rounding.ceilDiv(work.ifmBlock().depth(), array.ifmDepthPerCycle());
        return switch (work.unit()) {
            case POOLING, REDUCE_MIN_MAX -> {
                // A micro-block shallower than an IFM step is pooled an element a cycle.
                int perElement = isShallow(micro) ? 1 : work.ifmBits() / 2;
                long cycles = Math.max(SHORTEST_POOL, elements) * count.elements() * perElement;
                yield cycles + delay(work, count, micro, 1);
            }
            case DEPTHWISE -> {
                int steps = Rounding.ceilDiv(elements, array.depthwiseKernelElements());
                long wide = Math.max(weightBlock, array.minimumStepCycles() * area * (work.ifmBits() / Byte.SIZE));
                yield wide * steps * depth + delay(work, count, micro, steps);
            }
            default -> {
                if (work.block().traversal() != Traversal.PART_KERNEL) {
                    yield step * elements * depth + delay(work, count, micro, elements);
                }
                int group = work.ifmBits() == 16 ? array.partKernelElements16Bit() : array.partKernelElements8Bit();
                int steps = Rounding.ceilDiv(elements, group);
                yield (step * steps * depth + delay(work, count, micro, steps)) * inputSteps;
            }
        };
    }

    private boolean isShallow(Extents micro) {
        return micro.depth() < array.ifmDepthPerCycle();
    }

    /** Wait of a step for the accumulators of the step before, when a block has too few micro-blocks to hide it. */
    private long delay(Work work, Extents count, Extents micro, int steps) {
        boolean wide = work.block().accumulatorBits() > Integer.SIZE;
        long delay = wide ? array.wideAccumulatorDelayCycles() : array.pipelineDelayCycles();
        long total = 0;
        if (count.elementsHeightWidth() == 1) {
            if (count.depth() == 1) {
                total = delay * steps;
            } else if (steps > 1) {
                total = delay * (steps - 1) * count.depth();
            }
        }
        boolean thin = (count.width() == 1 || count.height() == 1) && count.depth() > 1;
        return isShallow(micro) && wide && thin ? total + delay * count.depth() : total;
    }

    private double outputCyclesPerElement(Work work) {
        OperationClass unit = work.unit();
        boolean wholeClass = unit != OperationClass.ELEMENTWISE && work.kind() != OperationKind.MAX_POOL;
        String operator = wholeClass ? unit.label() : work.kind().name().toLowerCase(java.util.Locale.ROOT);
        OutputQuery query = new OutputQuery(
                unit,
                operator,
                work.ifms().size(),
                work.ifmBits(),
                work.ofm().bits(),
                work.block().accumulatorBits(),
                false);
        return Math.max(
                accelerator.outputUnit().outputCyclesPerElement(query).doubleValue(),
                accelerator
                        .outputUnit()
                        .activationCyclesPerElement(work.activation())
                        .doubleValue());
    }

    /** First read and last write of a block. */
    private long minimumMemoryCycles(Work work) {
        Extents ifmBlock = extents(work.block().ifmBlock());
        long read = 0;
        for (FeatureMapUse ifm : work.ifms()) {
            long bytes = ifm.shape().min(ifmBlock).elements() * work.ifmBits() / Byte.SIZE;
            long moved = burstBytes(true, ifm, work.ifmBits(), ifmBlock, bytes);
            read = Math.max(read, ifm.memory().readLatencyCycles() + (long) ((float) moved / ifm.bytesPerCycle()));
        }
        FeatureMapUse ofm = work.ofm();
        Extents ofmBlock = extents(work.block().ofmBlock());
        long bytes = ofm.shape().min(ofmBlock).elements() * ofm.bits() / Byte.SIZE;
        long moved = burstBytes(false, ofm, ofm.bits(), ofmBlock, bytes);
        return read + ofm.memory().writeLatencyCycles() + (long) ((float) moved / ofm.bytesPerCycle());
    }

    /** Bytes moved when bursts carry only what is contiguous. */
    long burstBytes(boolean read, FeatureMapUse map, int bits, Extents block, long bytes) {
        long widthDepth = (long) block.width() * block.depth();
        long run;
        if (map.format() == TensorFormat.NHCWB16) {
            long depthStride = (long) map.shape().width() * bits * TensorFormat.BRICK_CHANNELS / Byte.SIZE;
            run = depthStride == block.depth()
                    ? bits * widthDepth
                    : (long) TensorFormat.BRICK_CHANNELS * bits * block.width() * (read ? 1 : cores);
        } else {
            long columnStride = (long) map.shape().depth() * bits / Byte.SIZE;
            boolean whole = columnStride == block.depth() && (read || block.depth() <= TensorFormat.BRICK_CHANNELS);
            if (whole) {
                run = bits * widthDepth;
            } else {
                long channels = (long) bits * block.depth();
                run = read
                        ? channels
                        : Math.min(Math.min(WRITE_BURST_BITS, TensorFormat.BRICK_CHANNELS * bits * cores), channels);
            }
        }
        int burst = map.memory().burstBytes();
        return bytes * burst / Math.min(burst, run / Byte.SIZE);
    }

    /** Elements that a kernel moves. */
    ElementAccess access(Work work) {
        FeatureMapUse ofm = work.ofm();
        long written = stored(ofm.shape(), ofm.format()).elements();
        if (work.unit() == OperationClass.ELEMENTWISE) {
            return elementwiseAccess(work, written);
        }
        FeatureMapUse ifm = work.ifms().getFirst();
        Extents blocks = ofm.shape().ceilDivided(work.ofmBlock());
        boolean equalDepth = work.unit() == OperationClass.DEPTHWISE
                || work.unit() == OperationClass.POOLING
                || work.unit() == OperationClass.REDUCE_MIN_MAX;
        BlockLimits limits = accelerator.limits();
        Kernel kernel = work.kernel();
        boolean vector = work.unit() == OperationClass.FULLY_CONNECTED;
        int passes = vector
                ? kernel.elements()
                : Rounding.ceilDiv(kernel.width(), limits.subKernelWidth())
                        * Rounding.ceilDiv(kernel.height(), limits.subKernelHeight());
        long fetch = work.ifmBlock().elementsHeightWidth()
                * stored(ifm.shape(), ifm.format()).depth();
        long count = (equalDepth ? blocks.withDepth(1) : blocks).elements();
        int refetches = hasWeights(work.unit()) ? (int) blocks.elementsHeightWidth() : 0;
        return new ElementAccess(fetch * passes * count, 0, written, refetches);
    }

    private static ElementAccess elementwiseAccess(Work work, long written) {
        FeatureMapUse first = work.ifms().getFirst();
        FeatureMapUse second = work.ifms().size() > 1 ? work.ifms().get(1) : null;
        long whole = stored(work.ofm().shape(), first.format()).elements();
        if (first.shape().elements() == 1) {
            if (first.bits() > Byte.SIZE) {
                return new ElementAccess(stored(first.shape(), first.format()).elements(), 0, written, 0);
            }
            return new ElementAccess(0, second == null ? 0 : whole, written, 0);
        }
        long other = 0;
        if (second != null && second.shape().elements() > 1) {
            other = whole;
        } else if (second != null && second.bits() > Byte.SIZE) {
            other = stored(second.shape(), first.format()).elements();
        }
        return new ElementAccess(whole, other, written, 0);
    }

    private static Extents stored(Extents shape, TensorFormat format) {
        return format == TensorFormat.NHCWB16
                ? shape.withDepth(Rounding.up(shape.depth(), TensorFormat.BRICK_CHANNELS))
                : shape;
    }
}
