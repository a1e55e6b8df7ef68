package npusim.schedule.emission;

import java.util.ArrayList;
import java.util.List;
import npusim.hardware.Accelerator;
import npusim.hardware.Buffers;
import npusim.hardware.Shape;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.Extent;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelKind;
import npusim.schedule.TableRange;
import npusim.schedule.WeightStream;
import npusim.schedule.Weights;
import npusim.schedule.Window;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Permutation;
import org.jspecify.annotations.Nullable;

/** Makes the kernel that computes a slice of an operation's result. */
final class AssembleKernel {
    private final PlaceOperands place;
    private final DescribeOperations numbers;
    private final Accelerator accelerator;

    AssembleKernel(PlaceOperands place, DescribeOperations numbers, Accelerator accelerator) {
        this.place = place;
        this.numbers = numbers;
        this.accelerator = accelerator;
    }

    /**
     * A kernel whose dependency on the one before is not decided yet.
     *
     * @param command the kernel without dependency and size
     * @param operation what it computes
     * @param operands its feature maps
     * @param stage what counts for the dependency
     */
    record Assembled(
            KernelCommand command,
            NpuOperation operation,
            RegisterWrites.Operands operands,
            BlockDependency.Stage stage) {}

    Assembled apply(
            NpuOperation member,
            BlockConfiguration block,
            OfmSlice slice,
            Weights weights,
            @Nullable TableRange table) {
        Connection connection = member.ofm();
        Permutation transpose = connection.transpose();
        Extents whole = transpose.undo(connection.usedShape().padded(4, 1));
        int endRow = slice.endRow() < 0 ? whole.height() : slice.endRow();
        int endChannel = slice.endChannel() < 0 ? whole.depth() : slice.endChannel();
        OfmSlice part = new OfmSlice(slice.startRow(), endRow, slice.startChannel(), endChannel);
        Extents from = Extents.of(0, part.startRow(), 0, part.startChannel());
        Extents size = whole.withHeight(endRow - part.startRow()).withDepth(endChannel - part.startChannel());
        Extents written = transpose.apply(from).plus(connection.offset().padded(4, 0));
        BlockDependency.Part ofm = place.part(connection, written, size);
        BlockDependency.Part ifm = operand(member, member.ifm(0), part);
        Connection secondConnection = member.ifmOrNull(1);
        BlockDependency.Part second = secondConnection == null ? null : operand(member, secondConnection, part);
        Kernel kernel = member.kernel();
        KernelCommand command = new KernelCommand(
                connection.tensor().name(),
                numbers.number(member),
                member.sources().isEmpty()
                        ? member.kind().name()
                        : member.sources().getLast(),
                KernelNames.kind(member.kind()),
                KernelNames.function(member, accelerator.buffers() instanceof Buffers.DedicatedRams),
                ifm.map(),
                second == null ? null : second.map(),
                ofm.map(),
                window(member, part.startRow()),
                legal(block),
                weights,
                0,
                KernelNames.activation(member, table != null),
                KernelNames.transpose(transpose),
                (connection.reversedAxes() & 2) != 0,
                0,
                table);
        BlockDependency.Stage stage = new BlockDependency.Stage(
                ifm,
                second,
                ofm,
                command.transpose(),
                connection.reversedAxes() != 0,
                block,
                kernel,
                command.kind() == KernelKind.RESIZE ? command.window() : null);
        return new Assembled(command, member, new RegisterWrites.Operands(ifm, second, ofm), stage);
    }

    private static Window window(NpuOperation member, int startRow) {
        if (member.kind() == OperationKind.RESIZE) {
            return Window.of(member.resize());
        }
        Kernel kernel = member.kernel();
        return new Window(
                kernel.height(),
                kernel.width(),
                kernel.strideY(),
                kernel.strideX(),
                kernel.dilationY(),
                kernel.dilationX(),
                Math.max(0, kernel.padTop() - startRow * kernel.strideY()),
                kernel.padLeft(),
                member.ifmUpscale(),
                member.ifmUpscale());
    }

