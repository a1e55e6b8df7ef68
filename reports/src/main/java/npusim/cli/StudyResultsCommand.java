package npusim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import npusim.dsl.Library;
import npusim.report.query.SqlRows;
import npusim.study.ParetoFront;
import npusim.study.ResultTable;
import npusim.study.Sensitivity;
import npusim.study.StudyPlan;
import npusim.study.StudyRunner;
import npusim.study.StudySource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim study results}: reads the results of a study. */
@Command(
        name = "results",
        description =
                "Prints the best points of a study, its Pareto front, or what a query over the table 'results' gives.")
final class StudyResultsCommand extends Verb {
    private static final String MINIMIZE = "minimize ";
    private static final String MAXIMIZE = "maximize ";

    @Parameters(paramLabel = "STUDY", description = "Directory of the study, or its results.parquet.")
    @SuppressWarnings("NullAway.Init")
    private Path study;

    @ArgGroup
    private View view = new View();

    /** What is shown; one of them at a time. */
    private static final class View {
        @ArgGroup(exclusive = false)
        private Best best = new Best();

        @Option(
                names = "--pareto",
                description =
                        "Show the points that no other point beats in every objective; of points that are equal in all of"
                                + " them the first.")
        private boolean pareto;

        @Option(
                names = "--sensitivity",
                description =
                        "Show how much each property moves each objective: the elementary effects of Morris, or the range"
                                + " of the means by value. Needs the directory of the study.")
        private boolean sensitivity;

        @Option(names = "--sql", paramLabel = "QUERY", description = "Run a query instead.")
        private @Nullable String sql;
    }

    /** Which points are best. */
    private static final class Best {
        @Option(names = "--top", paramLabel = "N", description = "Show N points (default: ${DEFAULT-VALUE}).")
        private int top = 10;

        @Option(
                names = "--by",
                paramLabel = "COLUMN",
                description =
                        "Best by this column, smallest first except for what is maximized (default: the first objective).")
        private @Nullable String by;

        @Option(
                names = "--descending",
                description = "The other way round: the worst first, of a column that is no objective the largest.")
        private boolean descending;
    }

    @Override
    public Integer call() throws IOException {
        requireAtLeast("--top", view.best.top, 0);
        Path parquet = Files.isDirectory(study) ? study.resolve(ResultTable.PARQUET) : study;
        if (Files.isRegularFile(parquet)) {
            show(parquet);
        } else if (Files.isRegularFile(study.resolve(StudyRunner.RESULTS))) {
            showSoFar();
        } else {
            throw new BadInputException("there are no results in " + study);
        }
        return ExitCode.SUCCESS;
    }

    /** What a study has found that still runs or was interrupted; its directory stays as it is. */
    private void showSoFar() throws IOException {
        Path folder = Files.createTempDirectory("npusim-results");
        Path parquet = folder.resolve(ResultTable.PARQUET);
        try {
            ResultTable.export(StudySource.load(study).prepare().plan(), study, folder);
            err().println("warning: the study has not finished; these are its points so far");
            show(parquet);
        } finally {
            Files.deleteIfExists(parquet);
            Files.delete(folder);
        }
    }

    private void show(Path parquet) {
        SqlRows rows;
        if (view.sql != null) {
            rows = ResultTable.query(parquet, view.sql);
        } else if (view.sensitivity) {
            rows = effects();
        } else {
            List<String> columns =
                    ResultTable.query(parquet, "SELECT * FROM results LIMIT 0").columns();
            rows = view.pareto ? front(parquet, columns) : best(parquet, columns);
        }
        Map<String, String> units = ResultTable.units(parquet);
        UnaryOperator<String> withUnit = name -> units.containsKey(name) ? name + ", " + units.get(name) : name;
        SqlRows shown = view.sensitivity ? inUnits(rows, withUnit) : rows.named(withUnit);
        out().print(shown.table(style()));
        writeJson(rows);
    }

