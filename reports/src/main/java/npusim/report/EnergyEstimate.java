package npusim.report;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import npusim.trace.run.RunManifest;
import org.jspecify.annotations.Nullable;

/**
 * Energy of a run on the NPU, without the processor beside it, and area of its design from the figures of the description.
 * Sums of counted events times a figure each; an estimate that is as good as its table, whose uncertainty goes with it.
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
        List<RunManifest.Port> ports = run.manifest().memories();
        return of(
                table,
                run.operations()
                        .reject(operation -> operation.operation().onCpu())
                        .collect(operation -> new Work(
                                operation.counters().macs(),
                                operation.operation().precision(),
                                operation.operation().ofmElements())),
                IntStream.range(0, ports.size())
                        .mapToObj(
                                i -> new Traffic(ports.get(i).kind(), run.sum().bytes(i)))
                        .toList(),
                run.totalCycles());
    }

    /** The estimate for what was counted. */
    public static EnergyEstimate of(
            RunManifest.Energy table, Iterable<Work> operations, Iterable<Traffic> traffic, long totalCycles) {
        double macs = 0;
        double elements = 0;
        for (Work operation : operations) {
            if (operation.macs() > 0) {
                macs += operation.macs() * lookUp(table.picojoulesPerMac(), operation.precision());
            }
            elements += operation.ofmElements();
        }
        double bytes = 0;
        for (Traffic port : traffic) {
            bytes += port.bytes() * lookUp(table.picojoulesPerByte(), port.memoryKind());
        }
        return new EnergyEstimate(
                macs * JOULES_PER_PICOJOULE,
                bytes * JOULES_PER_PICOJOULE,
                elements * table.picojoulesPerOutputElement() * JOULES_PER_PICOJOULE,
                totalCycles * table.leakagePicojoulesPerCycle() * JOULES_PER_PICOJOULE,
                table.macSquareMillimetres() + table.bufferSquareMillimetres(),
                table.uncertainty(),
                table.table(),
                table.source());
    }

    /**
     * What an operation did.
     *
     * @param macs multiply-accumulates
     * @param precision bits of the IFM by bits of the weights, {@code 8x8}
     * @param ofmElements elements it put out
     */
    public record Work(long macs, String precision, long ofmElements) {}

    /**
     * What a port moved.
     *
     * @param memoryKind technology of the memory behind it
     * @param bytes read and written
     */
    public record Traffic(String memoryKind, long bytes) {}

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
