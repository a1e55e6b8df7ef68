package npusim.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import npusim.dsl.Library;
import npusim.dsl.Selection;
import npusim.report.html.HtmlPage;
import npusim.study.StudyPlan.Dimension;
import org.jspecify.annotations.Nullable;

/**
 * The report of a study: a page with figures, and the best designs as descriptions beside it.
 */
public final class StudyReport {
    /** Name of the page in the study's directory. */
    public static final String PAGE = "report.html";

    private static final String DESIGNS = "designs";
    private static final int MOST_ROWS = 5000;
    private static final int MOST_DESIGNS = 50;
    /** Metrics that are shown besides the objectives. */
    private static final List<String> SHOWN =
            List.of("latency", "energy", "area", "active_cycles", "mac_utilisation", "sram_peak", "traffic");

    private final StudyPlan plan;
    private final Library library;
    private final Path directory;
    private final Objectives objectives;
    private final List<StudyReportData.Metric> metrics = new ArrayList<>();

    private StudyReport(StudyPlan plan, Library library, Path directory) {
        this.plan = plan;
        this.library = library;
        this.directory = directory;
        objectives = new Objectives(plan.study().objectives());
        for (int i = 0; i < objectives.count(); i++) {
            metrics.add(new StudyReportData.Metric(
                    objectives.columns().get(i),
                    plan.study().objectives().get(i).text(),
                    true,
                    plan.study().objectives().get(i).maximize()));
        }
        List<String> named = metrics.stream().map(StudyReportData.Metric::label).toList();
        SHOWN.stream()
                .filter(name -> !named.contains(name))
                .forEach(name -> metrics.add(new StudyReportData.Metric(name, name, false, false)));
    }

    /** A point on the front, with what replays it. */
    public record Best(long point, Path file, List<String> runArguments, Path run) {}

    /**
     * What a report found.
     *
     * @param best the best designs, at most 50
     * @param infeasible points that are not feasible
     */
    public record Written(List<Best> best, long infeasible) {}

    /**
     * Writes the page and the designs of a study's directory.
     *
     * @param program what the footer says made it
     * @throws StudyException if the directory does not hold this study
     */
    public static Written write(StudySource source, Library library, Path directory, String program) {
        StudyPlan plan = source.plan(library);
        StudyReport report = new StudyReport(plan, library, directory);
        try {
            return report.write(program);
        } catch (IOException e) {
            throw new StudyException("cannot write the report of " + directory + ": " + e.getMessage(), e);
        }
    }

    private record Row(StudyPoint point, double[] values) {}