    /** Effects are in the unit of the objective of their row. */
    private static SqlRows inUnits(SqlRows effects, UnaryOperator<String> withUnit) {
        int objective = effects.columns().indexOf("objective");
        List<List<String>> rows = new ArrayList<>();
        for (List<String> effect : effects.rows()) {
            List<String> row = new ArrayList<>(effect);
            row.set(objective, withUnit.apply(effect.get(objective)));
            rows.add(row);
        }
        return new SqlRows(effects.columns(), rows, effects.numeric());
    }

    /** Elementary effects, or where there were no trajectories what else tells; cells of what is not defined are empty. */
    private SqlRows effects() {
        StudySource source = StudySource.load(study);
        Library library = source.library();
        List<Sensitivity.Effect> effects = Sensitivity.of(source, library, study);
        if (effects.stream().allMatch(effect -> effect.count() == 0)) {
            throw new BadInputException("no property varies among the feasible points of " + study);
        }
        boolean morris = source.strategy(library) == StudyPlan.Strategy.MORRIS;
        List<String> columns = morris
                ? List.of("property", "objective", "mu_star", "mu", "sigma", "count")
                : List.of("property", "objective", "range_of_means", "count");
        return new SqlRows(
                columns,
                effects.stream().map(effect -> cells(effect, morris)).toList(),
                columns.stream().map(column -> columns.indexOf(column) > 1).toList());
    }

    private static List<String> cells(Sensitivity.Effect effect, boolean morris) {
        List<String> cells = new ArrayList<>(List.of(effect.path(), effect.objective(), cell(effect.muStar())));
        if (morris) {
            cells.add(cell(effect.mu()));
            cells.add(cell(effect.sigma()));
        }
        cells.add(String.valueOf(effect.count()));
        return cells;
    }

    private static String cell(@Nullable Double value) {
        return value == null ? "" : value.toString();
    }

    private static List<String> objectives(List<String> columns) {
        return columns.stream()
                .filter(column -> column.startsWith(MINIMIZE) || column.startsWith(MAXIMIZE))
                .toList();
    }

    private SqlRows best(Path parquet, List<String> columns) {
        List<String> objectives = objectives(columns);
        String by = view.best.by;
        if (by == null && objectives.isEmpty()) {
            throw new BadInputException("no point of " + study + " is feasible");
        }
        String column = by == null ? objectives.getFirst() : by;
        if (columns.stream().noneMatch(column::equalsIgnoreCase)) {
            throw new BadInputException("--by " + column + ": no such column; there are " + String.join(", ", columns));
        }
        String order = view.best.descending != column.startsWith(MAXIMIZE) ? "DESC" : "ASC";
        return ResultTable.query(
                parquet,
                "SELECT " + shown(columns, objectives) + " FROM results WHERE feasible ORDER BY " + quoted(column) + " "
                        + order + ", point LIMIT " + view.best.top);
    }

    private SqlRows front(Path parquet, List<String> columns) {
        List<String> objectives = objectives(columns);
        SqlRows all = ResultTable.query(
                parquet, "SELECT " + shown(columns, objectives) + " FROM results WHERE feasible ORDER BY point");
        int first = all.columns().size() - objectives.size();
        ParetoFront<List<String>> front = new ParetoFront<>();
        for (List<String> row : all.rows()) {
            double[] values = new double[objectives.size()];
            for (int i = 0; i < values.length; i++) {
                double value = Double.parseDouble(row.get(first + i));
                values[i] = objectives.get(i).startsWith(MAXIMIZE) ? -value : value;
            }
            front.add(Long.parseLong(row.getFirst()), values, row);
        }
        return new SqlRows(all.columns(), front.points(), all.numeric());
    }

    /** Point, varied properties as text, objectives. */
    private static String shown(List<String> columns, List<String> objectives) {
        List<String> shown = new ArrayList<>();
        shown.add("point");
        for (String column : columns.subList(3, columns.indexOf("feasible"))) {
            if (!column.endsWith(".value")) {
                shown.add(quoted(column));
            }
        }
        objectives.forEach(objective -> shown.add(quoted(objective)));
        return String.join(", ", shown);
    }

    private static String quoted(String column) {
        return '"' + column.replace("\"", "\"\"") + '"';
    }
}
