package npusim.schedule;

import java.util.List;
import npusim.graph.Graph;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.block.BlockSearch;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.partition.JoinSegments;
import npusim.schedule.partition.LoweredSegment;
import npusim.schedule.plan.PlanSchedule;
import npusim.schedule.plan.SchedulePlan;
import npusim.schedule.weights.WeightEncoder;

/** Makes command streams for one hardware configuration. Thread-safe. */
public final class Scheduler {
    private final HardwareConfiguration hardware;
    private final ScheduleOptions options;
    private final ScheduleMemory memory;
    private final BlockSearch search;
    private final WeightEncoder encoder;

    /** A scheduler with a memory of its own. */
    public Scheduler(HardwareConfiguration hardware, ScheduleOptions options) {
        this(hardware, options, new ScheduleMemory());
    }

    /** A scheduler that looks up in {@code memory}, and adds to it, what other designs need too. */
    public Scheduler(HardwareConfiguration hardware, ScheduleOptions options, ScheduleMemory memory) {
        this.hardware = hardware;
        this.options = options;
        this.memory = memory;
        this.search = memory.search(hardware.accelerator(), options.policy());
        this.encoder = memory.encoder(hardware.accelerator());
    }

    /**
     * Schedules {@code graph}. Operators that the design cannot run go to the processor of its platform.
     *
     * @throws ScheduleException when an operator fits no unit, a block no buffer or a feature map no memory
     */
    public Schedule schedule(Graph graph, String name) throws ScheduleException {
        List<LoweredSegment> segments =
                memory.lowered(graph, hardware.accelerator().abilities(), options);
        Schedule schedule = JoinSegments.apply(graph, segments, hardware, name, this::plan);
        CheckCapacity.check(schedule, hardware);
        return schedule;
    }

    private SchedulePlan plan(List<NpuOperation> leaders, int firstLeader) throws ScheduleException {
        ScheduleOptions own = options.withTactics(options.tactics().from(firstLeader));
        return PlanSchedule.apply(leaders, hardware, own, search, encoder);
    }
}
