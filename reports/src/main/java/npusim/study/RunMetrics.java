package npusim.study;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import npusim.dsl.quantity.Ratio;
import npusim.hardware.Buffers;
import npusim.hardware.EnergyTable;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.Schedule;
import npusim.simulation.OperationTiming;
import npusim.simulation.SimulationResult;
import org.jspecify.annotations.Nullable;

/**
 * What a study can optimise, in base units: seconds, joules, square metres, bytes, cycles and counts. Energy is that of
 * multiply-accumulates, of memory traffic and of leakage; area is that of the MAC array and the buffers.
 */
final class RunMetrics {
    /** Metrics of which the largest over several workloads counts. */
    static final Set<String> PEAKS = Set.of("sram_peak", "arena_bytes", "constant_bytes", "area");

    private static final double PICO = 1e-12;
    private static final double SQUARE_MILLIMETRE = 1e-6;
    private static final double KIBIBYTE = 1024;

    private RunMetrics() {}

    static Map<String, Double> of(HardwareConfiguration hardware, Schedule schedule, SimulationResult result) {
        Map<String, Double> metrics = new TreeMap<>();
        result.events().forEachKeyValue((event, count) -> metrics.put(event, (double) count));
        double macs = 0;
        for (OperationTiming operation : result.operations()) {
            macs += operation.macs();
        }
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
        metrics.put("energy", energy(hardware, macs, onChip, external, result.activeCycles()));
        metrics.put("area", area(hardware));
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

    private static double energy(
            HardwareConfiguration hardware, double macs, double onChip, double external, long cycles) {
        EnergyTable table = hardware.accelerator().energy();
        double perMac = amount(table.picojoulesPerMac().get("8x8"));
        double picojoules = macs * perMac
                + onChip * accessEnergy(hardware, 0)
                + external * accessEnergy(hardware, 1)
                + cycles * table.leakagePicojoulesPerCycle().doubleValue();
        return picojoules * PICO;
    }

    private static double accessEnergy(HardwareConfiguration hardware, int side) {
        int known = Math.min(side, hardware.system().attached().size() - 1);
        String kind = hardware.system().attachedMemory(known).kind().name().toLowerCase(Locale.ROOT);
        return amount(hardware.accelerator().energy().picojoulesPerByte().get(kind));
    }

    private static double area(HardwareConfiguration hardware) {
        EnergyTable table = hardware.accelerator().energy();
        double ramBytes = switch (hardware.accelerator().buffers()) {
            case Buffers.SharedRam shared -> (double) shared.banks() * shared.bankBytes();
            case Buffers.DedicatedRams rams ->
                (double) rams.ifmBytes()
                        + rams.accumulatorBytes()
                        + rams.outputBytes()
                        + rams.chainingBytes()
                        + rams.lutBytes();
        };
        double squareMillimetres = hardware.accelerator().macArray().macsPerCycle()
                        * table.squareMillimetresPerMac().doubleValue()
                + ramBytes / KIBIBYTE * table.squareMillimetresPerKibibyte().doubleValue();
        return squareMillimetres * SQUARE_MILLIMETRE;
    }

    private static double amount(@Nullable Ratio ratio) {
        return ratio == null ? Double.NaN : ratio.doubleValue();
    }
}
