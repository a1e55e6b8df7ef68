package npusim.schedule.emission;

import java.util.HashMap;
import java.util.Map;
import npusim.hardware.Accelerator;
import npusim.hardware.Buffers;
import npusim.schedule.AxiSide;
import npusim.schedule.TableRange;
import npusim.schedule.WeightFormat;
import npusim.schedule.WeightStream;
import npusim.schedule.Weights;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;
import npusim.schedule.operation.Rescaling;
import npusim.schedule.operation.Role;
import npusim.schedule.plan.MemoryArea;
import npusim.schedule.plan.OperationCost;
import npusim.schedule.plan.PlannedOperation;
import npusim.schedule.plan.PlannedTensor;
import npusim.schedule.plan.SchedulePlan;
import npusim.schedule.plan.TableMemory;
import npusim.schedule.plan.WeightBuffer;
import npusim.schedule.plan.WeightChoice;
import npusim.schedule.weights.EncodedWeights;
import npusim.schedule.weights.WeightRange;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;

/** Copies weights to the staging memory and tables to the table memory before the kernels that need them. */
final class BringData {
    private final SchedulePlan plan;
    private final AddressMap addresses;
    private final DescribeOperations numbers;
    private final CommandWriter writer;
    private final TableSlots tables;
    private final int scaleBytes;
    private @Nullable WeightBuffer filled;

    BringData(
            SchedulePlan plan,
            AddressMap addresses,
            DescribeOperations numbers,
            CommandWriter writer,
            Accelerator accelerator) {
        this.plan = plan;
        this.addresses = addresses;
        this.numbers = numbers;
        this.writer = writer;
        Buffers buffers = accelerator.buffers();
        tables = new TableSlots(buffers.lutBytes() / buffers.lutSlotBytes(), buffers.lutSlotBytes());
        scaleBytes = accelerator.weightDecoder().scaleBytes();
    }

    /** What a stripe reads of weights and scales in depth slice {@code slice}, copied first where the plan says so. */
    Weights weights(PlannedOperation operation, int slice, boolean firstStripe) {
        OperationCost cost = plan.cost(operation);
        EncodedWeights encoded = cost.encoded();
        if (encoded == null) {
            return scalesOnly(operation);
        }
        WeightBuffer buffer = cost.buffer();
        AxiSide side = addresses.side(MemoryArea.CONSTANTS);
        long base = stored(operation) + encoded.sliceOffset(slice);
        if (buffer == null) {
            return weights(operation.operation(), cost, encoded, slice, base, side);
        }
        long offset = buffer.isDouble() && slice % 2 == 1 ? encoded.oddBufferOffset() : 0;
        long target = addresses.address(MemoryArea.CACHE, buffer.address()) + offset;
        AxiSide targetSide = addresses.side(MemoryArea.CACHE);
        boolean present = !buffer.isDouble() && (!firstStripe || buffer == filled) && cost.depthSlices().length == 2;
        if (!present) {
            long bytes = encoded.sliceBytes(slice);
            writer.copy(
                    weightsOf(operation.operation()).name(),
                    numbers.number(operation.operation()),
                    side,
                    new Access(side, base, base + bytes, false),
                    new Access(targetSide, target, target + bytes, true));
        }
        filled = buffer;
        return weights(operation.operation(), cost, encoded, slice, target, targetSide);
    }

    private long stored(PlannedOperation operation) {
        Long address = plan.weightAddresses().get(operation.index());
        if (address == null) {
            throw new IllegalStateException("the weights of " + operation + " have no place among the constants");
        }
        return addresses.address(MemoryArea.CONSTANTS, address);
    }

    private Weights scalesOnly(PlannedOperation operation) {
        Rescaling rescaling = operation.operation().ofm().rescaling();
        if (rescaling.isGlobal() || !plan.weightAddresses().containsKey(operation.index())) {
            return Weights.NONE;
        }
        AxiSide side = addresses.side(MemoryArea.CONSTANTS);
        WeightStream scales = new WeightStream(stored(operation), rescaling.scales() * scaleBytes);
        return new Weights(
                Lists.immutable.empty(),
                Lists.immutable.of(scales),
                side,
                side,
                WeightFormat.STANDARD,
                false,
                Byte.SIZE);
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

    /** Brings the tables of a group; says for each of its kernels by {@link NpuOperation#id} where its table lies. */
    Map<Integer, TableRange> tables(NpuOperation leader) {
        Map<Integer, TableRange> places = new HashMap<>();
        bring(leader, leader, leader, places);
        NpuOperation kernel = leader;
        for (NpuOperation member : leader.followers()) {
            kernel = member.isFused() ? kernel : member;
            bring(member, kernel, leader, places);
        }
        return places;
    }

    private void bring(NpuOperation member, NpuOperation kernel, NpuOperation leader, Map<Integer, TableRange> places) {
        Connection table = member.input(Role.TABLE);
        if (table != null) {
            places.put(kernel.id(), bring(table, leader));
        }
    }

    private TableRange bring(Connection table, NpuOperation leader) {
        PlannedTensor stored = plan.plan(table.tensor());
        int bytes = TableMemory.bytes(table);
        long from = addresses.address(stored.area(), stored.address());
        TableSlots.Place slot = tables.use(from, bytes);
        TableRange range = slot.range();
        if (!slot.present()) {
            AxiSide side = addresses.side(stored.area());
            writer.copy(
                    table.tensor().name(),
                    numbers.number(leader),
                    side,
                    new Access(side, from, from + bytes, false),
                    new Access(null, range.address(), range.end(), true));
        }
        return range;
    }
}
