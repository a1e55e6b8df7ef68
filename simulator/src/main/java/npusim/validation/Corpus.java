package npusim.validation;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a corpus of published measurements. Columns it does not know are left alone, and most may be absent or empty. */
public final class Corpus {
    private static final String[] WORKLOAD = {"workload", "model"};
    private static final String[] CYCLES = {"npu_active_cycles", "npu_total_cycles", "measured_ms"};
    private static final String[] SIDES = {"sram", "ext"};
    static final String[] ADAPTER_FIELDS = {"maxr", "maxw", "rlatency", "wlatency", "pulse_on", "pulse_off", "bwcap"};
    private static final BigDecimal CYCLES_PER_MEGAHERTZ_MILLISECOND = BigDecimal.valueOf(1000);

    private Corpus() {}

    /**
     * Reads {@code file}.
     *
     * @throws IllegalArgumentException when it is not such a corpus
     */
    public static List<CorpusRow> read(Path file) {
        CsvTable table = CsvTable.read(file);
        require(file, table, "npu");
        require(file, table, WORKLOAD);
        require(file, table, CYCLES);
        List<CorpusRow> rows = new ArrayList<>();
        for (CsvRecord row : table.rows()) {
            if (row.getFields().stream().allMatch(String::isBlank)) {
                continue;
            }
            try {
                rows.add(row(new CorpusCells(table, row), rows.size() + 1));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ", " + e.getMessage(), e);
            }
        }
        return List.copyOf(rows);
    }

    private static void require(Path file, CsvTable table, String... oneOf) {
        for (String column : oneOf) {
            if (table.has(column)) {
                return;
            }
        }
        throw new IllegalArgumentException(
                file + " is no corpus of measurements: column " + String.join(" or ", oneOf) + " is missing");
    }

    private static CorpusRow row(CorpusCells cells, int number) {
        String id = cells.text("id");
        return new CorpusRow(
                id.isEmpty() ? "row-" + number : id,
                cells.first(WORKLOAD),
                cells.text("model"),
                cells.small("height", 0),
                cells.small("width", 0),
                npu(cells.text("npu")),
                cells.text("platform"),
                cells.text("platform_kind"),
                cells.text("compiler"),
                cells.text("system_config"),
                cells.text("memory_mode"),
                Objects.requireNonNullElse(cells.count("arena_cache_size"), 0L),
                adapters(cells),
                cells.text("timing_adapter_as_published")
                        .toLowerCase(Locale.ROOT)
                        .startsWith("off"),
                cells.count("npu_active_cycles"),
                cells.count("npu_total_cycles"),
                cyclesOfTime(cells),
                beats(cells),
                cells.count("vela_total_est"));
    }

    /** {@code u85-256}, however the name is written. */
    private static String npu(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", "-").replaceFirst("^(arm-)?ethos-?", "");
    }

    private static Map<String, Integer> adapters(CorpusCells cells) {
        Map<String, Integer> adapters = new HashMap<>();
        for (String side : SIDES) {
            for (String field : ADAPTER_FIELDS) {
                int value = cells.small("ta_" + side + "_" + field, -1);
                if (value >= 0) {
                    adapters.put(side + "_" + field, value);
                }
            }
        }
        return Map.copyOf(adapters);
    }

    private static @Nullable Long cyclesOfTime(CorpusCells cells) {
        BigDecimal time = cells.number("measured_ms");
        BigDecimal clock = cells.number("clock_mhz");
        if (time == null || clock == null) {
            return null;
        }
        return cells.whole("measured_ms", time.multiply(clock).multiply(CYCLES_PER_MEGAHERTZ_MILLISECOND));
    }

    private static CorpusRow.Measured beats(CorpusCells cells) {
        boolean twoSides = cells.count("sram_rd") != null;
        return twoSides
                ? new CorpusRow.Measured(
                        cells.count("sram_rd"), cells.count("sram_wr"), cells.count("ext_rd"), cells.count("ext_wr"))
                : new CorpusRow.Measured(cells.count("axi0_rd"), cells.count("axi0_wr"), cells.count("axi1_rd"), null);
    }
}
