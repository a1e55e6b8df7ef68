package npusim.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import npusim.schedule.AxiSide;
import npusim.schedule.Command;
import npusim.schedule.CommandStream;
import npusim.schedule.DmaCommand;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.HostCommand;
import npusim.schedule.KernelCommand;
import npusim.schedule.StopCommand;
import npusim.schedule.TensorFormat;
import npusim.schedule.WaitCommand;
import npusim.schedule.WeightStream;
import npusim.simulation.OperationTiming;
import npusim.simulation.SimulationResult;
import npusim.trace.PmuScope;
import npusim.trace.PmuSink;
import npusim.trace.TraceEvents;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in use of each memory over time, from the addresses in the command stream and the times of a run: memory is in use from
 * the start of the command that writes it to the end of the last that reads it before it is written again, and to the end of the
 * run when nobody reads it. Inputs of the network and constants, which no command writes, are not counted.
 */
final class MemoryOccupancy {
    /** Addresses are followed in pieces of this many bytes, the alignment of allocations. */
    private static final int PIECE = 16;

    private static final int BRICK = 16;

    private final long[][] spanByCommand;
    private final long end;
    private final Map<AxiSide, Memory> memories = new EnumMap<>(AxiSide.class);

    private record Range(AxiSide side, long start, long end) {}

    /** What is known of the pieces of one memory. */
    private static final class Memory {
        private long[] written = new long[0];
        private long[] lastUsed = new long[0];
        private boolean[] read = new boolean[0];
        private final TreeMap<Long, Long> changes = new TreeMap<>();

        /** Bytes in use over one span that are not in {@link #changes} yet: neighbours mostly share theirs. */
        private long pendingBytes;

        private long pendingFrom;
        private long pendingUntil;

        void hold(int pieces) {
            int before = written.length;
            if (pieces > before) {
                int size = Math.max(pieces, 2 * before);
                written = Arrays.copyOf(written, size);
                Arrays.fill(written, before, size, -1);
                lastUsed = Arrays.copyOf(lastUsed, size);
                read = Arrays.copyOf(read, size);
            }
        }

        void release(int piece, long cycle) {
            if (written[piece] != pendingFrom || cycle != pendingUntil) {
                settle();
                pendingFrom = written[piece];
                pendingUntil = cycle;
            }
            pendingBytes += PIECE;
        }

        /** Changes of the level by cycle, of all that was released. */
        Map<Long, Long> settle() {
            if (pendingBytes > 0) {
                changes.merge(pendingFrom, pendingBytes, Long::sum);
                changes.merge(pendingUntil, -pendingBytes, Long::sum);
                pendingBytes = 0;
            }
            return changes;
        }
    }

    private MemoryOccupancy(CommandStream stream, SimulationResult result) {
        spanByCommand = new long[stream.commands().size()][];
        long last = 0;
        for (OperationTiming timing : result.operations()) {
            spanByCommand[timing.index()] = new long[] {timing.startCycle(), timing.endCycle()};
            last = Math.max(last, timing.endCycle());
        }
        end = Math.max(last, result.totalCycles());
        for (AxiSide side : AxiSide.values()) {
            memories.put(side, new Memory());
        }
    }

    /** Records the level of each memory whenever it changes; memories are numbered as the sides are. */
    static void record(CommandStream stream, SimulationResult result, PmuSink sink) {
        MemoryOccupancy occupancy = new MemoryOccupancy(stream, result);
        int index = 0;
        for (Command command : stream.commands()) {
            long[] span = occupancy.spanByCommand[index++];
            if (span != null) {
                occupancy.follow(command, span);
            }
        }
        occupancy.finish(sink);
    }

