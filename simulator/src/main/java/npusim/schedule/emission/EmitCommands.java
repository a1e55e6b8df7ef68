package npusim.schedule.emission;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import npusim.hardware.Accelerator;
import npusim.hardware.Buffers;
import npusim.hardware.CommandProcessor;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.Shape;
import npusim.schedule.Activation;
import npusim.schedule.AxiSide;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.Command;
import npusim.schedule.CommandStream;
import npusim.schedule.DmaCommand;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.KernelCommand;
import npusim.schedule.Residence;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduledOperation;
import npusim.schedule.StopCommand;
import npusim.schedule.WaitCommand;
import npusim.schedule.WeightFormat;
import npusim.schedule.WeightStream;
import npusim.schedule.Weights;
import npusim.schedule.Window;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Permutation;
import npusim.schedule.operation.Rescaling;
import npusim.schedule.operation.Role;
import npusim.schedule.plan.Cascade;
import npusim.schedule.plan.MemoryArea;
import npusim.schedule.plan.MemoryMap;
import npusim.schedule.plan.OperationCost;
import npusim.schedule.plan.PlacedRange;
import npusim.schedule.plan.PlannedOperation;
import npusim.schedule.plan.PlannedTensor;
import npusim.schedule.plan.SchedulePlan;
import npusim.schedule.plan.WeightBuffer;
import npusim.schedule.plan.WeightChoice;
import npusim.schedule.weights.EncodedWeights;
import npusim.schedule.weights.WeightRange;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;

/** Writes the commands of a plan: weight and table copies, kernels by stripe and depth slice, waits. */
public final class EmitCommands {
    private static final int SMALL_TABLE_BYTES = 256;
    private static final int LARGE_TABLE_BYTES = 2048;
    private static final int STOP_BYTES = 4;

    private final SchedulePlan plan;
    private final Accelerator accelerator;
    private final AddressMap addresses;
    private final PlaceOperands place;
    private final MutableList<Command> commands = Lists.mutable.empty();
    private final MutableList<ScheduledOperation> operations = Lists.mutable.empty();
    private final Map<Integer, Integer> numbers = new TreeMap<>();
    private final Outstanding copies;
    private final Outstanding kernels;
    private final TableSlots tables;
    private final RegisterWrites registers;
    private BlockDependency.@Nullable Stage previous;
    private @Nullable WeightBuffer filled;

    private EmitCommands(SchedulePlan plan, HardwareConfiguration hardware) {
        this.plan = plan;
        this.accelerator = hardware.accelerator();
        this.addresses = new AddressMap(new MemoryMap(hardware), plan);
        this.place = new PlaceOperands(plan, addresses);
        this.registers = new RegisterWrites(accelerator, addresses);
        CommandProcessor processor = accelerator.commandProcessor();
        this.copies = new Outstanding(processor.outstandingDma());
        this.kernels = new Outstanding(processor.outstandingKernels());
        Buffers buffers = accelerator.buffers();
        this.tables = new TableSlots(buffers.lutBytes() / buffers.lutSlotBytes(), buffers.lutSlotBytes());
    }

    /** The commands of {@code plan} and what was decided about each operation. */
    public static Schedule apply(SchedulePlan plan, HardwareConfiguration hardware, String name) {
        return new EmitCommands(plan, hardware).run(name);
    }

    private Schedule run(String name) {
        plan.operations().forEach(this::describe);
        List<PlannedOperation> all = plan.operations();
        for (int i = 0; i < all.size(); i++) {
            int number = plan.cost(all.get(i)).cascade();
            Cascade cascade = number == 0 ? null : plan.cascades().get(number);
            if (cascade == null) {
                emitWhole(all.get(i));
            } else {
                emitCascade(all.subList(cascade.start(), cascade.end() + 1));
                i = cascade.end();
            }
        }
        commands.add(new StopCommand(STOP_BYTES));
        CommandStream stream = new CommandStream(name, accelerator.name(), commands.toImmutable());
        return new Schedule(
                stream,
                operations.toImmutable(),
                residences(),
                plan.constantBytes(),
                plan.arenaBytes(),
                plan.cacheBytes());
    }

