package npusim.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import npusim.hardware.CommandProcessor;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.operation.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * Looks for errors in a schedule without knowing how it came about: parts of a result that nobody computes, blocks and memories
 * that are too small, and accesses that run into each other because a wait is missing or a kernel starts too early.
 */
public final class VerifySchedule {
    /** Operations that copies compute. */
    private static final Set<String> COPYING = Arrays.stream(OperationKind.values())
            .filter(OperationKind::isDma)
            .map(OperationKind::name)
            .collect(Collectors.toUnmodifiableSet());

    private final Schedule schedule;
    private final HardwareConfiguration hardware;
    private final List<String> problems = new ArrayList<>();
    private final Map<Integer, Long> computed = new HashMap<>();
    private final Map<Integer, Long> rowsCopied = new HashMap<>();
    private final Deque<Unit> copies = new ArrayDeque<>();
    private final Deque<Unit> kernels = new ArrayDeque<>();
    private @Nullable KernelCommand previous;

    private VerifySchedule(Schedule schedule, HardwareConfiguration hardware) {
        this.schedule = schedule;
        this.hardware = hardware;
    }

    /** Bytes of one memory, or of the table memory when {@code side} is null. */
    private record Range(@Nullable AxiSide side, long start, long end, boolean write) {
        boolean conflicts(Range other) {
            return (write || other.write) && side == other.side && start < other.end && other.start < end;
        }
    }

    /** A copy, or a kernel with all that are chained to it. */
    private record Unit(String name, List<Range> ranges) {
        boolean conflicts(List<Range> others) {
            return ranges.stream().anyMatch(range -> others.stream().anyMatch(range::conflicts));
        }
    }

    /** What is wrong, in order of occurrence; empty for a correct schedule. */
    public static List<String> apply(Schedule schedule, HardwareConfiguration hardware) {
        VerifySchedule verification = new VerifySchedule(schedule, hardware);
        verification.run();
        return verification.problems;
    }

    private void run() {
        for (Command command : schedule.commands().commands()) {
            switch (command) {
                case WaitCommand wait -> finish(wait);
                case DmaCommand copy -> check(copy);
                case KernelCommand kernel -> check(kernel);
                case StopCommand _ -> restart();
                case HostCommand host -> {
                    computed.merge(host.operation(), host.ofmElements(), Long::sum);
                    restart();
                }
            }
        }
        checkCoverage();
        checkMemories();
        checkResidences();
    }

    private void restart() {
        copies.clear();
        kernels.clear();
        previous = null;
    }

    private void finish(WaitCommand wait) {
        Deque<Unit> queue = wait.kind() == WaitCommand.Kind.DMA ? copies : kernels;
        while (queue.size() > wait.remaining()) {
            queue.removeFirst();
        }
    }

    private void check(DmaCommand copy) {
        List<Range> ranges = new ArrayList<>(2);
        ranges.add(
                copy.rows() == 1
                        ? new Range(copy.source(), copy.sourceAddress(), copy.sourceAddress() + copy.bytes(), false)
                        : gathered(copy));
        ranges.add(new Range(copy.target().side(), copy.targetAddress(), copy.targetAddress() + copy.bytes(), true));
        reportConflicts(copy.name(), ranges, kernels);
        reportConflicts(copy.name(), ranges, copies);
        rowsCopied.merge(copy.operation(), (long) copy.rows(), Long::sum);
        CommandProcessor processor = hardware.accelerator().commandProcessor();
        add(copies, new Unit(copy.name(), ranges), processor.outstandingDma());
    }

    /** Rows may come from anywhere in what lies at the source. */
    private Range gathered(DmaCommand copy) {
        Residence source = residence(copy.source(), copy.sourceAddress(), copy.operation());
        if (source == null) {
            problems.add(copy.name() + " copies rows from where nothing lies");
            return new Range(copy.source(), copy.sourceAddress(), copy.sourceAddress() + copy.rowBytes(), false);
        }
        return new Range(copy.source(), copy.sourceAddress(), source.address() + source.bytes(), false);
    }

    private @Nullable Residence residence(FeatureMap map, KernelCommand kernel) {
        return residence(map.side(), map.address(), kernel.operation());
    }

    /** What lies at an address while an operation runs, null for nothing. */
    private @Nullable Residence residence(AxiSide side, long address, int operation) {
        return schedule.residences()
                .detect(residence -> residence.side() == side
                        && residence.address() <= address
                        && address < residence.address() + residence.bytes()
                        && residence.firstOperation() <= operation
                        && operation <= residence.lastOperation());
    }

