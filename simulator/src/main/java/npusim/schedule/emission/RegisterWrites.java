package npusim.schedule.emission;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import npusim.hardware.Accelerator;
import npusim.hardware.Buffers;
import npusim.schedule.AxiSide;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.DmaCommand;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.FeatureMapStorage;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelFunction;
import npusim.schedule.KernelKind;
import npusim.schedule.TableRange;
import npusim.schedule.Weights;
import npusim.schedule.block.SharedRamBanks;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.ConstantData;
import npusim.schedule.operation.ElementType;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Rescaling;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of the command stream: a register is sent only when it changes. Values are those of the
 * hardware only as far as two of them are equal when the hardware's are.
 */
final class RegisterWrites {
    static final int WAIT_BYTES = 4;
    private static final int LAUNCH_BYTES = 4;
    private static final int TABLE_REGION = 3;

    private final Map<Register, Long> sent = new EnumMap<>(Register.class);
    private final Map<NpuTensor, Integer> chainingSlots = new HashMap<>();
    private final AddressMap addresses;
    private final @Nullable SharedRamBanks banks;
    private final int cores;
    private final CoreStreams weightStreams;
    private final CoreStreams scaleStreams;
    private int bytes;

    RegisterWrites(Accelerator accelerator, AddressMap addresses) {
        this.addresses = addresses;
        Buffers buffers = accelerator.buffers();
        banks = buffers instanceof Buffers.SharedRam ram ? new SharedRamBanks(ram) : null;
        cores = accelerator.macArray().cores();
        weightStreams = new CoreStreams(cores);
        scaleStreams = new CoreStreams(cores);
        if (banks != null && cores > 1) {
            set(Register.PARALLEL_MODE, 1);
        }
    }

    /** Feature maps of a kernel as registers see them. */
    record Operands(BlockDependency.Part ifm, BlockDependency.@Nullable Part ifm2, BlockDependency.Part ofm) {}

    /** Where the feature maps on {@code side} begin. */
    long featureMapBase(AxiSide side) {
        return addresses.featureMapBase(side);
    }

    /** Sends a register if it changes. */
    void set(Register register, long value) {
        Long before = sent.put(register, value);
        if (before == null || before != value) {
            bytes += register.bytes();
        }
    }

    private int taken(int more) {
        int total = bytes + more;
        bytes = 0;
        return total;
    }

    int copy(boolean fromConstants, long from, DmaCommand.Target target, long to, long length) {
        set(Register.DMA_SOURCE_REGION, fromConstants ? 0 : 1);
        set(Register.DMA_SOURCE, from);
        AxiSide side = target.side();
        set(Register.DMA_TARGET_REGION, side == null ? TABLE_REGION : addresses.region(side));
        set(Register.DMA_TARGET, to);
        set(Register.DMA_LENGTH, length);
        return taken(LAUNCH_BYTES);
    }

    /** A chain begins: its results take the slots of the chaining buffer one after the other. */
    void beginChain() {
        chainingSlots.clear();
        nextInChain();
    }

    /** Operands are sent anew for every kernel of a chain and for the one behind it. */
    void nextInChain() {
        OperandRegisters.CHAINED.forEach(sent::remove);
    }

    private long slot(NpuTensor tensor) {
        return chainingSlots.computeIfAbsent(tensor, _ -> chainingSlots.size());
    }

    int kernel(KernelCommand kernel, NpuOperation operation, Operands operands) {
        TableRange table = kernel.table();
        boolean elementwise = kernel.kind() == KernelKind.ELEMENTWISE;
        ifm(operation.ifm(0), operands.ifm(), kernel);
        Connection second = operation.ifmOrNull(1);
        BlockDependency.Part secondPart = operands.ifm2();
        if (second != null && secondPart != null) {
            ifm2(second, secondPart, kernel);
        }
        ofm(operation, operands.ofm(), kernel);
        scales(operation, second, kernel);
        if (!elementwise) {
            window(operation, kernel, operands);
        }
        weights(kernel.weights());
        activation(operation, table);
        blocks(operation, kernel, operands, elementwise, table != null);
        set(Register.BLOCK_DEPENDENCY, kernel.blockDependency());
        return taken(LAUNCH_BYTES);
    }

    private long region(Connection connection, FeatureMap map) {
        return connection.tensor().isConstant() ? 0 : addresses.region(map.side());
    }

    private static long precision(Connection connection, FeatureMap map) {
        ElementType type = connection.type();
        return type.ordinal()
                + 16L * map.format().ordinal()
                + 64L * map.storage().ordinal();
    }

