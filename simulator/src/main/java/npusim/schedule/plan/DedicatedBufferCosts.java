package npusim.schedule.plan;

import npusim.hardware.Accelerator;
import npusim.hardware.Dataflow;
import npusim.hardware.Memory;
import npusim.hardware.OperationClass;
import npusim.hardware.OutputQuery;
import npusim.hardware.ReadChannel;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.TensorFormat;
import npusim.schedule.Traversal;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Permutation;
import npusim.schedule.operation.Role;
import npusim.schedule.operation.Rounding;
import org.jspecify.annotations.Nullable;

/** Vela's estimates for accelerators with dedicated buffers (ethos-u.md §3.1–3.6). */
final class DedicatedBufferCosts implements CostModel {
    private static final int WEIGHT_MICRO_BLOCK = 32;
    private static final int COMMAND_SHARE = 4;
    private static final int BIAS_BYTES = 10;
    private static final int BIAS_BURST = 256;
    private static final int BRICK = PlannedTensor.BRICK;
    private static final int WRITE_BURST_BITS = 512;

    private final Accelerator accelerator;
    private final MemoryChannels channels;
    private final SchedulePolicy policy;

    DedicatedBufferCosts(Accelerator accelerator, MemoryMap memories, SchedulePolicy policy) {
        this.accelerator = accelerator;
        this.channels = new MemoryChannels(accelerator, memories);
        this.policy = policy;
    }

    /** One operation with its block, clipped to its feature maps. */
    private record Work(
            NpuOperation operation,
            TensorPlans tensors,
            BlockConfiguration block,
            OperationClass unit,
            Extents ofm,
            boolean sparse) {

        Connection ifm(int index) {
            return operation.ifm(index);
        }

        int ifmCount() {
            return Math.min(2, operation.ifmCount());
        }

        Extents ofmBlock() {
            return extents(block.ofmBlock()).min(ofm);
        }

        Extents ifmBlock() {
            return extents(block.ifmBlock()).min(operation.ifm(0).usedShape().padded(4, 1));
        }

        int ifmBits() {
            return operation.ifm(0).type().bits();
        }

        int ofmBits() {
            return operation.ofm().type().bits();
        }
    }

    private static Extents extents(npusim.schedule.Extent extent) {
        return Extents.of(1, extent.height(), extent.width(), extent.depth());
    }

    private static boolean usesMacs(OperationClass unit) {
        return unit != OperationClass.ELEMENTWISE && unit != OperationClass.RESIZE;
    }

    @Override
    public long cycles(
            NpuOperation member, TensorPlans tensors, BlockConfiguration block, int ofmDepth, boolean sparse) {
        OperationClass unit = member.kind().unit();
        if (unit == null || unit == OperationClass.RESIZE) {
            return 0;
        }
        Extents ofm = member.ofm().usedShape().padded(4, 1).withDepth(ofmDepth);
        Work work = new Work(member, tensors, block, unit, ofm, sparse);
        if (unit == OperationClass.ELEMENTWISE) {
            return policy == SchedulePolicy.VELA_4_4 ? elementwise44(work) : elementwise50(work);
        }
        return policy == SchedulePolicy.VELA_4_4 ? macs44(work) : macs50(work);
    }

    private long macs44(Work work) {
        Extents ofmBlock = work.ofmBlock();
        Extents micro = extents(work.block().microBlock());
        boolean flat = micro.height() == 2
                && (work.unit() == OperationClass.CONVOLUTION || work.unit() == OperationClass.MATMUL)
                && work.ofm().height() == 1
                && work.ofm().width() % 2 == 0
                && work.operation().kernel().height() == 1;
        if (flat) {
            micro = Extents.of(1, 1, 4, micro.depth());
            ofmBlock = ofmBlock.withHeight(1);
        }
        long macs = macCyclesPerBlock(work, ofmBlock, micro);
        float blocks = blockCount44(work, ofmBlock);
        float perElement = (float) simpleOutputCycles(work);
        long output = (long) (perElement * (float) ofmBlock.elements());
        if (work.operation().input(Role.BIASES) != null) {
            output = Math.max(output, biasCycles(ofmBlock));
        }
        long command = (minimumMemoryCycles(work) + output + macs) / COMMAND_SHARE;
        macs = Math.max(macs, command);
        output = Math.max(output, command);
        return macs > output ? (long) (macs * blocks) + output : (long) (output * blocks) + macs;
    }