    private ImmutableList<Residence> residences() {
        MutableList<Residence> residences = Lists.mutable.empty();
        int last = Math.max(0, operations.size() - 1);
        AxiSide constants = addresses.side(MemoryArea.CONSTANTS);
        residences.add(new Residence(
                "constants", constants, addresses.address(MemoryArea.CONSTANTS, 0), plan.constantBytes(), 0, last));
        List<PlannedOperation> all = plan.operations();
        for (PlacedRange range : plan.ranges()) {
            int next = range.lastLeader() + 1;
            residences.add(new Residence(
                    range.name(),
                    addresses.side(range.area()),
                    addresses.address(range.area(), range.address()),
                    range.bytes(),
                    number(all.get(range.firstLeader()).operation()),
                    next < all.size() ? number(all.get(next).operation()) - 1 : last));
        }
        return residences.toImmutable();
    }

    private void describe(PlannedOperation operation) {
        OperationCost cost = plan.cost(operation);
        NpuOperation leader = operation.operation();
        numbers.put(leader.id(), operations.size());
        int cascade = cost.cascade() == 0 ? -1 : cost.cascade();
        WeightBuffer buffer = cost.buffer();
        MutableList<Integer> slices = Lists.mutable.empty();
        for (int boundary : cost.depthSlices()) {
            slices.add(boundary);
        }
        addDescription(
                leader,
                false,
                cost.stripe().height(),
                slices,
                cascade,
                buffer == null ? 0 : buffer.bytes(),
                cost.cycles());
        for (NpuOperation follower : leader.followers()) {
            if (follower.isFused()) {
                continue;
            }
            numbers.put(follower.id(), operations.size());
            Extents ofm = follower.ofm().usedShape();
            addDescription(follower, true, ofm.height(), Lists.mutable.of(0, ofm.depth()), cascade, 0, 0);
        }
    }

    private void addDescription(
            NpuOperation operation,
            boolean chained,
            int stripeHeight,
            MutableList<Integer> slices,
            int cascade,
            long bufferBytes,
            long cycles) {
        Connection ofm = operation.ofm();
        Extents before = ofm.transpose().undo(ofm.usedShape().padded(3, 1));
        operations.add(new ScheduledOperation(
                operations.size(),
                operation.kind().name(),
                ofm.tensor().name(),
                Lists.immutable.ofAll(operation.sources()),
                chained,
                extent(before),
                stripeHeight,
                slices.toImmutable(),
                cascade,
                bufferBytes,
                cycles));
    }

    private static Extent extent(Extents shape) {
        return new Extent(shape.height(), shape.width(), shape.depth());
    }

    private void emitWhole(PlannedOperation operation) {
        NpuOperation leader = operation.operation();
        if (leader.kind().isDma()) {
            emitIndexedCopy(leader);
            return;
        }
        Extents ofm = leader.ofm().usedShape();
        int height = leader.ofm().transpose().isIdentity() ? ofm.height() : -1;
        emitStripe(operation, 0, height);
    }

    /** Each operation runs as soon as the next one needs its rows. */
    private void emitCascade(List<PlannedOperation> members) {
        int[] done = new int[members.size()];
        int last = members.size() - 1;
        int rows = members.get(last).operation().ofm().usedShape().height();
        while (done[last] < rows) {
            advance(members, done, last);
        }
    }

    private void advance(List<PlannedOperation> members, int[] done, int index) {
        PlannedOperation operation = members.get(index);
        NpuOperation leader = operation.operation();
        int height = leader.ofm().usedShape().height();
        int start = done[index];
        int end = Math.min(height, start + plan.cost(operation).stripe().height());
        if (index > 0) {
            Connection ifm = leader.ifm(leader.primaryIfm());
            int needed = inputEnd(leader, ifm, end);
            while (done[index - 1] < needed) {
                advance(members, done, index - 1);
            }
        }
        emitStripe(operation, start, end);
        done[index] = end;
    }