    /** The search may take more columns for an elementwise operation than the block registers hold. */
    private BlockConfiguration legal(BlockConfiguration block) {
        Shape most = accelerator.limits().ofmBlock();
        Extent ofm = block.ofmBlock();
        Extent within = new Extent(
                Math.min(ofm.height(), most.height()),
                Math.min(ofm.width(), most.width()),
                Math.min(ofm.depth(), most.depth()));
        return within.equals(ofm)
                ? block
                : new BlockConfiguration(
                        within, block.ifmBlock(), block.microBlock(), block.traversal(), block.accumulatorBits());
    }

    /** The part of an operand that a slice of the result needs. */
    private BlockDependency.Part operand(NpuOperation member, Connection connection, OfmSlice part) {
        Extents used = connection.usedShape().padded(4, 1);
        Extents ofm = member.ofm().usedShape();
        int first = 0;
        int height = used.height();
        boolean whole = part.startRow() == 0 && !member.ofm().transpose().isIdentity()
                || (part.startRow() == 0 && part.endRow() == ofm.height());
        if (!whole && used.height() > 1) {
            Kernel kernel = member.kernel();
            boolean windowed = !member.kind().isElementwise();
            first = windowed ? Math.max(0, part.startRow() * kernel.strideY() - kernel.padTop()) : part.startRow();
            height = inputEnd(member, connection, part.endRow()) - first;
        }
        int channel = 0;
        int depth = used.depth();
        if (member.kind() == OperationKind.DEPTHWISE && (part.startChannel() > 0 || part.endChannel() < ofm.depth())) {
            int multiplier = Math.max(1, member.depthMultiplier());
            channel = part.startChannel() / multiplier;
            depth = (part.endChannel() + multiplier - 1) / multiplier - channel;
        }
        Extents from = Extents.of(0, first, 0, channel).plus(connection.offset().padded(4, 0));
        return place.part(connection, from, used.withHeight(height).withDepth(depth));
    }

    /** Row of {@code ifm} behind the last that the rows before {@code ofmEnd} need. */
    static int inputEnd(NpuOperation operation, Connection ifm, int ofmEnd) {
        Kernel kernel = operation.kernel();
        if (operation.kind().isElementwise()) {
            return Math.min(ofmEnd, ifm.usedShape().height());
        }
        int end = (ofmEnd - 1) * kernel.strideY() - kernel.padTop() + kernel.dilatedHeight();
        return Math.min(Math.max(end, 1), ifm.usedShape().height());
    }

    /** What a kernel reads and writes. */
    static List<Access> accesses(Assembled kernel) {
        BlockDependency.Part second = kernel.operands().ifm2();
        BlockDependency.Part ofm = kernel.operands().ofm();
        Weights weights = kernel.command().weights();
        TableRange table = kernel.command().table();
        List<Access> accesses = new ArrayList<>(6);
        if (kernel.operands().ifm().map().inMemory()) {
            accesses.add(PlaceOperands.access(kernel.operands().ifm(), Permutation.NONE, false));
        }
        if (second != null && second.map().inMemory()) {
            accesses.add(PlaceOperands.access(second, Permutation.NONE, false));
        }
        if (ofm.map().inMemory()) {
            accesses.add(PlaceOperands.access(ofm, kernel.operation().ofm().transpose(), true));
        }
        for (WeightStream stream : weights.streams()) {
            accesses.add(new Access(weights.side(), stream.address(), stream.address() + stream.bytes(), false));
        }
        for (WeightStream stream : weights.scales()) {
            accesses.add(new Access(weights.scaleSide(), stream.address(), stream.address() + stream.bytes(), false));
        }
        if (table != null) {
            accesses.add(new Access(null, table.address(), table.end(), false));
        }
        return accesses;
    }
}