    private Written write(String program) throws IOException {
        List<Row> feasible = new ArrayList<>();
        Map<String, Long> reasons = new TreeMap<>();
        long[] known = {0};
        ResultLog.forEach(directory.resolve(StudyRunner.RESULTS), plan, outcome -> {
            known[0]++;
            String reason = outcome.infeasible();
            if (reason == null) {
                feasible.add(row(outcome));
            } else {
                reasons.merge(reason, 1L, Long::sum);
            }
        });
        feasible.sort(Comparator.comparingLong(row -> row.point().index()));
        List<Row> front = front(feasible);
        List<Row> shown = shown(feasible, front);
        List<Best> best = new ArrayList<>();
        List<StudyReportData.BestDesign> designs = new ArrayList<>();
        Files.createDirectories(directory.resolve(DESIGNS));
        for (Row row : front.subList(0, Math.min(MOST_DESIGNS, front.size()))) {
            designs.add(design(row, best));
        }
        List<Sensitivity.Sample> samples = feasible.stream()
                .map(row -> new Sensitivity.Sample(row.point(), row.values()))
                .toList();
        StudyReportData data = new StudyReportData(
                plan.study().name(),
                library.documentation(plan.study().name()).strip(),
                plan.strategy().name().toLowerCase(Locale.ROOT),
                plan.study().workloads().stream()
                        .map(workload -> workload.name()
                                + (workload.arguments().isEmpty() ? "" : " " + new TreeMap<>(workload.arguments())))
                        .toList(),
                known[0],
                feasible.size(),
                plan.dimensions(),
                metrics,
                shown.stream().map(this::flat).toList(),
                indices(shown, front),
                reasons.entrySet().stream()
                        .map(entry -> new StudyReportData.Reason(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparingLong(StudyReportData.Reason::count)
                                .reversed())
                        .toList(),
                plan.strategy() == StudyPlan.Strategy.MORRIS ? "morris" : "means",
                Sensitivity.of(plan, samples),
                scaling(feasible),
                designs);
        String page = HtmlPage.render(
                "Study " + plan.study().name(),
                known[0] + " points, " + feasible.size() + " feasible",
                program,
                List.of("study.js"),
                data);
        Path part = directory.resolve(PAGE + ".part");
        Files.writeString(part, page);
        Files.move(part, directory.resolve(PAGE), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return new Written(best, known[0] - feasible.size());
    }

    private Row row(PointOutcome outcome) {
        return new Row(
                outcome.point(),
                metrics.stream()
                        .mapToDouble(metric -> outcome.metrics().getOrDefault(metric.column(), Double.NaN))
                        .toArray());
    }

    private double[] minimized(Row row) {
        double[] values = new double[objectives.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = metrics.get(i).maximize() ? -row.values()[i] : row.values()[i];
        }
        return values;
    }

    /** The front in the order of the first objective; of equal points the first. */
    private List<Row> front(List<Row> feasible) {
        List<Row> front = new ArrayList<>();
        for (int index : ParetoFront.of(feasible.stream().map(this::minimized).toList())) {
            Row row = feasible.get(index);
            if (front.stream().noneMatch(other -> java.util.Arrays.equals(minimized(other), minimized(row)))) {
                front.add(row);
            }
        }
        front.sort(Comparator.comparingDouble(row -> minimized(row)[0]));
        return front;
    }

    private static List<Row> shown(List<Row> feasible, List<Row> front) {
        if (feasible.size() <= MOST_ROWS) {
            return feasible;
        }
        List<Row> shown = new ArrayList<>(front);
        int step = Math.ceilDiv(feasible.size(), MOST_ROWS);
        for (int i = 0; i < feasible.size(); i += step) {
            if (!front.contains(feasible.get(i))) {
                shown.add(feasible.get(i));
            }
        }
        return shown;
    }

    private static List<Integer> indices(List<Row> shown, List<Row> front) {
        return front.stream().map(shown::indexOf).toList();
    }

    private double[] flat(Row row) {
        double[] flat = new double[1 + row.point().choice().length + row.values().length];
        flat[0] = row.point().index();
        for (int i = 0; i < row.point().choice().length; i++) {
            flat[1 + i] = row.point().choice()[i];
        }
        System.arraycopy(row.values(), 0, flat, 1 + row.point().choice().length, row.values().length);
        return flat;
    }

    private StudyReportData.BestDesign design(Row row, List<Best> best) throws IOException {
        long point = row.point().index();
        Path folder = directory.resolve(DESIGNS);
        Selection selection = new PointDesigns(plan, library).selection(row.point());
        DesignText text = DesignText.of(
                library,
                selection,
                "Point_" + point,
                "Point " + point + " of study " + plan.study().name(),
                folder);
        Path file = folder.resolve("point-" + point + ".npu");
        Files.writeString(file, text.text());
        List<String> arguments = text.runArguments(plan.study().workloads().getFirst(), file.toString());
        Path run = directory.resolve("runs").resolve("point-" + point);
        best.add(new Best(point, file, arguments, run));
        Path page = run.resolve("report.html");
        return new StudyReportData.BestDesign(
                point,
                text.text(),
                DESIGNS + "/" + file.getFileName(),
                "npusim "
                        + String.join(
                                " ", arguments.stream().map(StudyReport::quoted).toList()),
                Files.isRegularFile(page)
                        ? directory.relativize(page).toString().replace('\\', '/')
                        : null);
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_./=-]+") ? argument : "'" + argument + "'";
    }

    private List<StudyReportData.Scaling> scaling(List<Row> feasible) {
        List<StudyReportData.Scaling> all = new ArrayList<>();
        for (int d = 0; d < plan.dimensions().size(); d++) {
            Dimension dimension = plan.dimensions().get(d);
            for (int objective = 0;
                    objective < objectives.count() && dimension.values().size() > 1;
                    objective++) {
                List<double @Nullable []> byValue = new ArrayList<>();
                for (int value = 0; value < dimension.values().size(); value++) {
                    int wanted = value;
                    int at = d;
                    int column = objective;
                    var statistics = feasible.stream()
                            .filter(row -> row.point().choice()[at] == wanted)
                            .mapToDouble(row -> row.values()[column])
                            .summaryStatistics();
                    byValue.add(
                            statistics.getCount() == 0
                                    ? null
                                    : new double[] {statistics.getMin(), statistics.getAverage(), statistics.getMax()});
                }
                all.add(new StudyReportData.Scaling(
                        dimension.path(), metrics.get(objective).column(), byValue));
            }
        }
        return all;
    }
}