    private static int inputEnd(NpuOperation operation, Connection ifm, int ofmEnd) {
        Kernel kernel = operation.kernel();
        if (operation.kind().isElementwise()) {
            return Math.min(ofmEnd, ifm.usedShape().height());
        }
        int end = (ofmEnd - 1) * kernel.strideY() - kernel.padTop() + kernel.dilatedHeight();
        return Math.min(Math.max(end, 1), ifm.usedShape().height());
    }

    private void emitStripe(PlannedOperation operation, int startRow, int endRow) {
        OperationCost cost = plan.cost(operation);
        int[] slices = cost.depthSlices();
        EncodedWeights encoded = cost.encoded();
        int count = encoded == null ? 1 : slices.length - 1;
        for (int slice = 0; slice < count; slice++) {
            Weights weights = encoded == null
                    ? scalesOnly(operation)
                    : bringWeights(operation, cost, encoded, slice, startRow == 0);
            boolean whole = count == 1;
            int from = whole ? 0 : slices[slice];
            int to = whole ? -1 : slices[slice + 1];
            emitGroup(operation, new Part(startRow, endRow, from, to), weights);
        }
    }

    /** Rows and channels of an OFM; an end of -1 stands for all. */
    private record Part(int startRow, int endRow, int startChannel, int endChannel) {}

    private Weights scalesOnly(PlannedOperation operation) {
        Long address = plan.weightAddresses().get(operation.index());
        Rescaling rescaling = operation.operation().ofm().rescaling();
        if (address == null || rescaling.isGlobal()) {
            return Weights.NONE;
        }
        int bytes = rescaling.scales() * accelerator.weightDecoder().scaleBytes();
        AxiSide side = addresses.side(MemoryArea.CONSTANTS);
        WeightStream scales = new WeightStream(addresses.address(MemoryArea.CONSTANTS, address), bytes);
        return new Weights(
                Lists.immutable.empty(),
                Lists.immutable.of(scales),
                side,
                side,
                WeightFormat.STANDARD,
                false,
                Byte.SIZE);
    }

    private Weights bringWeights(
            PlannedOperation operation, OperationCost cost, EncodedWeights encoded, int slice, boolean firstStripe) {
        long stored =
                addresses.address(MemoryArea.CONSTANTS, plan.weightAddresses().getOrDefault(operation.index(), 0L));
        WeightBuffer buffer = cost.buffer();
        long base = stored + encoded.sliceOffset(slice);
        AxiSide side = addresses.side(MemoryArea.CONSTANTS);
        if (buffer != null) {
            long offset = buffer.isDouble() && slice % 2 == 1 ? encoded.oddBufferOffset() : 0;
            long target = addresses.address(MemoryArea.CACHE, buffer.address()) + offset;
            boolean present =
                    !buffer.isDouble() && (!firstStripe || buffer == filled) && cost.depthSlices().length == 2;
            AxiSide targetSide = addresses.side(MemoryArea.CACHE);
            if (!present) {
                NpuTensor weights = weightsOf(operation.operation());
                copy(
                        weights.name(),
                        number(operation.operation()),
                        new Access(side, base, base + encoded.sliceBytes(slice), false),
                        new Access(targetSide, target, target + encoded.sliceBytes(slice), true));
            }
            filled = buffer;
            base = target;
            side = targetSide;
        }
        return weights(operation.operation(), cost, encoded, slice, base, side);
    }

    private static NpuTensor weightsOf(NpuOperation operation) {
        Connection weights = operation.input(Role.WEIGHTS);
        return weights == null ? operation.ofm().tensor() : weights.tensor();
    }