    private void check(KernelCommand kernel) {
        List<Range> ranges = new ArrayList<>(6);
        addRange(ranges, kernel.ifm(), kernel, false);
        FeatureMap second = kernel.ifm2();
        if (second != null) {
            addRange(ranges, second, kernel, false);
        }
        addRange(ranges, kernel.ofm(), kernel, true);
        Weights weights = kernel.weights();
        weights.streams().forEach(stream -> ranges.add(range(weights.side(), stream)));
        weights.scales().forEach(stream -> ranges.add(range(weights.scaleSide(), stream)));
        TableRange table = kernel.table();
        if (table != null) {
            ranges.add(new Range(null, table.address(), table.end(), false));
        }
        reportConflicts(kernel.name(), ranges, copies);
        computed.merge(kernel.operation(), kernel.ofm().extent().elements(), Long::sum);
        Unit leader = kernel.chainedFromPrevious() ? kernels.peekLast() : null;
        if (leader == null) {
            int depth = hardware.accelerator().commandProcessor().outstandingKernels();
            add(kernels, new Unit(kernel.name(), ranges), depth);
        } else {
            leader.ranges().addAll(ranges);
        }
        if (previous != null && !VerifyDependency.isSafe(previous, kernel, this::residence)) {
            problems.add(kernel.name() + " with BLOCKDEP " + kernel.blockDependency() + " reads what " + previous.name()
                    + " may not have written yet");
        }
        previous = kernel;
        String problem = VerifyBlocks.problem(kernel, hardware.accelerator());
        if (problem != null) {
            problems.add(kernel.name() + ": " + problem);
        }
    }

    private static Range range(AxiSide side, WeightStream stream) {
        return new Range(side, stream.address(), stream.address() + stream.bytes(), false);
    }

    private static void add(Deque<Unit> queue, Unit unit, int depth) {
        queue.addLast(unit);
        while (queue.size() > depth) {
            queue.removeFirst();
        }
    }

    private void reportConflicts(String name, List<Range> ranges, Deque<Unit> queue) {
        Iterator<Unit> units = queue.descendingIterator();
        while (units.hasNext()) {
            Unit unit = units.next();
            if (unit.conflicts(ranges)) {
                problems.add(name + " does not wait for " + unit.name());
            }
        }
    }

    private void addRange(List<Range> ranges, FeatureMap map, KernelCommand kernel, boolean write) {
        if (!map.inMemory()) {
            return;
        }
        Extent extent = write ? kernel.transpose().apply(map.extent()) : map.extent();
        long last = (extent.height() - 1) * map.strideY() + (extent.width() - 1) * map.strideX();
        last += map.format() == TensorFormat.NHCWB16
                ? (extent.depth() - 1) / TensorFormat.BRICK_CHANNELS * map.strideC()
                        + Math.min(TensorFormat.BRICK_CHANNELS, extent.depth()) * (long) map.elementBytes()
                : (long) extent.depth() * map.elementBytes();
        long start = map.address();
        long end = start + last;
        Residence residence = residence(map, kernel);
        if (residence != null && end > residence.address() + residence.bytes()) {
            if (residence.rolls() && start > residence.address() && last <= residence.bytes()) {
                start = residence.address();
                end = start + residence.bytes();
            } else {
                problems.add(kernel.name() + (write ? " writes " : " reads ") + last + " bytes at " + start
                        + ", where only " + (residence.address() + residence.bytes() - start) + " lie");
            }
        }
        ranges.add(new Range(map.side(), start, end, write));
    }

    private void checkCoverage() {
        for (ScheduledOperation operation : schedule.operations()) {
            long elements = COPYING.contains(operation.kind())
                    ? rowsCopied.getOrDefault(operation.index(), 0L)
                            * operation.ofmExtent().depth()
                    : computed.getOrDefault(operation.index(), 0L);
            if (elements != operation.ofmExtent().elements()) {
                problems.add(operation.name() + ": " + elements + " elements of "
                        + operation.ofmExtent().elements() + " are computed");
            }
        }
    }

    private void checkResidences() {
        List<Residence> all = schedule.residences().castToList();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                if (all.get(i).collides(all.get(j))) {
                    problems.add(all.get(i) + " and " + all.get(j) + " take the same bytes at a time");
                }
            }
        }
    }

    private void checkMemories() {
        long cache = hardware.memoryMode().arenaCacheBytes();
        if (hardware.memoryMode().spills() && schedule.cacheBytes() > cache) {
            problems.add("the staging memory holds " + cache + " bytes, the schedule uses " + schedule.cacheBytes());
        }
    }
}
