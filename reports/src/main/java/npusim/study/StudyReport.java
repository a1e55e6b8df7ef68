package npusim.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import npusim.dsl.Library;
import npusim.dsl.Selection;
import npusim.dsl.Study;
import npusim.file.FileFaults;
import npusim.file.WholeFile;
import npusim.report.html.HtmlPage;
import npusim.study.ReportRows.Row;
import npusim.study.StudyPlan.Dimension;

/**
 * The report of a study: a page with figures, and the best designs as descriptions beside it.
 */
public final class StudyReport {
    /** Name of the page in the study's directory. */
    public static final String PAGE = "report.html";

    private static final String DESIGNS = "designs";
    private static final String RUNS = "runs";
    private static final String POINT = "point-";
    private static final int MOST_ROWS = 5000;
    private static final int MOST_DESIGNS = 50;
    /** Metrics that are shown besides the objectives. */
    private static final List<String> SHOWN =
            List.of("latency", "energy", "area", "active_cycles", "mac_utilisation", "sram_peak", "traffic");

    private final StudySource source;
    private final StudyPlan plan;
    private final Library library;
    private final Path directory;
    private final Objectives objectives;
    private final List<StudyReportData.Metric> metrics = new ArrayList<>();

    private StudyReport(StudySource source, Library library, Path directory) {
        this.source = source;
        plan = source.plan(library);
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

    /**
     * What replays a workload on a point's design.
     *
     * @param arguments of {@code npusim}
     * @param directory where the study looks for the run
     */
    public record FullRun(List<String> arguments, Path directory) {
        public FullRun {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * A point that is kept as a description.
     *
     * @param point its number
     * @param file the description
     * @param runs one for each workload
     */
    public record Best(long point, Path file, List<FullRun> runs) {
        public Best {
            runs = List.copyOf(runs);
        }
    }

    /**
     * What a report found.
     *
     * @param best the best designs, at most 50, best first by the first objective
     * @param asked the designs of the points that were asked for
     * @param infeasible points that are not feasible
     * @param reasons why, with the number of points, the most frequent first
     */
    public record Written(List<Best> best, List<Best> asked, long infeasible, List<Reason> reasons) {
        public Written {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Why points are infeasible.
     *
     * @param reason in the words of who found it
     * @param count points with it
     */
    public record Reason(String reason, long count) {}

    /**
     * Writes the page and the designs of a study's directory.
     *
     * @param program what the footer says made it
     * @param asked numbers of points that are wanted as descriptions besides the best and those that were replayed before
     * @throws StudyException if the directory does not hold this study, or such a point is not among its feasible ones
     */
    public static Written write(
            StudySource source, Library library, Path directory, String program, Collection<Long> asked) {
        StudyReport report = new StudyReport(source, library, directory);
        try {
            return report.write(program, asked);
        } catch (IOException e) {
            throw new StudyException("cannot write the report of " + directory + ": " + FileFaults.describe(e), e);
        }
    }

    private Written write(String program, Collection<Long> asked) throws IOException {
        boolean[] maximize = new boolean[objectives.count()];
        for (int i = 0; i < maximize.length; i++) {
            maximize[i] = metrics.get(i).maximize();
        }
        Set<Long> wanted = new LinkedHashSet<>(replayed());
        wanted.addAll(asked);
        ReportRows rows = new ReportRows(maximize, MOST_ROWS, wanted);
        Sensitivity sensitivity = new Sensitivity(plan);
        Map<String, Long> reasons = new TreeMap<>();
        ResultLog.forEach(directory.resolve(StudyRunner.RESULTS), plan, outcome -> {
            String reason = outcome.infeasible();
            if (reason == null) {
                Row row = row(outcome);
                rows.add(row);
                sensitivity.add(row.point(), row.values());
            } else {
                reasons.merge(reason, 1L, Long::sum);
            }
        });
        for (long point : asked) {
            if (!rows.asked().containsKey(point)) {
                throw new StudyException(directory + " has no feasible point " + point);
            }
        }
        List<Reason> byCount = reasons.entrySet().stream()
                .map(entry -> new Reason(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Reason::count).reversed())
                .toList();
        List<Row> front = rows.front();
        List<Row> shown = rows.shown();
        long feasible = sensitivity.statistics().points();
        long infeasible = reasons.values().stream().mapToLong(Long::longValue).sum();
        Set<Row> kept = new LinkedHashSet<>(front.subList(0, Math.min(MOST_DESIGNS, front.size())));
        kept.addAll(new TreeMap<>(rows.asked()).values());
        List<Best> best = new ArrayList<>();
        List<StudyReportData.BestDesign> designs = new ArrayList<>();
        Files.createDirectories(directory.resolve(DESIGNS));
        for (Row row : kept) {
            designs.add(design(row, best));
        }
        StudyReportData data = new StudyReportData(
                plan.study().name(),
                library.documentation(plan.study().name()).strip(),
                plan.strategy().name().toLowerCase(Locale.ROOT),
                plan.study().workloads().stream()
                        .map(workload -> workload.name()
                                + (workload.arguments().isEmpty() ? "" : " " + new TreeMap<>(workload.arguments())))
                        .toList(),
                feasible + infeasible,
                feasible,
                plan.dimensions(),
                metrics,
                shown.stream().map(this::flat).toList(),
                indices(shown, front),
                byCount,
                plan.strategy() == StudyPlan.Strategy.MORRIS ? "morris" : "means",
                sensitivity.effects(),
                scaling(sensitivity.statistics()),
                designs);
        String page = HtmlPage.render(
                "Study " + plan.study().name(),
                feasible + infeasible + (feasible + infeasible == 1 ? " point, " : " points, ") + feasible
                        + " feasible",
                program,
                List.of("study.js"),
                data);
        WholeFile.write(directory.resolve(PAGE), page.getBytes(StandardCharsets.UTF_8));
        return new Written(
                best.subList(0, Math.min(MOST_DESIGNS, front.size())),
                best.stream().filter(design -> asked.contains(design.point())).toList(),
                infeasible,
                byCount);
    }

    /** Numbers of the points that have a folder for full runs. */
    private List<Long> replayed() throws IOException {
        Path runs = directory.resolve(RUNS);
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.map(folder -> String.valueOf(folder.getFileName()))
                    .filter(name -> name.matches(POINT + "[0-9]{1,10}"))
                    .map(name -> Long.valueOf(name.substring(POINT.length())))
                    .sorted()
                    .toList();
        }
    }

    private Row row(PointOutcome outcome) {
        return new Row(
                outcome.point(),
                metrics.stream()
                        .mapToDouble(metric -> outcome.metrics().getOrDefault(metric.column(), Double.NaN))
                        .toArray());
    }

    private static List<Integer> indices(List<Row> shown, List<Row> front) {
        Map<Row, Integer> places = new HashMap<>();
        for (int i = 0; i < shown.size(); i++) {
            places.put(shown.get(i), i);
        }
        return front.stream().map(places::get).toList();
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
        Path file = folder.resolve(POINT + point + ".npu");
        WholeFile.write(file, text.text().getBytes(StandardCharsets.UTF_8));
        List<FullRun> runs = new ArrayList<>();
        List<StudyReportData.FullRun> shown = new ArrayList<>();
        List<Study.Workload> workloads = plan.study().workloads();
        for (int i = 0; i < workloads.size(); i++) {
            Study.Workload workload = workloads.get(i);
            Path run = directory.resolve(RUNS).resolve(POINT + point);
            if (workloads.size() > 1) {
                run = run.resolve((i + 1) + "-" + workload.name());
            }
            FullRun full = new FullRun(text.runArguments(workload, source.policy(), file.toString()), run);
            runs.add(full);
            shown.add(fullRun(workload.name(), full));
        }
        best.add(new Best(point, file, runs));
        return new StudyReportData.BestDesign(point, text.text(), DESIGNS + "/" + file.getFileName(), shown);
    }

    private StudyReportData.FullRun fullRun(String workload, FullRun run) {
        Path page = run.directory().resolve(PAGE);
        return new StudyReportData.FullRun(
                workload,
                "npusim "
                        + String.join(
                                " ",
                                run.arguments().stream()
                                        .map(StudyReport::quoted)
                                        .toList()),
                Files.isRegularFile(page)
                        ? directory.relativize(page).toString().replace('\\', '/')
                        : null);
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_./=-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    private List<StudyReportData.Scaling> scaling(StudyStatistics statistics) {
        List<StudyReportData.Scaling> all = new ArrayList<>();
        for (int d = 0; d < plan.dimensions().size(); d++) {
            Dimension dimension = plan.dimensions().get(d);
            for (int objective = 0; objective < objectives.count() && statistics.varies(d); objective++) {
                all.add(new StudyReportData.Scaling(
                        dimension.path(), metrics.get(objective).column(), statistics.byValue(d, objective)));
            }
        }
        return all;
    }
}