    /**
     * Blocks of an OFM as 4.4.1 counts them: where its search yields blocks without a batch axis, it divides batch,
     * height and width of the OFM by height, width and depth of the block.
     */
    private static float blockCount44(Work work, Extents ofmBlock) {
        OperationClass unit = work.unit();
        boolean hasBatch = unit == OperationClass.CONVOLUTION
                || unit == OperationClass.MATMUL
                || unit == OperationClass.FULLY_CONNECTED
                || work.operation().kind() == OperationKind.COPY;
        float blocks = 1;
        for (int axis = 0; axis < (hasBatch ? 4 : 3); axis++) {
            int size = ofmBlock.get(hasBatch ? axis : axis + 1);
            blocks *= Math.max((float) work.ofm().get(axis) / size, 1.0f);
        }
        return blocks;
    }

    private long biasCycles(Extents ofmBlock) {
        int latency = memory(MemoryArea.CONSTANTS).readLatencyCycles();
        return (long) BIAS_BYTES * ofmBlock.depth() * latency / BIAS_BURST;
    }

    private long macs50(Work work) {
        Extents ofmBlock = work.ofmBlock();
        Extents micro = extents(work.block().microBlock());
        long perBlock = ofmBlock.ceilDivided(micro).elements();
        double blocks = (double) work.ofm().ceilDivided(micro).elements() / perBlock;
        double output = Math.ceil(groupOutputCycles(work.operation()) * ofmBlock.elements());
        boolean weights = work.unit() == OperationClass.CONVOLUTION
                || work.unit() == OperationClass.DEPTHWISE
                || work.unit() == OperationClass.FULLY_CONNECTED
                || work.unit() == OperationClass.MATMUL;
        if (weights && work.operation().input(Role.BIASES) != null) {
            int latency = memory(MemoryArea.CONSTANTS).readLatencyCycles();
            output = Math.max(output, (double) BIAS_BYTES * ofmBlock.depth() * latency / BIAS_BURST);
        }
        double macs = macCyclesPerBlock(work, ofmBlock, micro);
        double command = (minimumMemoryCycles(work) + macs + output) / COMMAND_SHARE;
        double balancedMacs = Math.max(macs, command);
        double balancedOutput = Math.max(output, command);
        return balancedMacs > balancedOutput
                ? (long) (balancedMacs * blocks + balancedOutput)
                : (long) (balancedOutput * blocks + balancedMacs);
    }

