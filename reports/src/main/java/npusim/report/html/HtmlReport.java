package npusim.report.html;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import npusim.report.BatchRow;
import npusim.report.RunResult;

/** Renders one or several runs as a single HTML file that makes no request to any network. */
public final class HtmlReport {
    private static final List<String> SCRIPTS =
            List.of("run-figures.js", "operators.js", "comparison.js", "run-layout.js");

    private HtmlReport() {}

    /**
     * The page.
     *
     * @param runs at least one; two or more are compared, the first is what the others are measured by
     * @param program what the footer says made it
     */
    public static String render(List<RunResult> runs, String program) {
        RunResult first = runs.getFirst();
        String designs = runs.stream().map(RunResult::label).collect(Collectors.joining(", "));
        return HtmlPage.render(
                first.manifest().workload().name() + " on " + designs,
                runs.size() == 1 ? "One run" : runs.size() + " runs side by side",
                program,
                SCRIPTS,
                ReportData.of(runs));
    }

    /**
     * An index of many runs.
     *
     * @param rows at least one
     * @param folder what holds them
     * @param program what the footer says made it
     */
    public static String index(List<BatchRow> rows, String folder, String program) {
        return HtmlPage.render(
                rows.size() + (rows.size() == 1 ? " run" : " runs"),
                "Below " + folder,
                program,
                List.of("batch.js"),
                Map.of("batch", rows));
    }
}