    private void ifm(Connection connection, BlockDependency.Part part, KernelCommand kernel) {
        FeatureMap map = part.map();
        set(Register.IFM_PRECISION, precision(connection, map));
        set(Register.IFM_ZERO_POINT, connection.rescaling().zeroPoint());
        if (kernel.kind() == KernelKind.ELEMENTWISE && operandCount(kernel) > 1) {
            set(Register.IFM_BROADCAST, broadcast(map, kernel.ofm()));
        }
        if (map.storage() == FeatureMapStorage.CHAINED) {
            set(Register.IFM_REGION, slot(connection.tensor()));
            return;
        }
        if (!map.inMemory()) {
            set(Register.OP_SCALAR, scalar(connection));
            return;
        }
        set(Register.IFM_REGION, region(connection, map));
        OperandRegisters.IFM.tiles(
                this, part, map.extent().height(), map.extent().width());
        FeatureMap second = kernel.ifm2();
        if (second == null || second.storage() != FeatureMapStorage.CHAINED) {
            set(Register.IFM_DEPTH, map.extent().depth());
        }
        OperandRegisters.IFM.strides(this, map);
    }

    /** The one value of a constant that a connection uses. */
    private static long scalar(Connection connection) {
        ConstantData values = connection.tensor().constant();
        if (values == null) {
            throw new IllegalStateException(connection + " is a scalar without a value");
        }
        Extents offset = connection.offset();
        int index = 0;
        for (int i = 0; i < offset.rank(); i++) {
            index = index * connection.shape().get(i) + offset.get(i);
        }
        return values.at(index);
    }

    private static int operandCount(KernelCommand kernel) {
        return kernel.ifm2() == null ? 1 : 2;
    }

    private void ifm2(Connection connection, BlockDependency.Part part, KernelCommand kernel) {
        FeatureMap map = part.map();
        set(Register.IFM2_PRECISION, precision(connection, map));
        set(Register.IFM2_ZERO_POINT, connection.rescaling().zeroPoint());
        if (kernel.kind() == KernelKind.ELEMENTWISE) {
            set(Register.IFM2_BROADCAST, broadcast(map, kernel.ofm()));
        }
        if (map.storage() == FeatureMapStorage.CHAINED) {
            set(Register.IFM2_REGION, slot(connection.tensor()));
            return;
        }
        if (!map.inMemory()) {
            set(banks == null ? Register.OP_SCALAR : Register.IFM2_SCALAR, scalar(connection));
            return;
        }
        set(Register.IFM2_REGION, region(connection, map));
        OperandRegisters.IFM2.tiles(
                this, part, map.extent().height(), map.extent().width());
        OperandRegisters.IFM2.strides(this, map);
    }

    private static long broadcast(FeatureMap map, FeatureMap ofm) {
        if (map.storage() == FeatureMapStorage.SCALAR) {
            return 8;
        }
        Extent own = map.extent();
        Extent other = ofm.extent();
        return (own.height() < other.height() ? 1L : 0)
                + (own.width() < other.width() ? 2 : 0)
                + (own.depth() < other.depth() ? 4 : 0);
    }

    private void ofm(NpuOperation operation, BlockDependency.Part part, KernelCommand kernel) {
        Connection connection = operation.ofm();
        FeatureMap map = part.map();
        long layout = kernel.transpose().ordinal() + (kernel.reverseWidth() ? 16L : 0);
        long scaling = connection.rescaling().isGlobal() ? 1 : 0;
        set(Register.OFM_PRECISION, precision(connection, map) + 256 * (layout + 32 * scaling));
        set(Register.OFM_ZERO_POINT, connection.rescaling().zeroPoint());
        Extent extent = map.extent();
        set(Register.OFM_HEIGHT, extent.height());
        set(Register.OFM_WIDTH, extent.width());
        set(Register.OFM_DEPTH, extent.depth());
        if (map.storage() == FeatureMapStorage.CHAINED) {
            set(Register.OFM_REGION, slot(connection.tensor()));
            return;
        }
        set(Register.OFM_REGION, region(connection, map));
        Extents written = connection.transpose().apply(Extents.of(extent.height(), extent.width(), extent.depth()));
        OperandRegisters.OFM.tiles(this, part, written.get(0), written.get(1));
        OperandRegisters.OFM.strides(this, map);
    }

    private void scales(NpuOperation operation, @Nullable Connection second, KernelCommand kernel) {
        KernelKind kind = kernel.kind();
        Rescaling output = operation.ofm().rescaling();
        boolean perChannel = kind == KernelKind.CONVOLUTION || kind == KernelKind.DEPTHWISE;
        if (kind == KernelKind.ELEMENTWISE) {
            set(
                    banks == null ? Register.IFM_SCALE : Register.OPA_SCALE,
                    operandScale(operation.ifm(0).rescaling()));
            if (second != null) {
                set(banks == null ? Register.IFM2_SCALE : Register.OPB_SCALE, operandScale(second.rescaling()));
            }
            set(Register.OFM_SCALE, scale(output));
        } else if (banks == null || !perChannel) {
            // A mean by way of a sum divides by the elements of the window.
            boolean divides =
                    operation.kind() == OperationKind.AVERAGE_POOL && kernel.function() == KernelFunction.POOL_SUM;
            long window = divides ? operation.kernel().elements() : 0;
            set(Register.OFM_SCALE, scale(output) | window << 46);
        }
    }

