package npusim.schedule.partition;

import java.util.ArrayList;
import java.util.List;
import npusim.graph.Graph;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.Command;
import npusim.schedule.CommandStream;
import npusim.schedule.DmaCommand;
import npusim.schedule.Extent;
import npusim.schedule.HostCommand;
import npusim.schedule.KernelCommand;
import npusim.schedule.Residence;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduledOperation;
import npusim.schedule.StopCommand;
import npusim.schedule.WaitCommand;
import org.eclipse.collections.api.factory.Lists;

/** Makes one schedule of a network from those of its segments; operations are numbered through. */
public final class JoinSegments {
    private final HardwareConfiguration hardware;
    private final List<Command> commands = new ArrayList<>();
    private final List<ScheduledOperation> operations = new ArrayList<>();
    private final List<Residence> residences = new ArrayList<>();
    private long constantBytes;
    private long arenaBytes;
    private long cacheBytes;

    private JoinSegments(HardwareConfiguration hardware) {
        this.hardware = hardware;
    }

    /** Schedules a segment of the NPU. */
    @FunctionalInterface
    public interface SegmentScheduler {
        /** As the network of its own that it is. */
        Schedule schedule(Graph graph) throws ScheduleException;
    }

    /** Schedules every segment and joins the results. */
    public static Schedule apply(
            List<Segment> segments, HardwareConfiguration hardware, String name, SegmentScheduler npu)
            throws ScheduleException {
        JoinSegments join = new JoinSegments(hardware);
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (segment.onHost()) {
                join.addHost(segment.graph(), i + 1 < segments.size());
            } else {
                join.addNpu(npu.schedule(segment.graph()));
            }
        }
        return new Schedule(
                new CommandStream(name, hardware.accelerator().name(), Lists.immutable.ofAll(join.commands)),
                Lists.immutable.ofAll(join.operations),
                Lists.immutable.ofAll(join.residences),
                join.constantBytes,
                join.arenaBytes,
                join.cacheBytes);
    }

    private void addHost(Graph graph, boolean npuFollows) throws ScheduleException {
        for (HostCommand command : HostCosts.of(graph, hardware, operations.size(), npuFollows)) {
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

    /** The streams use the memories one after the other, so each may take them all; constants stay. */
    private void addNpu(Schedule schedule) {
        int first = operations.size();
        for (Command command : schedule.commands().commands()) {
            commands.add(
                    switch (command) {
                        case KernelCommand kernel -> kernel.withOperation(first + kernel.operation());
                        case DmaCommand copy -> copy.withOperation(first + copy.operation());
                        case HostCommand host -> host;
                        case WaitCommand wait -> wait;
                        case StopCommand stop -> stop;
                    });
        }
        for (ScheduledOperation operation : schedule.operations()) {
            operations.add(operation.after(first));
        }
        schedule.residences().forEach(residence -> residences.add(residence.after(first)));
        constantBytes += schedule.constantBytes();
        arenaBytes = Math.max(arenaBytes, schedule.arenaBytes());
        cacheBytes = Math.max(cacheBytes, schedule.cacheBytes());
    }
}