    private static Weights weights(
            NpuOperation operation, OperationCost cost, EncodedWeights encoded, int slice, long base, AxiSide side) {
        MutableList<WeightStream> streams = Lists.mutable.empty();
        MutableList<WeightStream> scales = Lists.mutable.empty();
        long start = encoded.sliceOffset(slice);
        for (WeightRange range : encoded.slice(slice)) {
            long address = base + range.offset() - start;
            streams.add(new WeightStream(address + range.weightOffset(), (int) range.weightBytes()));
            if (range.scaleBytes() > 0) {
                scales.add(new WeightStream(address, (int) range.scaleBytes()));
            }
        }
        WeightChoice choice = cost.weights();
        boolean sparse = choice != null && choice.sparse();
        WeightFormat format = choice == null ? WeightFormat.STANDARD : choice.format();
        int bits = weightsOf(operation).type().bits();
        return new Weights(streams.toImmutable(), scales.toImmutable(), side, side, format, sparse, bits);
    }

    private int number(NpuOperation operation) {
        return numbers.getOrDefault(operation.id(), 0);
    }

    private void copy(String name, int operation, Access from, Access to) {
        List<Access> accesses = List.of(from, to);
        wait(WaitCommand.Kind.KERNEL, kernels, accesses);
        wait(WaitCommand.Kind.DMA, copies, List.of(to));
        long bytes = from.end() - from.start();
        DmaCommand.Target target = to.side() == null
                ? DmaCommand.Target.TABLE_MEMORY
                : to.side() == AxiSide.SRAM ? DmaCommand.Target.SRAM : DmaCommand.Target.EXTERNAL;
        AxiSide source = from.side() == null ? AxiSide.SRAM : from.side();
        commands.add(new DmaCommand(
                name,
                operation,
                source,
                from.start(),
                target,
                to.start(),
                1,
                bytes,
                registers.copy(true, from.start(), target, to.start(), bytes)));
        copies.add(accesses);
    }

    private void wait(WaitCommand.Kind kind, Outstanding queue, List<Access> accesses) {
        int allowed = queue.allowed(accesses);
        if (allowed >= 0) {
            commands.add(new WaitCommand(kind, allowed, RegisterWrites.WAIT_BYTES));
            queue.finishAllBut(allowed);
        }
    }

    /** One row after the other is copied where indices say. */
    private void emitIndexedCopy(NpuOperation operation) {
        Connection ifm = operation.ifm(0);
        Connection ofm = operation.ofm();
        PlannedTensor source = plan.plan(ifm.tensor());
        PlannedTensor target = plan.plan(ofm.tensor());
        long from = addresses.address(source.area(), source.address());
        long to = addresses.address(target.area(), target.address());
        List<Access> accesses = List.of(
                new Access(addresses.side(source.area()), from, from + source.bytes(), false),
                new Access(addresses.side(target.area()), to, to + target.bytes(), true));
        wait(WaitCommand.Kind.KERNEL, kernels, accesses);
        wait(WaitCommand.Kind.DMA, copies, accesses);
        long rowBytes = (long) ofm.usedShape().depth() * ofm.type().bytes();
        boolean sram = addresses.side(target.area()) == AxiSide.SRAM;
        DmaCommand.Target side = sram ? DmaCommand.Target.SRAM : DmaCommand.Target.EXTERNAL;
        commands.add(new DmaCommand(
                ofm.tensor().name(),
                number(operation),
                addresses.side(source.area()),
                from,
                side,
                to,
                (int) (ofm.usedShape().elements() / ofm.usedShape().depth()),
                rowBytes,
                registers.copy(source.area() == MemoryArea.CONSTANTS, from, side, to, rowBytes)));
        copies.add(accesses);
        previous = null;
    }

