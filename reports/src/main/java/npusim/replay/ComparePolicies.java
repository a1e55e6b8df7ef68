package npusim.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import npusim.dsl.Library;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleMemory;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.simulation.Simulator;
import npusim.trace.PmuSink;
import npusim.validation.CorpusHardware;
import npusim.validation.CorpusRow;
import npusim.zoo.Workload;
import npusim.zoo.WorkloadException;
import npusim.zoo.Workloads;

/** Times the networks of a corpus as each policy schedules them. */
public final class ComparePolicies {
    private ComparePolicies() {}

    /**
     * A comparison.
     *
     * @param networks one per network and design that every policy can schedule
     * @param skipped the others
     */
    public record Table(List<Line> networks, List<Skipped> skipped) {}

    /** What became of a network. */
    public sealed interface Outcome {
        /** The line of a table under {@link #HEADER}. */
        String text();
    }

    /**
     * A network that was not timed.
     *
     * @param workload network
     * @param design accelerator and memory mode
     * @param reason one sentence
     */
    public record Skipped(String workload, String design, String reason) implements Outcome {
        @Override
        public String text() {
            return workload + " on " + design + ": " + reason;
        }
    }

    /**
     * One network on one design.
     *
     * @param workload network
     * @param design accelerator and memory mode
     * @param cycles NPU ACTIVE by policy, in cycles
     * @param changePercent cycles that {@code npusim} takes more than the better of the two compilers, in percent of theirs
     */
    public record Line(String workload, String design, Map<SchedulePolicy, Long> cycles, double changePercent)
            implements Outcome {
        private static Line of(String workload, String design, Map<SchedulePolicy, Long> cycles) {
            long compilers = Math.min(cycles(cycles, SchedulePolicy.VELA_4_4), cycles(cycles, SchedulePolicy.VELA_5_0));
            long ours = cycles(cycles, SchedulePolicy.NPUSIM);
            return new Line(workload, design, cycles, 100.0 * (ours - compilers) / compilers);
        }

        private static long cycles(Map<SchedulePolicy, Long> cycles, SchedulePolicy policy) {
            return Objects.requireNonNull(cycles.get(policy));
        }

        @Override
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "%-22s %-28s %12d %12d %12d %+7.1f %%",
                    workload,
                    design,
                    cycles(cycles, SchedulePolicy.VELA_4_4),
                    cycles(cycles, SchedulePolicy.VELA_5_0),
                    cycles(cycles, SchedulePolicy.NPUSIM),
                    changePercent);
        }
    }

    /** Heading of the table. */
    public static final String HEADER = String.format(
            Locale.ROOT,
            "%-22s %-28s %12s %12s %12s %9s",
            "network",
            "design",
            SchedulePolicy.VELA_4_4,
            SchedulePolicy.VELA_5_0,
            SchedulePolicy.NPUSIM,
            "change");

    /** The rows of {@code rows} that name different networks or designs; single layers and unknown networks are left out. */
    public static List<CorpusRow> networks(List<CorpusRow> rows) {
        Map<String, CorpusRow> found = new LinkedHashMap<>();
        for (CorpusRow row : rows) {
            Optional<String> network = row.singleLayer() ? Optional.empty() : ZooSchedules.network(row);
            network.ifPresent(name ->
                    found.putIfAbsent(String.join("/", name, row.npu(), row.systemConfig(), row.memoryMode()), row));
        }
        return new ArrayList<>(found.values());
    }

    /**
     * Times the network of {@code row}, one of {@link #networks}, under every policy.
     *
     * @param leftFree is shown each schedule
     */
    public static Outcome time(CorpusRow row, CorpusHardware designs, Library library, LeftFree leftFree) {
        String network = ZooSchedules.network(row).orElseThrow();
        String design = row.npu() + " " + row.memoryMode();
        try {
            HardwareConfiguration hardware = designs.configure(row);
            Workload workload = Workloads.load(network, Map.of());
            ScheduleMemory memory = new ScheduleMemory();
            Map<SchedulePolicy, Long> cycles = new EnumMap<>(SchedulePolicy.class);
            for (SchedulePolicy policy : SchedulePolicy.values()) {
                ScheduleOptions options = WorkloadScheduling.of(library, policy, workload);
                Schedule schedule = ScheduleWorkload.plan(workload, hardware, options, memory);
                leftFree.note(network, hardware, policy, schedule);
                cycles.put(
                        policy,
                        Simulator.run(schedule.commands(), hardware, PmuSink.discarding())
                                .activeCycles());
            }
            return Line.of(network, design, cycles);
        } catch (ScheduleException | WorkloadException e) {
            return new Skipped(network, design, String.valueOf(e.getMessage()));
        }
    }
}