    private static long scale(Rescaling rescaling) {
        return (long) rescaling.shift() << 32 | rescaling.multiplier() & 0xffffffffL;
    }

    /** Also one bit for the rounding, which is another where a rescale of the network became part of the operand. */
    private static long operandScale(Rescaling rescaling) {
        return scale(rescaling) | (rescaling.multipliers() == null ? 0 : 1L << 45);
    }

    private void window(NpuOperation operation, KernelCommand kernel, Operands operands) {
        Kernel shape = operation.kernel();
        Extent ifm = operands.ifm().map().extent();
        Extent ofm = operands.ofm().map().extent();
        int rows = (ofm.height() - 1) * shape.strideY() + shape.dilatedHeight();
        int columns = (ofm.width() - 1) * shape.strideX() + shape.dilatedWidth();
        int top = Math.clamp(kernel.window().padTop(), 0, shape.padTop());
        set(Register.PAD_TOP, top);
        set(Register.PAD_LEFT, shape.padLeft());
        set(Register.PAD_BOTTOM, Math.clamp(rows - top - ifm.height(), 0, shape.padBottom()));
        set(Register.PAD_RIGHT, Math.clamp(columns - shape.padLeft() - ifm.width(), 0, shape.padRight()));
        set(Register.IFM_UPSCALE, operation.ifmUpscale());
        set(Register.KERNEL_HEIGHT, shape.height());
        set(Register.KERNEL_WIDTH, shape.width());
        boolean partKernel = kernel.blocks().traversal() == npusim.schedule.Traversal.PART_KERNEL;
        set(
                Register.KERNEL_STRIDE,
                shape.strideY()
                        + 256L * shape.strideX()
                        + 65_536L * shape.dilationY()
                        + 16_777_216L * shape.dilationX()
                        + (partKernel ? 1L << 32 : 0));
    }

    private void weights(Weights weights) {
        if (!weights.streams().isEmpty()) {
            if (banks == null) {
                set(Register.WEIGHT_FORMAT, 2L * weights.format().ordinal() + (weights.sparse() ? 1 : 0));
            }
            set(Register.WEIGHT_REGION, weights.side().ordinal());
            bytes += weightStreams.write(weights.streams(), cores);
        }
        if (!weights.scales().isEmpty()) {
            set(Register.SCALE_REGION, weights.scaleSide().ordinal());
            bytes += scaleStreams.write(weights.scales(), banks == null ? 1 : cores);
        }
    }

    private void activation(NpuOperation operation, @Nullable TableRange table) {
        Connection ofm = operation.ofm();
        long function = table == null ? 0 : table.address() + 1;
        set(Register.ACTIVATION, function + (ofm.type().bits() == 32 ? 1L << 32 : 0));
        set(Register.ACTIVATION_MIN, Math.max(ofm.clampMinimum(), ofm.type().minimum()));
        set(Register.ACTIVATION_MAX, Math.min(ofm.clampMaximum(), ofm.type().maximum()));
    }

    private void blocks(
            NpuOperation operation, KernelCommand kernel, Operands operands, boolean elementwise, boolean table) {
        BlockConfiguration blocks = kernel.blocks();
        Extent block = blocks.ofmBlock();
        set(Register.OFM_BLOCK_HEIGHT, block.height());
        set(Register.OFM_BLOCK_WIDTH, block.width());
        set(Register.OFM_BLOCK_DEPTH, block.depth());
        long format = blocks.accumulatorBits();
        if (banks == null) {
            Extent micro = blocks.microBlock();
            format += 64L * (micro.height() + 16L * micro.width());
            format +=
                    65_536L * operation.accumulatorSource().ordinal() + (operation.accumulatorOutput() ? 0L : 1L << 20);
        }
        set(Register.ACCUMULATOR_FORMAT, format);
        if (banks != null) {
            sharedRam(banks, operands, blocks, elementwise, table);
        }
    }

    private void sharedRam(
            SharedRamBanks layout, Operands operands, BlockConfiguration blocks, boolean elementwise, boolean table) {
        int bits = operands.ifm().map().elementBits();
        int ifm = layout.ifm(extents(blocks.ifmBlock()), bits, elementwise);
        int end = layout.end(table);
        int accumulators = elementwise ? 0 : layout.accumulators(extents(blocks.ofmBlock()), blocks.accumulatorBits());
        set(Register.IFM_BUFFER_END, elementwise ? end : layout.start() + ifm);
        set(Register.ACCUMULATOR_BUFFER_START, end - accumulators);
        if (elementwise && operands.ifm2() != null) {
            set(Register.IFM2_BUFFER_START, layout.start() + ifm);
        }
    }

    private static Extents extents(Extent extent) {
        return Extents.of(extent.height(), extent.width(), extent.depth());
    }
}