    private void emitGroup(PlannedOperation operation, Part part, Weights weights) {
        NpuOperation leader = operation.operation();
        List<NpuOperation> members = new ArrayList<>();
        members.add(leader);
        leader.followers().stream().filter(follower -> !follower.isFused()).forEach(members::add);
        Map<Integer, Long> tableAddresses = bringTables(leader);
        boolean chain = members.size() > 1;
        if (chain) {
            registers.beginChain();
        }
        List<Access> accesses = new ArrayList<>();
        for (NpuOperation member : members) {
            Weights own = member == leader ? weights : Weights.NONE;
            emitKernel(new Member(operation, member, chain, accesses), part, own, tableAddresses.get(member.id()));
        }
        kernels.add(accesses);
    }

    private Map<Integer, Long> bringTables(NpuOperation leader) {
        Map<Integer, Long> places = new TreeMap<>();
        List<NpuOperation> members = new ArrayList<>(List.of(leader));
        members.addAll(leader.followers());
        NpuOperation kernel = leader;
        for (NpuOperation member : members) {
            kernel = member.isFused() ? kernel : member;
            Connection table = member.input(Role.TABLE);
            if (table == null) {
                continue;
            }
            PlannedTensor stored = plan.plan(table.tensor());
            int bytes = table.type().bits() == Byte.SIZE ? SMALL_TABLE_BYTES : LARGE_TABLE_BYTES;
            long from = addresses.address(stored.area(), stored.address());
            TableSlots.Place slot = tables.use(from, bytes);
            if (!slot.present()) {
                copy(
                        table.tensor().name(),
                        number(leader),
                        new Access(addresses.side(stored.area()), from, from + bytes, false),
                        new Access(null, slot.address(), slot.address() + bytes, true));
            }
            places.put(kernel.id(), slot.address());
        }
        return places;
    }

    /**
     * A kernel of a group.
     *
     * @param group the group
     * @param operation the operation
     * @param chain whether the group is a chain
     * @param accesses what the group has accessed so far
     */
    private record Member(PlannedOperation group, NpuOperation operation, boolean chain, List<Access> accesses) {}

