package npusim.report.validation;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import npusim.report.Style;
import npusim.report.TextTable;
import npusim.report.TextTable.Align;
import npusim.validation.ErrorSummary;
import npusim.validation.RowOutcome;
import npusim.validation.ScheduleComparison;
import npusim.validation.ValidationResult;

/** Text of a comparison with published measurements. */
public final class ValidationText {
    /** Counters below this many beats are left out of the beat summaries: single beats are whole percents there. */
    private static final long LEAST_BEATS = 100;

    private static final String[] COUNTERS = {"SRAM read beats", "SRAM write beats", "EXT read beats", "EXT write beats"
    };

    private final ValidationResult result;
    private final Style style;

    /** Renders {@code result}. */
    public ValidationText(ValidationResult result, Style style) {
        this.result = result;
        this.style = style;
    }

    /** One line per row, the skipped rows last. */
    public String rows() {
        TextTable table = new TextTable(
                        style,
                        Align.LEFT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT)
                .header(
                        "row",
                        "published",
                        "simulated",
                        "error %",
                        "Vela %",
                        "SRAM rd %",
                        "SRAM wr %",
                        "EXT rd %",
                        "EXT wr %");
        for (RowOutcome.Replayed row : result.replayed()) {
            Double vela = row.velaErrorPercent();
            table.row(
                    row.row().id(),
                    (row.exact() ? "" : "~") + row.publishedCycles(),
                    String.valueOf(row.activeCycles()),
                    signed(row.errorPercent()),
                    vela == null ? "" : signed(vela),
                    beats(row, 0),
                    beats(row, 1),
                    beats(row, 2),
                    beats(row, 3));
        }
        StringBuilder text = new StringBuilder(table.render());
        for (RowOutcome.Skipped row : result.skipped()) {
            text.append("skipped ")
                    .append(row.row().id())
                    .append(": ")
                    .append(row.reason())
                    .append('\n');
        }
        return text.toString();
    }

    private static String beats(RowOutcome.Replayed row, int counter) {
        Double error = row.beatErrorPercent(counter);
        return error == null ? "" : signed(error);
    }

    private static String signed(double percent) {
        return String.format(Locale.ROOT, "%+.1f", percent);
    }

    /** Summaries by NPU, generation, network and kind of row, beside the compiler's own estimate. */
    public String groups() {
        TextTable table = new TextTable(
                        style, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT)
                .header("group", "rows", "mean %", "median %", "worst %", "bias %", "Vela mean %");
        Predicate<RowOutcome.Replayed> network =
                row -> row.exact() && !row.row().singleLayer();
        group(table, "networks on ", row -> row.row().generation(), network);
        group(table, "networks on ", row -> row.row().npu(), network);
        group(table, "", row -> row.row().workload() + " (" + row.row().platform() + ")", network);
        group(
                table,
                "single layers on ",
                row -> row.row().npu(),
                row -> row.exact() && row.row().singleLayer());
        group(
                table,
                "",
                row -> row.basis() + ", " + row.row().series() + " " + row.row().npu(),
                row -> !row.exact());
        StringBuilder text = new StringBuilder(table.render());
        for (int counter = 0; counter < COUNTERS.length; counter++) {
            ErrorSummary beats = result.beats(COUNTERS[counter], counter, LEAST_BEATS, row -> true);
            if (beats.rows() == 0) {
                continue;
            }
            text.append(String.format(
                    Locale.ROOT,
                    "%s MAPE %.1f %% over %d rows, worst %.1f %%%n",
                    beats.group(),
                    beats.mean(),
                    beats.rows(),
                    beats.worst()));
        }
        return text.toString();
    }

    private void group(
            TextTable table,
            String prefix,
            Function<RowOutcome.Replayed, String> key,
            Predicate<RowOutcome.Replayed> filter) {
        List<ErrorSummary> summaries = result.grouped(key, filter);
        for (ErrorSummary summary : summaries) {
            ErrorSummary vela = result.vela(
                    summary.group(), filter.and(row -> key.apply(row).equals(summary.group())));
            table.row(
                    prefix + summary.group(),
                    String.valueOf(summary.rows()),
                    number(summary.mean()),
                    number(summary.median()),
                    number(summary.worst()),
                    signed(summary.bias()),
                    vela.rows() == 0 ? "" : number(vela.mean()));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Engine error, scheduler error and both together, mean and worst. */
    public String split(List<ScheduleComparison> comparisons) {
        TextTable table = new TextTable(
                        style, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT)
                .header("group", "rows", "engine %", "worst", "scheduler %", "worst", "both %");
        for (ScheduleComparison comparison : comparisons) {
            table.row(
                    comparison.group(),
                    String.valueOf(comparison.engine().rows()),
                    number(comparison.engine().mean()),
                    number(comparison.engine().worst()),
                    number(comparison.scheduler().mean()),
                    number(comparison.scheduler().worst()),
                    number(comparison.both().mean()));
        }
        return table.render();
    }

    /** The last line: {@code ACTIVE MAPE 4.3 % over 38 rows, worst 12.9 %}. */
    public String lastLine() {
        ErrorSummary overall = result.overall();
        if (overall.rows() == 0) {
            return "ACTIVE MAPE unknown: no row that publishes ACTIVE was replayed";
        }
        return String.format(
                Locale.ROOT,
                "ACTIVE MAPE %.1f %% over %d rows, worst %.1f %%",
                overall.mean(),
                overall.rows(),
                overall.worst());
    }
}
