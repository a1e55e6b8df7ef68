package npusim.schedule;

import java.util.List;
import npusim.graph.Graph;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.block.BlockSearch;
import npusim.schedule.emission.EmitCommands;
import npusim.schedule.lowering.LowerNetwork;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.partition.JoinSegments;
import npusim.schedule.partition.PartitionGraph;
import npusim.schedule.partition.Segment;
import npusim.schedule.plan.PlanSchedule;
import npusim.schedule.plan.SchedulePlan;
import npusim.schedule.weights.WeightEncoder;

/** Makes command streams for one hardware configuration. Thread-safe. */
public final class Scheduler {
    private final HardwareConfiguration hardware;
    private final ScheduleOptions options;
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
        this.search = memory.search(hardware.accelerator(), options.policy());
        this.encoder = memory.encoder(hardware.accelerator());
    }

    /**
     * Schedules {@code graph}. Operators that the design cannot run go to the processor of its platform.
     *
     * @throws ScheduleException when an operator fits no unit, a block no buffer or a feature map no memory
     */
    public Schedule schedule(Graph graph, String name) throws ScheduleException {
        List<Segment> segments = PartitionGraph.apply(graph, hardware.accelerator());
        if (segments.size() == 1 && !segments.getFirst().onHost()) {
            return EmitCommands.apply(plan(graph), hardware, name);
        }
        return JoinSegments.apply(
                segments, hardware, name, segment -> EmitCommands.apply(plan(segment), hardware, name));
    }

    /** The decisions behind {@link #schedule}. */
    SchedulePlan plan(Graph graph) throws ScheduleException {
        CheckDesign.check(hardware);
        List<NpuOperation> leaders = LowerNetwork.apply(graph, hardware.accelerator(), options);
        return PlanSchedule.apply(leaders, hardware, options, search, encoder);
    }
}
