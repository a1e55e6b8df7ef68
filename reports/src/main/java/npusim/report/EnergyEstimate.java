package npusim.report;

import java.util.List;
import java.util.Map;
import npusim.trace.run.RunManifest;
import org.jspecify.annotations.Nullable;

/**
 * Energy of a run and area of its design from the figures of the description. Sums of counted events times a figure
 * each; an estimate that is as good as its table, whose uncertainty goes with it.
 *
 * @param macJoules multiply-accumulates
 * @param memoryJoules bytes over the ports
 * @param outputJoules elements of the output unit
 * @param leakageJoules leakage over all cycles
 * @param squareMillimetres area of the MAC array and the working buffers
 * @param uncertainty relative, one sigma
 * @param table name of the table
 * @param source where its figures come from
 */
public record EnergyEstimate(
        double macJoules,
        double memoryJoules,
        double outputJoules,
        double leakageJoules,
        double squareMillimetres,
        double uncertainty,
        String table,
        String source) {
    private static final double JOULES_PER_PICOJOULE = 1e-12;

    /** The estimate for a run, absent if its description has no energy table. */
    public static @Nullable EnergyEstimate of(RunResult run) {
        RunManifest.Energy table = run.manifest().design().energy();
        if (table == null) {
            return null;
        }
        double macs = 0;
        double elements = 0;
        for (OperationResult operation : run.operations()) {
            macs += operation.counters().macs()
                    * lookUp(table.picojoulesPerMac(), operation.operation().precision());
            elements += operation.operation().ofmElements();
        }
        double bytes = 0;
        List<RunManifest.Port> ports = run.manifest().memories();
        for (int i = 0; i < ports.size(); i++) {
            bytes += run.sum().bytes(i)
                    * lookUp(table.picojoulesPerByte(), ports.get(i).kind());
        }
        return new EnergyEstimate(
                macs * JOULES_PER_PICOJOULE,
                bytes * JOULES_PER_PICOJOULE,
                elements * table.picojoulesPerOutputElement() * JOULES_PER_PICOJOULE,
                run.totalCycles() * table.leakagePicojoulesPerCycle() * JOULES_PER_PICOJOULE,
                table.macSquareMillimetres() + table.bufferSquareMillimetres(),
                table.uncertainty(),
                table.table(),
                table.source());
    }

    /** All parts together. */
    public double joules() {
        return macJoules + memoryJoules + outputJoules + leakageJoules;
    }

    /** A key that the table lacks costs as much as its dearest entry, so that nothing is free by omission. */
    private static double lookUp(Map<String, Double> figures, String key) {
        Double figure = figures.get(key);
        return figure != null
                ? figure
                : figures.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0);
    }
}