    private void follow(Command command, long[] span) {
        switch (command) {
            case KernelCommand kernel -> {
                reads(kernel).forEach(range -> read(range, span[1]));
                write(range(kernel.ofm(), written(kernel)), span);
            }
            case DmaCommand copy -> {
                if (copy.rows() == 1) {
                    read(new Range(copy.source(), copy.sourceAddress(), copy.sourceAddress() + copy.bytes()), span[1]);
                }
                AxiSide target = switch (copy.target()) {
                    case SRAM -> AxiSide.SRAM;
                    case EXTERNAL -> AxiSide.EXTERNAL;
                    case TABLE_MEMORY -> null;
                };
                if (target != null) {
                    write(new Range(target, copy.targetAddress(), copy.targetAddress() + copy.bytes()), span);
                }
            }
            case WaitCommand ignored -> {}
            case StopCommand ignored -> {}
            case HostCommand ignored -> {}
        }
    }

    private static List<Range> reads(KernelCommand kernel) {
        List<Range> ranges = new ArrayList<>();
        Range first = range(kernel.ifm(), kernel.ifm().extent());
        if (first != null) {
            ranges.add(first);
        }
        FeatureMap second = kernel.ifm2();
        Range other = second == null ? null : range(second, second.extent());
        if (other != null) {
            ranges.add(other);
        }
        for (WeightStream stream : kernel.weights().streams()) {
            ranges.add(new Range(kernel.weights().side(), stream.address(), stream.address() + stream.bytes()));
        }
        for (WeightStream stream : kernel.weights().scales()) {
            ranges.add(new Range(kernel.weights().scaleSide(), stream.address(), stream.address() + stream.bytes()));
        }
        return ranges;
    }

    private static Extent written(KernelCommand kernel) {
        return kernel.transpose().apply(kernel.ofm().extent());
    }

    private static @Nullable Range range(FeatureMap map, Extent extent) {
        if (!map.inMemory()) {
            return null;
        }
        long last = (extent.height() - 1) * map.strideY() + (extent.width() - 1) * map.strideX();
        last += map.format() == TensorFormat.NHCWB16
                ? (extent.depth() - 1) / BRICK * map.strideC()
                        + Math.min(BRICK, extent.depth()) * (long) map.elementBytes()
                : (long) extent.depth() * map.elementBytes();
        return new Range(map.side(), map.address(), map.address() + last);
    }

    /** Only what was written is in use; the rest is an input or a constant. */
    private void read(Range range, long cycle) {
        Memory memory = Objects.requireNonNull(memories.get(range.side()));
        int from = Math.toIntExact(range.start() / PIECE);
        int to = Math.min(memory.written.length, Math.toIntExact(Math.ceilDiv(range.end(), (long) PIECE)));
        for (int piece = from; piece < to; piece++) {
            if (memory.written[piece] >= 0) {
                memory.lastUsed[piece] = Math.max(memory.lastUsed[piece], cycle);
                memory.read[piece] = true;
            }
        }
    }

    /** Written anew after it was read: what was there is over. Written twice before: still the same tensor. */
    private void write(@Nullable Range range, long[] span) {
        if (range == null) {
            return;
        }
        Memory memory = Objects.requireNonNull(memories.get(range.side()));
        int from = Math.toIntExact(range.start() / PIECE);
        int to = Math.toIntExact(Math.ceilDiv(range.end(), (long) PIECE));
        memory.hold(to);
        for (int piece = from; piece < to; piece++) {
            if (memory.read[piece]) {
                memory.release(piece, Math.min(memory.lastUsed[piece], Math.max(memory.written[piece], span[0])));
                memory.written[piece] = -1;
            }
            if (memory.written[piece] < 0) {
                memory.written[piece] = span[0];
            }
            memory.lastUsed[piece] = span[1];
            memory.read[piece] = false;
        }
    }

    private void finish(PmuSink sink) {
        int index = 0;
        for (Memory memory : memories.values()) {
            for (int piece = 0; piece < memory.written.length; piece++) {
                if (memory.written[piece] >= 0) {
                    memory.release(piece, memory.read[piece] ? memory.lastUsed[piece] : end);
                }
            }
            long level = 0;
            for (Map.Entry<Long, Long> change : memory.settle().entrySet()) {
                if (change.getValue() != 0) {
                    level += change.getValue();
                    sink.record(change.getKey(), index, PmuScope.MEMORY, TraceEvents.MEMORY_OCCUPIED, level);
                }
            }
            index++;
        }
    }
}
