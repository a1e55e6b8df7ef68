package npusim.schedule.partition;

import java.util.ArrayList;
import java.util.List;
import npusim.graph.Graph;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.AxiSide;
import npusim.schedule.Command;
import npusim.schedule.CommandStream;
import npusim.schedule.Extent;
import npusim.schedule.HostCommand;
import npusim.schedule.Residence;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduledOperation;
import npusim.schedule.SegmentStart;
import npusim.schedule.emission.Emission;
import npusim.schedule.emission.EmitCommands;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.plan.MemoryArea;
import npusim.schedule.plan.MemoryMap;
import npusim.schedule.plan.SchedulePlan;
import org.eclipse.collections.api.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * Makes one schedule of a network from its segments; operations are numbered through. The streams use the memories one after
 * the other, so each may take them all but for constants, of which every segment keeps its own, and values that a later segment
 * needs.
 */
public final class JoinSegments {
    private final List<LoweredSegment> segments;
    private final HardwareConfiguration hardware;
    private final List<Command> commands = new ArrayList<>();
    private final List<ScheduledOperation> operations = new ArrayList<>();
    private final List<Residence> residences = new ArrayList<>();
    private final int[] starts;

    private JoinSegments(List<LoweredSegment> segments, HardwareConfiguration hardware) {
        this.segments = segments;
        this.hardware = hardware;
        this.starts = new int[segments.size() + 1];
    }

    /** Plans a segment of the NPU. */
    @FunctionalInterface
    public interface Planner {
        /** The plan of {@code leaders}, before which the network has {@code firstLeader} others, operators of the host included. */
        SchedulePlan plan(List<NpuOperation> leaders, int firstLeader) throws ScheduleException;
    }

    /**
     * Plans every segment of {@code network} and joins the results.
     *
     * @throws ScheduleException when a segment cannot be planned, the platform cannot run an operator or nothing is computed
     */
    public static Schedule apply(
            Graph network, List<LoweredSegment> segments, HardwareConfiguration hardware, String name, Planner planner)
            throws ScheduleException {
        if (segments.stream().noneMatch(LoweredSegment::runs)) {
            throw new ScheduleException("network '" + name + "' only renames its inputs: there is nothing to schedule");
        }
        return new JoinSegments(segments, hardware).run(network, name, planner);
    }

    private Schedule run(Graph network, String name, Planner planner) throws ScheduleException {
        List<@Nullable SchedulePlan> plans = new ArrayList<>();
        int leaders = 0;
        for (LoweredSegment segment : segments) {
            boolean plan = !segment.onHost() && segment.runs();
            plans.add(plan ? planner.plan(segment.leaders(), leaders) : null);
            leaders += segment.onHost()
                    ? segment.graph().operators().size()
                    : segment.leaders().size();
        }
        long constants = plans.stream().mapToLong(JoinSegments::constantBytes).sum();
        long before = 0;
        for (int i = 0; i < segments.size(); i++) {
            starts[i] = operations.size();
            SchedulePlan plan = plans.get(i);
            if (plan != null) {
                add(EmitCommands.apply(plan, hardware, new SegmentStart(operations.size(), before, constants)));
                before += plan.constantBytes();
            } else if (segments.get(i).onHost()) {
                addHost(segments.get(i).segment(), npuFollows(i));
            }
        }
        starts[segments.size()] = operations.size();
        MemoryMap map = new MemoryMap(hardware);
        residences.addFirst(new Residence(
                "constants", map.side(MemoryArea.CONSTANTS), 0, constants, false, 0, operations.size() - 1));
        long carried = carry(network, map);
        long arena = plans.stream()
                .mapToLong(plan -> plan == null ? 0 : plan.arenaBytes())
                .max()
                .orElse(0);
        long cache = plans.stream()
                .mapToLong(plan -> plan == null ? 0 : plan.cacheBytes())
                .max()
                .orElse(0);
        long leftFree = plans.stream()
                .mapToLong(plan -> plan == null ? 0 : plan.leftFreeBytes())
                .max()
                .orElse(0);
        return new Schedule(
                new CommandStream(name, hardware.accelerator().name(), Lists.immutable.ofAll(commands)),
                Lists.immutable.ofAll(operations),
                Lists.immutable.ofAll(residences),
                constants,
                arena + (map.spills() ? carried : 0),
                cache + (map.spills() ? 0 : carried),
                leftFree);
    }

    private static long constantBytes(@Nullable SchedulePlan plan) {
        return plan == null ? 0 : plan.constantBytes();
    }

    private boolean npuFollows(int segment) {
        return segments.stream()
                .skip(segment + 1L)
                .filter(LoweredSegment::runs)
                .findFirst()
                .filter(next -> !next.onHost())
                .isPresent();
    }

    private long carry(Graph network, MemoryMap map) {
        AxiSide side = map.side(map.spills() ? MemoryArea.ARENA : MemoryArea.CACHE);
        CarryValues carry = new CarryValues(network, segments, starts, side);
        return carry.apply(residences);
    }

    private void add(Emission emission) {
        commands.addAll(emission.commands().castToList());
        operations.addAll(emission.operations().castToList());
        residences.addAll(emission.residences().castToList());
    }

    private void addHost(Segment segment, boolean npuFollows) throws ScheduleException {
        for (HostCommand command : HostCosts.of(segment, hardware, operations.size(), npuFollows)) {
            commands.add(command);
            operations.add(new ScheduledOperation(
                    command.operation(),
                    "HOST",
                    command.name(),
                    Lists.immutable.of(command.name()),
                    false,
                    new Extent(1, 1, Math.toIntExact(command.ofmElements())),
                    1,
                    Lists.immutable.empty(),
                    -1,
                    0,
                    command.cycles()));
        }
    }
}
