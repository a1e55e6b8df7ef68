package npusim.validation;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a corpus of published measurements. */
public final class Corpus {
    private static final String[] REQUIRED = {
        "id", "workload", "npu", "platform", "npu_active_cycles", "npu_total_cycles"
    };
    static final String[] ADAPTER_FIELDS = {"maxr", "maxw", "rlatency", "wlatency", "pulse_on", "pulse_off", "bwcap"};

    private Corpus() {}

    /**
     * Reads {@code file}.
     *
     * @throws IllegalArgumentException when it is not such a corpus
     */
    public static List<CorpusRow> read(Path file) {
        CsvTable table = CsvTable.read(file);
        for (String column : REQUIRED) {
            if (!table.has(column)) {
                throw new IllegalArgumentException(
                        file + " is no corpus of measurements: column " + column + " is missing");
            }
        }
        List<CorpusRow> rows = new ArrayList<>();
        for (CsvRecord row : table.rows()) {
            rows.add(row(table, row));
        }
        return List.copyOf(rows);
    }

    private static CorpusRow row(CsvTable table, CsvRecord row) {
        Map<String, Integer> adapters = new HashMap<>();
        for (String side : new String[] {"sram", "ext"}) {
            for (String field : ADAPTER_FIELDS) {
                String column = "ta_" + side + "_" + field;
                if (!table.text(row, column).isEmpty()) {
                    adapters.put(side + "_" + field, table.integer(row, column, 0));
                }
            }
        }
        boolean twoSides = !table.text(row, "sram_rd").isEmpty();
        CorpusRow.Measured beats = twoSides
                ? new CorpusRow.Measured(
                        count(table, row, "sram_rd"),
                        count(table, row, "sram_wr"),
                        count(table, row, "ext_rd"),
                        count(table, row, "ext_wr"))
                : new CorpusRow.Measured(
                        count(table, row, "axi0_rd"), count(table, row, "axi0_wr"), count(table, row, "axi1_rd"), null);
        return new CorpusRow(
                table.text(row, "id"),
                table.text(row, "workload"),
                table.integer(row, "height", 0),
                table.integer(row, "width", 0),
                table.text(row, "npu"),
                table.text(row, "platform"),
                table.text(row, "compiler"),
                table.text(row, "system_config"),
                table.text(row, "memory_mode"),
                table.number(row, "arena_cache_size", 0),
                Map.copyOf(adapters),
                count(table, row, "npu_active_cycles"),
                count(table, row, "npu_total_cycles"),
                beats,
                count(table, row, "vela_total_est"));
    }

    private static @Nullable Long count(CsvTable table, CsvRecord row, String column) {
        return table.text(row, column).isEmpty() ? null : Long.valueOf(table.number(row, column, 0));
    }
}
