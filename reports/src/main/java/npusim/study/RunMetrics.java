package npusim.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import npusim.hardware.Accelerator;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.SystemConfig;
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
import npusim.trace.run.RunManifest;
import org.eclipse.collections.api.factory.primitive.IntObjectMaps;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.jspecify.annotations.Nullable;

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
    /** Of the latest design: points of a study share parts. */
    private volatile @Nullable Described latest;

    /** What a run on a design is valued by, whatever the timing. */
    private record Described(
            Accelerator accelerator, SystemConfig system, RunManifest.Energy energy, List<PortEvents> ports) {
        static Described of(HardwareConfiguration hardware) {
            Accelerator accelerator = hardware.accelerator();
            MutableIntObjectMap<String> names = IntObjectMaps.mutable.empty();
            accelerator.pmu().events().forEach(event -> names.put(event.number(), event.name()));
            return new Described(
                    accelerator,
                    hardware.system(),
                    DescribeDesign.energy(accelerator),
                    DescribeDesign.ports(hardware).stream()
                            .map(port -> new PortEvents(
                                    port.kind(),
                                    port.beatBytes(),
                                    names.get(port.readEvent()),
                                    names.get(port.writeEvent())))
                            .toList());
        }

        boolean describes(HardwareConfiguration hardware) {
            return accelerator == hardware.accelerator() && system == hardware.system();
        }
    }

    /** Names of the events that count the beats of a port. */
    private record PortEvents(String memoryKind, int beatBytes, String reads, String writes) {
        EnergyEstimate.Traffic traffic(RunTotals result) {
            long beats = result.events().getIfAbsent(reads, 0) + result.events().getIfAbsent(writes, 0);
            return new EnergyEstimate.Traffic(memoryKind, beats * beatBytes);
        }
    }

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
                                * (double) hardware.accelerator().macArray().peakMacsPerCycle()));
        metrics.put("sram_traffic", onChip);
        metrics.put("external_traffic", external);
        metrics.put("traffic", onChip + external);
        metrics.put("sram_peak", (double) schedule.cacheBytes());
        metrics.put("arena_bytes", (double) schedule.arenaBytes());
        metrics.put("constant_bytes", (double) schedule.constantBytes());
        Described design = describe(hardware);
        List<EnergyEstimate.Traffic> traffic =
                design.ports().stream().map(port -> port.traffic(result)).toList();
        EnergyEstimate estimate = EnergyEstimate.of(design.energy(), work, traffic, result.totalCycles());
        metrics.put("energy", estimate.joules());
        metrics.put("area", estimate.squareMillimetres() * SQUARE_MILLIMETRE);
        return metrics;
    }

    private Described describe(HardwareConfiguration hardware) {
        Described known = latest;
        if (known == null || !known.describes(hardware)) {
            known = Described.of(hardware);
            latest = known;
        }
        return known;
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
}
