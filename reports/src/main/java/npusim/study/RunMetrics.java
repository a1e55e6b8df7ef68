package npusim.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.PmuEvent;
import npusim.replay.DescribeDesign;
import npusim.report.EnergyEstimate;
import npusim.schedule.Command;
import npusim.schedule.DmaCommand;
import npusim.schedule.HostCommand;
import npusim.schedule.KernelCommand;
import npusim.schedule.Schedule;
import npusim.schedule.StopCommand;
import npusim.schedule.WaitCommand;
import npusim.simulation.RunTotals;
import org.eclipse.collections.api.factory.primitive.IntLongMaps;
import org.eclipse.collections.api.map.primitive.MutableIntLongMap;

/**
 * What a study can optimise, in base units: seconds, joules, square metres, bytes, cycles and counts. Energy and
 * area are those of {@link EnergyEstimate}.
 */
final class RunMetrics {
    /** Metrics of which the largest over several workloads counts. */
    static final Set<String> PEAKS = Set.of("sram_peak", "arena_bytes", "constant_bytes", "area");

    private static final double SQUARE_MILLIMETRE = 1e-6;

    private final Schedule schedule;
    private final List<EnergyEstimate.Work> work;
    private final double macs;

    /** Metrics of runs of a schedule. */
    RunMetrics(Schedule schedule) {
        this.schedule = schedule;
        work = work(schedule);
        macs = work.stream().mapToDouble(EnergyEstimate.Work::macs).sum();
    }

    Map<String, Double> of(HardwareConfiguration hardware, RunTotals result) {
        Map<String, Double> metrics = new TreeMap<>();
        result.events().forEachKeyValue((event, count) -> metrics.put(event, (double) count));
        double onChip =
                bytes(hardware, 0, result.beats().sramRead() + result.beats().sramWrite());
        double external = bytes(
                hardware, 1, result.beats().externalRead() + result.beats().externalWrite());
        metrics.put("active_cycles", (double) result.activeCycles());
        metrics.put("latency", result.totalCycles() / (double) hardware.system().coreClockHertz());
        metrics.put("macs", macs);
        metrics.put(
                "mac_utilisation",
                macs
                        / (result.activeCycles()
                                * (double) hardware.accelerator().macArray().macsPerCycle()));
        metrics.put("sram_traffic", onChip);
        metrics.put("external_traffic", external);
        metrics.put("traffic", onChip + external);
        metrics.put("sram_peak", (double) schedule.cacheBytes());
        metrics.put("arena_bytes", (double) schedule.arenaBytes());
        metrics.put("constant_bytes", (double) schedule.constantBytes());
        EnergyEstimate estimate = EnergyEstimate.of(
                DescribeDesign.energy(hardware.accelerator()), work, traffic(hardware, result), result.totalCycles());
        metrics.put("energy", estimate.joules());
        metrics.put("area", estimate.squareMillimetres() * SQUARE_MILLIMETRE);
        return metrics;
    }

    /** Names whose values are weighted sums so far. */
    static List<String> means(Collection<String> names, boolean several) {
        return names.stream()
                .filter(name -> !PEAKS.contains(name) && !(several && name.contains(" ")))
                .toList();
    }

    private static double bytes(HardwareConfiguration hardware, int side, long beats) {
        int known = Math.min(side, hardware.accelerator().ports().size() - 1);
        return (double) beats * hardware.port(known).beatBytes();
    }

    private static List<EnergyEstimate.Work> work(Schedule schedule) {
        List<EnergyEstimate.Work> work = new ArrayList<>();
        for (Command command : schedule.commands().commands()) {
            switch (command) {
                case KernelCommand kernel ->
                    work.add(new EnergyEstimate.Work(
                            kernel.macs(),
                            kernel.precision(),
                            kernel.ofm().extent().elements()));
                case HostCommand ignored -> {}
                case DmaCommand ignored -> {}
                case WaitCommand ignored -> {}
                case StopCommand ignored -> {}
            }
        }
        return work;
    }

    private static List<EnergyEstimate.Traffic> traffic(HardwareConfiguration hardware, RunTotals result) {
        MutableIntLongMap counts = IntLongMaps.mutable.empty();
        for (PmuEvent event : hardware.accelerator().pmu().events()) {
            counts.put(event.number(), result.events().getIfAbsent(event.name(), 0));
        }
        return DescribeDesign.ports(hardware).stream()
                .map(port -> new EnergyEstimate.Traffic(
                        port.kind(),
                        (counts.getIfAbsent(port.readEvent(), 0) + counts.getIfAbsent(port.writeEvent(), 0))
                                * port.beatBytes()))
                .toList();
    }
}
