package npusim.report.validation;

import java.util.List;
import java.util.Locale;
import npusim.validation.RowOutcome;
import npusim.validation.ValidationResult;

/** One self-contained page: simulated against published cycles on logarithmic axes, and the errors row by row. */
public final class ValidationHtml {
    private static final int SIZE = 560;
    private static final int MARGIN = 60;
    private static final String[] GENERATIONS = {"u55", "u65", "u85"};
    private static final String[] COLOURS = {"#1b7837", "#e08214", "#2166ac"};

    private final ValidationResult result;

    /** Renders {@code result}. */
    public ValidationHtml(ValidationResult result) {
        this.result = result;
    }

    /** The page. */
    public String render() {
        List<RowOutcome.Replayed> rows = result.replayed();
        StringBuilder page = new StringBuilder(8192);
        page.append(
                        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>npusim validation</title><style>")
                .append("body{font:14px sans-serif;margin:2em;max-width:70em}table{border-collapse:collapse}")
                .append("td,th{padding:.2em .8em;text-align:right;border-bottom:1px solid #ddd}")
                .append("td:first-child,th:first-child{text-align:left}</style></head><body><h1>Validation</h1><p>")
                .append(escape(new ValidationText(result, npusim.report.Style.PLAIN).lastLine()))
                .append("</p>");
        scatter(page, rows);
        page.append("<table><tr><th>row</th><th>published</th><th>simulated</th><th>error %</th></tr>");
        for (RowOutcome.Replayed row : rows) {
            page.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td>%d</td><td>%d</td><td>%+.1f</td></tr>",
                    escape(row.row().id()),
                    row.publishedCycles(),
                    row.activeCycles(),
                    row.errorPercent()));
        }
        return page.append("</table></body></html>\n").toString();
    }

    private static void scatter(StringBuilder page, List<RowOutcome.Replayed> rows) {
        double low = 9;
        double high = 0;
        for (RowOutcome.Replayed row : rows) {
            low = Math.min(low, Math.floor(Math.log10(row.publishedCycles())));
            high = Math.max(high, Math.ceil(Math.log10(row.publishedCycles())));
        }
        page.append(String.format(
                Locale.ROOT,
                "<svg width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"simulated against published\">",
                SIZE,
                SIZE));
        for (double decade = low; decade <= high; decade++) {
            double x = position(decade, low, high);
            page.append(String.format(
                    Locale.ROOT,
                    "<path d=\"M%1$.1f %2$d V%3$d M%2$d %4$.1f H%3$d\" stroke=\"#ddd\"/><text x=\"%1$.1f\" y=\"%5$d\" text-anchor=\"middle\">10^%6$.0f</text>",
                    x,
                    MARGIN,
                    SIZE - MARGIN,
                    SIZE - x,
                    SIZE - MARGIN / 2,
                    decade));
        }
        page.append(String.format(
                Locale.ROOT,
                "<path d=\"M%1$d %2$d L%2$d %1$d\" stroke=\"#888\" stroke-dasharray=\"4\"/>",
                MARGIN,
                SIZE - MARGIN));
        for (RowOutcome.Replayed row : rows) {
            double x = position(Math.log10(row.publishedCycles()), low, high);
            double y = SIZE - position(Math.log10(Math.max(1, row.activeCycles())), low, high);
            page.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>%s %+.1f %%</title></circle>",
                    x,
                    y,
                    colour(row.row().generation()),
                    escape(row.row().id()),
                    row.errorPercent()));
        }
        for (int i = 0; i < GENERATIONS.length; i++) {
            page.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>",
                    MARGIN + 10,
                    MARGIN + 18 * (i + 1),
                    COLOURS[i],
                    GENERATIONS[i].toUpperCase(Locale.ROOT)));
        }
        page.append("</svg>");
    }

    private static double position(double decade, double low, double high) {
        return MARGIN + (SIZE - 2 * MARGIN) * (decade - low) / Math.max(1, high - low);
    }

    private static String colour(String generation) {
        for (int i = 0; i < GENERATIONS.length; i++) {
            if (GENERATIONS[i].equals(generation)) {
                return COLOURS[i];
            }
        }
        return "#555";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
