package npusim.schedule.plan;

import npusim.hardware.Accelerator;
import npusim.hardware.Memory;
import npusim.hardware.OperationClass;
import npusim.hardware.ReadChannel;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.TensorFormat;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Role;

/** Vela's estimates for accelerators with dedicated buffers. */
final class DedicatedBufferCosts implements CostModel {
    private static final int COMMAND_SHARE = 4;
    private static final int BIAS_BURST = 256;
    private static final int WRITE_BURST_BITS = 512;

    private final Accelerator accelerator;
    private final MemoryChannels channels;
    private final SchedulePolicy policy;
    private final MacCosts macCosts;
    private final OutputCosts outputs;
    private final ElementAccesses accesses;

    DedicatedBufferCosts(Accelerator accelerator, MemoryMap memories, SchedulePolicy policy) {
        this.accelerator = accelerator;
        this.channels = new MemoryChannels(accelerator, memories);
        this.policy = policy;
        this.macCosts = new MacCosts(accelerator);
        this.outputs = new OutputCosts(accelerator);
        this.accesses = new ElementAccesses(accelerator, policy);
    }

    @Override
    public long cycles(
            NpuOperation member, TensorPlans tensors, BlockConfiguration block, int ofmDepth, boolean sparse) {
        OperationClass unit = member.kind().unit();
        if (unit == null || unit == OperationClass.RESIZE) {
            return 0;
        }
        Extents ofm = member.ofm().usedShape().padded(4, 1).withDepth(ofmDepth);
        BlockWork work = new BlockWork(member, tensors, block, unit, ofm, sparse);
        if (unit == OperationClass.ELEMENTWISE) {
            return policy == SchedulePolicy.VELA_4_4 ? elementwise44(work) : elementwise50(work);
        }
        return policy == SchedulePolicy.VELA_4_4 ? macs44(work) : macs50(work);
    }

    private long macs44(BlockWork work) {
        Extents ofmBlock = work.ofmBlock();
        Extents micro = BlockWork.extents(work.block().microBlock());
        boolean flat = micro.height() == 2
                && (work.unit() == OperationClass.CONVOLUTION || work.unit() == OperationClass.MATMUL)
                && work.ofm().height() == 1
                && work.ofm().width() % 2 == 0
                && work.operation().kernel().height() == 1;
        if (flat) {
            micro = Extents.of(1, 1, 4, micro.depth());
            ofmBlock = ofmBlock.withHeight(1);
        }
        long macs = macCosts.perBlock(work, ofmBlock, micro);
        float blocks = blockCount44(work, ofmBlock);
        float perElement = (float) outputs.simple(work);
        long output = (long) (perElement * (float) ofmBlock.elements());
        if (work.operation().input(Role.BIASES) != null) {
            output = Math.max(output, (long) biasCycles(ofmBlock));
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
    private static float blockCount44(BlockWork work, Extents ofmBlock) {
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

    /** Time to read the scales and biases of a block. */
    private double biasCycles(Extents ofmBlock) {
        double latency = memory(MemoryArea.CONSTANTS).readLatencyCycles();
        return accelerator.weightDecoder().scaleBytes() * ofmBlock.depth() * latency / BIAS_BURST;
    }

    private long macs50(BlockWork work) {
        Extents ofmBlock = work.ofmBlock();
        Extents micro = BlockWork.extents(work.block().microBlock());
        long perBlock = ofmBlock.ceilDivided(micro).elements();
        double blocks = (double) work.ofm().ceilDivided(micro).elements() / perBlock;
        double output = Math.ceil(outputs.ofGroup(work.operation()) * ofmBlock.elements());
        boolean weights = work.unit() == OperationClass.CONVOLUTION
                || work.unit() == OperationClass.DEPTHWISE
                || work.unit() == OperationClass.FULLY_CONNECTED
                || work.unit() == OperationClass.MATMUL;
        if (weights && work.operation().input(Role.BIASES) != null) {
            output = Math.max(output, biasCycles(ofmBlock));
        }
        double macs = macCosts.perBlock(work, ofmBlock, micro);
        double command = (minimumMemoryCycles(work) + macs + output) / COMMAND_SHARE;
        double balancedMacs = Math.max(macs, command);
        double balancedOutput = Math.max(output, command);
        return balancedMacs > balancedOutput
                ? (long) (balancedMacs * blocks + balancedOutput)
                : (long) (balancedOutput * blocks + balancedMacs);
    }

    private long elementwise44(BlockWork work) {
        float perElement = (float) outputs.simple(work);
        float command = ((float) minimumMemoryCycles(work)
                                / (float) BlockWork.extents(work.block().ofmBlock())
                                        .elements()
                        + perElement)
                / 4.0f;
        float cycles = Math.max(perElement, command);
        return (long) (cycles
                * (float) work.stored(work.ofm(), work.operation().ofm()).elements());
    }

    private long elementwise50(BlockWork work) {
        long elements = work.stored(work.ofm(), work.operation().ofm()).elements();
        double perElement = outputs.ofGroup(work.operation());
        double output = Math.ceil(perElement * elements);
        double blockElements = BlockWork.extents(work.block().ofmBlock()).elements();
        double command = (minimumMemoryCycles(work) / blockElements + perElement) / COMMAND_SHARE;
        return (long) Math.max(Math.ceil(command * elements), output);
    }

    /** First read and last write of a block. */
    private long minimumMemoryCycles(BlockWork work) {
        int bits = work.ifmBits();
        Extents ifmBlock = BlockWork.extents(work.block().ifmBlock());
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
        Extents ofmBlock = BlockWork.extents(work.block().ofmBlock());
        long bytes = work.ofm().min(ofmBlock).elements() * work.ofmBits() / 8;
        long moved = burstBytes(false, tensor, work.ofmBits(), ofmBlock, work.ofm(), bytes);
        long write = memory(tensor.area()).writeLatencyCycles() + (long) ((float) moved / bandwidth(tensor.area()));
        return read + write;
    }

    /** Bytes moved when bursts carry only what is contiguous. */
    private long burstBytes(boolean read, PlannedTensor tensor, int bits, Extents block, Extents shape, long bytes) {
        int cores = accelerator.macArray().cores();
        long run;
        long widthDepth = (long) block.width() * block.depth();
        if (tensor.format() == TensorFormat.NHCWB16) {
            long depthStride = (long) shape.width() * bits * TensorFormat.BRICK_CHANNELS / 8;
            run = depthStride == block.depth()
                    ? bits * widthDepth
                    : (long) TensorFormat.BRICK_CHANNELS * bits * block.width() * (read ? 1 : cores);
        } else {
            long columnStride = (long) shape.depth() * bits / 8;
            boolean whole = columnStride == block.depth() && (read || block.depth() <= TensorFormat.BRICK_CHANNELS);
            if (whole) {
                run = bits * widthDepth;
            } else if (read) {
                run = (long) bits * block.depth();
            } else {
                run = Math.min(
                        Math.min(WRITE_BURST_BITS, TensorFormat.BRICK_CHANNELS * bits * cores), block.depth() * bits);
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

    @Override
    public ElementAccess access(NpuOperation member, TensorPlans tensors, BlockConfiguration block) {
        return accesses.of(member, tensors, block);
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