    private long macCyclesPerBlock(Work work, Extents ofmBlock, Extents micro) {
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
    private static long gridCyclesPerBlock(Dataflow.WeightStationary grid, Work work, Extents ofmBlock) {
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
    private long passCycles(Work work, Extents count, Extents micro, int elements) {
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

    private long elementwise44(Work work) {
        float perElement = (float) simpleOutputCycles(work);
        float command = ((float) minimumMemoryCycles(work)
                                / (float) extents(work.block().ofmBlock()).elements()
                        + perElement)
                / 4.0f;
        float cycles = Math.max(perElement, command);
        return (long) (cycles
                * (float) stored(work.ofm(), format(work.operation().ofm(), work.tensors()))
                        .elements());
    }

    private long elementwise50(Work work) {
        long elements = stored(work.ofm(), format(work.operation().ofm(), work.tensors()))
                .elements();
        double perElement = groupOutputCycles(work.operation());
        double output = Math.ceil(perElement * elements);
        double blockElements = extents(work.block().ofmBlock()).elements();
        double command = (minimumMemoryCycles(work) / blockElements + perElement) / COMMAND_SHARE;
        return (long) Math.max(Math.ceil(command * elements), output);
    }

    private static Extents stored(Extents shape, TensorFormat format) {
        return format == TensorFormat.NHCWB16 ? shape.withDepth(Rounding.up(shape.depth(), BRICK)) : shape;
    }

    private static TensorFormat format(Connection connection, TensorPlans tensors) {
        return tensors.of(connection.tensor()).format();
    }

    /** First read and last write of a block. */
    private long minimumMemoryCycles(Work work) {
        int bits = work.ifmBits();
        Extents ifmBlock = extents(work.block().ifmBlock());
        long read = 0;
        for (int i = 0; i < work.ifmCount(); i++) {
            PlannedTensor tensor = work.tensors().of(work.ifm(i).tensor());
            Extents shape = work.ifm(i).usedShape();
            long bytes = shape.min(ifmBlock).elements() * bits / 8;
            long moved = burstBytes(true, tensor, bits, ifmBlock, shape, bytes);
            long cycles = memory(tensor.area()).readLatencyCycles() + (long) ((float) moved / bandwidth(tensor.area()));
            read = Math.max(read, cycles);
        }
        PlannedTensor tensor = work.tensors().of(work.operation().ofm().tensor());
        Extents ofmBlock = extents(work.block().ofmBlock());
        long bytes = work.ofm().min(ofmBlock).elements() * work.ofmBits() / 8;
        long moved = burstBytes(false, tensor, work.ofmBits(), ofmBlock, work.ofm(), bytes);
        long write = memory(tensor.area()).writeLatencyCycles() + (long) ((float) moved / bandwidth(tensor.area()));
        return read + write;
    }

    /** Bytes moved when bursts carry only what is contiguous (ethos-u.md §3.5). */
    private long burstBytes(boolean read, PlannedTensor tensor, int bits, Extents block, Extents shape, long bytes) {
        int cores = accelerator.macArray().cores();
        long run;
        long widthDepth = (long) block.width() * block.depth();
        if (tensor.format() == TensorFormat.NHCWB16) {
            long depthStride = (long) shape.width() * bits * BRICK / 8;
            run = depthStride == block.depth()
                    ? bits * widthDepth
                    : (long) BRICK * bits * block.width() * (read ? 1 : cores);
        } else {
            long columnStride = (long) shape.depth() * bits / 8;
            boolean whole = columnStride == block.depth() && (read || block.depth() <= BRICK);
            if (whole) {
                run = bits * widthDepth;
            } else if (read) {
                run = (long) bits * block.depth();
            } else {
                run = Math.min(Math.min(WRITE_BURST_BITS, BRICK * bits * cores), block.depth() * bits);
            }
        }
        long burst = memory(tensor.area()).burstBytes();
        return bytes * burst / Math.min(burst, run / 8);
    }

    private Memory memory(MemoryArea area) {
        return channels.memories().memory(area);
    }

    private float bandwidth(MemoryArea area) {
        return channels.memories().bytesPerCycle(area);
    }

    /** Output cycles per element when only 32-bit operands and products are told apart. */
    private double simpleOutputCycles(Work work) {
        boolean product = work.operation().kind() == OperationKind.MUL && work.ofmBits() == 32 && work.ifmBits() != 32;
        int bits = product ? 16 : 8;
        return accelerator
                .outputUnit()
                .outputCyclesPerElement(
                        new OutputQuery(OperationClass.CONVOLUTION, "convolution", 1, 8, bits, 32, false))
                .doubleValue();
    }

    /** Output cycles per element of a whole group: the sum over kernels, each with what is fused behind it. */
    private double groupOutputCycles(NpuOperation member) {
        NpuOperation leader = member.leader() == null ? member : member.leader();
        double sum = 0;
        double current = kernelOutputCycles(leader);
        for (NpuOperation follower : leader.followers()) {
            if (follower.isFused()) {
                current = Math.max(current, activationCycles(follower));
            } else {
                sum += current;
                current = kernelOutputCycles(follower);
            }
        }
        return sum + current;
    }

    private double kernelOutputCycles(NpuOperation operation) {
        if (operation.kind().isActivation() || operation.kind().isReordering()) {
            return activationCycles(operation);
        }
        OperationClass unit = operation.kind().requiredUnit();
        OutputQuery query = new OutputQuery(
                unit,
                operatorName(operation, unit),
                operation.kind().isBinary() ? 2 : 1,
                operation.ifm(0).type().bits(),
                operation.ofm().type().bits(),
                32,
                operation.ofm().tensor().isInsideGroup());
        return accelerator.outputUnit().outputCyclesPerElement(query).doubleValue();
    }

    private static String operatorName(NpuOperation operation, OperationClass unit) {
        return unit == OperationClass.ELEMENTWISE
                ? operation.kind().name().toLowerCase(java.util.Locale.ROOT)
                : unit.label();
    }

    private double activationCycles(NpuOperation operation) {
        Permutation transpose = operation.ofm().transpose();
        boolean exchanges = transpose.source(2) == 1 || transpose.source(0) == 2;
        String name = "none";
        if (exchanges) {
            name = "transpose";
        } else if ((operation.ofm().reversedAxes() & 2) != 0) {
            name = "reverse_width";
        }
        return accelerator.outputUnit().activationCyclesPerElement(name).doubleValue();
    }

    @Override
    public ElementAccess access(NpuOperation member, TensorPlans tensors, BlockConfiguration block) {
        OperationClass unit = member.kind().unit();
        Extents ofm = member.ofm().usedShape().padded(4, 1);
        long written = member.ofm().tensor().isInsideGroup() && policy != SchedulePolicy.VELA_4_4
                ? 0
                : stored(ofm, format(member.ofm(), tensors)).elements();
        if (unit == null) {
            return new ElementAccess(member.ifm(0).usedShape().elements(), 0, written, 0);
        }
        TensorFormat ifmFormat = format(member.ifm(0), tensors);
        if (!usesMacs(unit)) {
            return unit == OperationClass.ELEMENTWISE
                    ? elementwiseAccess(member, ifmFormat, written)
                    : new ElementAccess(
                            stored(member.ifm(0).usedShape(), ifmFormat).elements(), 0, written, 0);
        }
        Work work = new Work(member, tensors, block, unit, ofm, false);
        Extents blocks = ofm.ceilDivided(work.ofmBlock());
        boolean equalDepth = unit == OperationClass.DEPTHWISE
                || unit == OperationClass.POOLING
                || unit == OperationClass.REDUCE_MIN_MAX
                || unit == OperationClass.ARGMAX;
        if (equalDepth) {
            blocks = blocks.withDepth(1);
        }
        Kernel kernel = member.kernel();
        int passes = Rounding.ceilDiv(kernel.width(), accelerator.limits().subKernelWidth())
                * Rounding.ceilDiv(kernel.height(), accelerator.limits().subKernelHeight());
        long fetch = work.ifmBlock().elementsHeightWidth()
                * stored(member.ifm(0).usedShape(), ifmFormat).depth();
        boolean weights = unit != OperationClass.POOLING && unit != OperationClass.REDUCE_SUM;
        int refetches = weights ? (int) blocks.elementsHeightWidth() : 0;
        return new ElementAccess(fetch * passes * blocks.elements(), 0, written, refetches);
    }

    private ElementAccess elementwiseAccess(NpuOperation member, TensorFormat format, long written) {
        Extents first = member.ifm(0).usedShape();
        Connection secondIfm = member.ifmOrNull(1);
        Extents second = secondIfm == null ? null : secondIfm.usedShape();
        if (policy != SchedulePolicy.VELA_4_4) {
            return new ElementAccess(
                    first.elements() > 1 ? stored(first, format).elements() : 0,
                    second != null && (second.elements() > 1 || first.elements() == 1)
                            ? stored(second, format).elements()
                            : 0,
                    written,
                    0);
        }
        long whole = stored(member.ofm().usedShape(), format).elements();
        if (first.elements() == 1) {
            boolean wide = member.ifm(0).type().bits() > 8;
            return new ElementAccess(
                    wide ? stored(first, format).elements() : 0, wide || second == null ? 0 : whole, written, 0);
        }
        return new ElementAccess(whole, secondAccess(member, second, format, whole), written, 0);
    }

    private static long secondAccess(NpuOperation member, @Nullable Extents second, TensorFormat format, long whole) {
        if (second == null) {
            return 0;
        }
        if (second.elements() > 1) {
            return whole;
        }
        return member.ifm(1).type().bits() > 8 ? stored(second, format).elements() : 0;
    }

    @Override
    public long copyCycles(MemoryArea from, MemoryArea to, long bytes) {
        long read = (long) ((float) bytes / channels.readBytesPerCycle(from, ReadChannel.MEM_TO_MEM))
                + memory(from).readLatencyCycles();
        long write = (long) ((float) bytes / channels.writeBytesPerCycle(to))
                + memory(to).writeLatencyCycles();
        return Math.max(read, write);
    }

    @Override
    public long readCycles(MemoryArea area, long bytes, ReadChannel channel) {
        return (long) (bytes / (double) channels.readBytesPerCycle(area, channel)
                + memory(area).readLatencyCycles());
    }

    @Override
    public float readBytesPerCycle(MemoryArea area, ReadChannel channel) {
        return channels.readBytesPerCycle(area, channel);
    }

    @Override
    public int latency(MemoryArea area) {
        return memory(area).readLatencyCycles();
    }
}
