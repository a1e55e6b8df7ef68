package npusim.validation;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A published run with a cycle count for each group of operators, on a grid of 1000 cycles.
 *
 * @param model network as published
 * @param binding MACs per cycle and system, such as {@code 256_Low}
 * @param units groups of operators in the order in which they ran
 */
public record OperatorRun(String model, String binding, List<Unit> units) {
    /**
     * Operators measured together.
     *
     * @param operators their names
     * @param activeCycles NPU ACTIVE of the group, or null
     */
    public record Unit(List<String> operators, @Nullable Long activeCycles) {
        public Unit {
            operators = List.copyOf(operators);
        }
    }

    public OperatorRun {
        units = List.copyOf(units);
    }

    /** Network and binding. */
    public String title() {
        return model + " " + binding;
    }

    /** Cycles of all groups that have any. */
    public long activeCycles() {
        long sum = 0;
        for (Unit unit : units) {
            sum += unit.activeCycles() == null ? 0 : unit.activeCycles();
        }
        return sum;
    }

    /**
     * The whole-network measurement that these groups are part of: the one of the same network and array whose ACTIVE is nearest
     * to their sum, or null.
     */
    public @Nullable CorpusRow whole(List<CorpusRow> rows) {
        String size = "-" + binding.split("_")[0];
        CorpusRow nearest = null;
        long least = Long.MAX_VALUE;
        for (CorpusRow row : rows) {
            Long active = row.activeCycles();
            if (active != null && model.startsWith(row.workload()) && row.npu().endsWith(size)) {
                long distance = Math.abs(active - activeCycles());
                if (distance < least) {
                    least = distance;
                    nearest = row;
                }
            }
        }
        return nearest;
    }

    /**
     * Reads columns {@code model}, {@code binding}, {@code ops} (names joined by +) and {@code active}.
     *
     * @throws IllegalArgumentException when a column is missing or a number is malformed
     */
    public static List<OperatorRun> read(Path file) {
        CsvTable table = CsvTable.read(file);
        for (String column : List.of("model", "binding", "ops", "active")) {
            if (!table.has(column)) {
                throw new IllegalArgumentException(file + " has no column '" + column + "'");
            }
        }
        Map<List<String>, List<Unit>> runs = new LinkedHashMap<>();
        for (CsvRecord row : table.rows()) {
            List<String> operators =
                    new ArrayList<>(List.of(table.text(row, "ops").split("\\+")));
            operators.remove("KERNEL_WAIT");
            long active = table.number(row, "active", -1);
            runs.computeIfAbsent(
                            List.of(table.text(row, "model"), table.text(row, "binding")), key -> new ArrayList<>())
                    .add(new Unit(operators, active < 0 ? null : active));
        }
        List<OperatorRun> all = new ArrayList<>();
        runs.forEach((key, units) -> all.add(new OperatorRun(key.get(0), key.get(1), units)));
        return all;
    }
}
