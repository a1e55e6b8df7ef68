package npusim.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import npusim.hardware.HardwareConfiguration;
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
     * One network on one design.
     *
     * @param workload network
     * @param design accelerator and memory mode
     * @param cycles NPU ACTIVE by policy, in cycles
     */
    public record Line(String workload, String design, Map<SchedulePolicy, Long> cycles) {
        /** By how much {@code npusim} is faster than the better of the two compilers, in percent of its cycles. */
        public double gainPercent() {
            long compilers = Math.min(of(SchedulePolicy.VELA_4_4), of(SchedulePolicy.VELA_5_0));
            return 100.0 * (compilers - of(SchedulePolicy.NPUSIM)) / compilers;
        }

        private long of(SchedulePolicy policy) {
            return cycles.getOrDefault(policy, Long.MAX_VALUE);
        }

        /** The line of a table under {@link #HEADER}. */
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "%-22s %-28s %12d %12d %12d %+7.1f %%",
                    workload,
                    design,
                    of(SchedulePolicy.VELA_4_4),
                    of(SchedulePolicy.VELA_5_0),
                    of(SchedulePolicy.NPUSIM),
                    -gainPercent());
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

    /** The rows of {@code rows} that name different networks or designs; single layers are left out. */
    public static List<CorpusRow> networks(List<CorpusRow> rows) {
        Map<String, CorpusRow> found = new LinkedHashMap<>();
        for (CorpusRow row : rows) {
            if (!row.singleLayer() && Workloads.resolve(row.workload()).isPresent()) {
                String key = String.join("/", row.workload(), row.npu(), row.systemConfig(), row.memoryMode());
                found.putIfAbsent(key, row);
            }
        }
        return new ArrayList<>(found.values());
    }

    /**
     * Times the network of {@code row} under every policy.
     *
     * @throws ScheduleException if the design cannot run it
     * @throws WorkloadException if the zoo lacks it
     */
    public static Line time(CorpusRow row, CorpusHardware designs) throws ScheduleException, WorkloadException {
        HardwareConfiguration hardware = designs.configure(row);
        Workload workload = Workloads.load(row.workload(), Map.of());
        ScheduleMemory memory = new ScheduleMemory();
        Map<SchedulePolicy, Long> cycles = new EnumMap<>(SchedulePolicy.class);
        for (SchedulePolicy policy : SchedulePolicy.values()) {
            var schedule = ScheduleWorkload.plan(workload, hardware, ScheduleOptions.of(policy), memory);
            cycles.put(
                    policy,
                    Simulator.run(schedule.commands(), hardware, PmuSink.discarding())
                            .activeCycles());
        }
        return new Line(row.workload(), row.npu() + " " + row.memoryMode(), cycles);
    }
}