    private void emitKernel(Member of, Part part, Weights weights, @Nullable Long table) {
        NpuOperation member = of.operation();
        Connection ofmConnection = member.ofm();
        Permutation transpose = ofmConnection.transpose();
        Extents whole = transpose.undo(ofmConnection.usedShape().padded(4, 1));
        int endRow = part.endRow() < 0 ? whole.height() : part.endRow();
        int endChannel = part.endChannel() < 0 ? whole.depth() : part.endChannel();
        Extents from = Extents.of(0, part.startRow(), 0, part.startChannel());
        Extents size4 = whole.withHeight(endRow - part.startRow()).withDepth(endChannel - part.startChannel());
        Extents written = transpose.apply(from).plus(ofmConnection.offset().padded(4, 0));
        BlockDependency.Part ofm = place.part(ofmConnection, written, size4);
        Kernel kernel = member.kernel();
        BlockDependency.Part ifm =
                operand(member, member.ifm(0), part.startRow(), endRow, part.startChannel(), endChannel);
        Connection secondConnection = member.ifmOrNull(1);
        BlockDependency.Part second = secondConnection == null
                ? null
                : operand(member, secondConnection, part.startRow(), endRow, part.startChannel(), endChannel);
        int padTop = Math.max(0, kernel.padTop() - part.startRow() * kernel.strideY());
        Window window = new Window(
                kernel.height(),
                kernel.width(),
                kernel.strideY(),
                kernel.strideX(),
                kernel.dilationY(),
                kernel.dilationX(),
                padTop,
                kernel.padLeft());
        OperationCost cost = plan.cost(of.group());
        boolean reversed = (ofmConnection.reversedAxes() & 2) != 0;
        BlockDependency.Stage stage = new BlockDependency.Stage(
                ifm,
                second,
                ofm,
                KernelNames.transpose(transpose),
                ofmConnection.reversedAxes() != 0,
                cost.block(),
                kernel);
        int dependency = of.chain()
                ? 0
                : BlockDependency.of(
                        previous, stage, accelerator.commandProcessor().maxBlockDependency());
        Activation activation = KernelNames.activation(member, table != null);
        of.accesses().addAll(accesses(ifm, second, ofm, transpose, weights, table));
        wait(WaitCommand.Kind.DMA, copies, of.accesses());
        FeatureMap secondMap = second == null ? null : second.map();
        KernelCommand command = new KernelCommand(
                ofmConnection.tensor().name(),
                number(member),
                member.sources().isEmpty()
                        ? member.kind().name()
                        : member.sources().getLast(),
                KernelNames.kind(member.kind()),
                KernelNames.function(member, accelerator.buffers() instanceof Buffers.DedicatedRams),
                ifm.map(),
                secondMap,
                ofm.map(),
                window,
                legal(cost.block()),
                weights,
                dependency,
                activation,
                KernelNames.transpose(transpose),
                reversed,
                member.ifmUpscale(),
                0);
        RegisterWrites.Operands operands = new RegisterWrites.Operands(ifm, second, ofm);
        int bytes = registers.kernel(command, member, operands, table == null ? -1 : table);
        commands.add(command.withCommandBytes(bytes));
        previous = stage;
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

    private BlockDependency.Part operand(
            NpuOperation member, Connection connection, int startRow, int endRow, int startChannel, int endChannel) {
        Extents used = connection.usedShape().padded(4, 1);
        Extents offset = connection.offset().padded(4, 0);
        int first = 0;
        int height = used.height();
        boolean whole = startRow == 0 && !member.ofm().transpose().isIdentity()
                || (startRow == 0 && endRow == member.ofm().usedShape().height());
        if (!whole && used.height() > 1) {
            Kernel kernel = member.kernel();
            boolean windowed = !member.kind().isElementwise();
            first = windowed ? Math.max(0, startRow * kernel.strideY() - kernel.padTop()) : startRow;
            height = inputEnd(member, connection, endRow) - first;
        }
        int channel = 0;
        int depth = used.depth();
        boolean perChannel = member.kind() == OperationKind.DEPTHWISE
                && (startChannel > 0 || endChannel < member.ofm().usedShape().depth());
        if (perChannel) {
            int multiplier = Math.max(1, member.depthMultiplier());
            channel = startChannel / multiplier;
            depth = (endChannel + multiplier - 1) / multiplier - channel;
        }
        Extents from = Extents.of(0, first, 0, channel).plus(offset);
        return place.part(connection, from, used.withHeight(height).withDepth(depth));
    }

    private List<Access> accesses(
            BlockDependency.Part ifm,
            BlockDependency.@Nullable Part second,
            BlockDependency.Part ofm,
            Permutation transpose,
            Weights weights,
            @Nullable Long table) {
        List<Access> accesses = new ArrayList<>(6);
        if (ifm.map().inMemory()) {
            accesses.add(PlaceOperands.access(ifm, Permutation.NONE, false));
        }
        if (second != null && second.map().inMemory()) {
            accesses.add(PlaceOperands.access(second, Permutation.NONE, false));
        }
        if (ofm.map().inMemory()) {
            accesses.add(PlaceOperands.access(ofm, transpose, true));
        }
        for (WeightStream stream : weights.streams()) {
            accesses.add(new Access(weights.side(), stream.address(), stream.address() + stream.bytes(), false));
        }
        for (WeightStream stream : weights.scales()) {
            accesses.add(new Access(weights.scaleSide(), stream.address(), stream.address() + stream.bytes(), false));
        }
        if (table != null) {
            int bytes = Math.min(LARGE_TABLE_BYTES, accelerator.buffers().lutBytes());
            accesses.add(new Access(null, table, Math.min(table + SMALL_TABLE_BYTES, bytes), false));
        }
        return accesses;
    }
}
