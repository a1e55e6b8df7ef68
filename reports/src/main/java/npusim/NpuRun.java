package npusim;

import java.util.List;
import java.util.Map;

/**
 * What a simulation found.
 *
 * @param workload name of the network
 * @param design as simulated
 * @param cycles cycles in which the NPU was active
 * @param seconds time of one inference
 * @param counters totals of the PMU events by the name in the catalogue
 * @param metrics what a study can optimise, by name, in base units: seconds, joules, square metres, bytes, cycles
 * @param operations one entry per kernel and copy, in issue order; their cycles add up to {@code cycles} but for the engine's
 *     {@code stop_cycles}, once and before each handover to the processor
 */
public record NpuRun(
        String workload,
        NpuDesign design,
        long cycles,
        double seconds,
        Map<String, Long> counters,
        Map<String, Double> metrics,
        List<Operation> operations) {
    /**
     * One command of the schedule.
     *
     * @param name its output
     * @param kind unit that does the work, {@code DMA} for a copy
     * @param cycles its share of the active cycles
     * @param macs multiply-accumulates
     */
    public record Operation(String name, String kind, long cycles, long macs) {}

    /**
     * A PMU counter.
     *
     * @throws NpuSimException if the accelerator has no such event
     */
    public long counter(String name) {
        return known(counters, name, "counter");
    }

    /**
     * A metric such as {@code energy}.
     *
     * @throws NpuSimException if there is no such metric
     */
    public double metric(String name) {
        return known(metrics, name, "metric");
    }

    private static <T> T known(Map<String, T> values, String name, String kind) {
        T value = values.get(NpuSimException.given(name, "name of the " + kind));
        if (value == null) {
            throw new NpuSimException("no " + kind + " " + name + "; there are " + String.join(", ", values.keySet()));
        }
        return value;
    }

    @Override
    public String toString() {
        return workload + " on " + design + ": " + cycles + " cycles, " + seconds + " s";
    }
}
