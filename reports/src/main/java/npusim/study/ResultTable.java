package npusim.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import npusim.dsl.Study;
import npusim.file.FileFaults;
import npusim.file.WholeFile;
import npusim.report.query.DuckDb;
import npusim.report.query.RunDatabase;
import npusim.report.query.SqlRows;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The results of a study as a table: one row a point, sorted by its number, with a text column for every varied property (and
 * a number in base units beside it where it is one), feasibility with its reason, and every metric.
 */
public final class ResultTable {
    /** Name of the Parquet file in the study's directory. */
    public static final String PARQUET = "results.parquet";

    private static final String UNIT_OF = "unit of ";
    private static final String NUMBER_SUFFIX = ".value";
    private static final String TABLE = "results.duckdb.part";
    /** What DuckDB takes for the begin of a setting, also in the name of a folder. */
    private static final Pattern SETTING = Pattern.compile("[;?]");

    /** Bytes of the table held while it is sorted and written; the rest lies in a file beside the results. */
    private static final String EXPORT_MEMORY = "512MiB";

    private ResultTable() {}

    /**
     * Writes the results known so far as Parquet; the file is there whole or not at all.
     *
     * @return the file
     */
    public static Path export(StudyPlan plan, Path directory) {
        return export(plan, directory, directory);
    }

    /** As {@link #export(StudyPlan, Path)}, but into another directory, while the study may still run. */
    public static Path export(StudyPlan plan, Path directory, Path target) {
        if (!SETTING.matcher(target.toAbsolutePath().toString()).find()) {
            return export(plan, directory, target, target);
        }
        try {
            Path folder = Files.createTempDirectory("npusim-results");
            try {
                return export(plan, directory, target, folder);
            } finally {
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new StudyException("cannot sort the results: " + FileFaults.describe(e), e);
        }
    }

    private static Path export(StudyPlan plan, Path directory, Path target, Path sorting) {
        Path log = directory.resolve(StudyRunner.RESULTS);
        Path file = target.resolve(PARQUET);
        Path table = sorting.resolve(TABLE);
        try {
            delete(table);
            WholeFile.<SQLException>write(file, part -> write(plan, log, table, part));
            return file;
        } catch (SQLException e) {
            throw new StudyException("cannot write " + file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StudyException("cannot write the table of results: " + FileFaults.describe(e), e);
        } finally {
            delete(table);
        }
    }

    private static void write(StudyPlan plan, Path log, Path table, Path part) throws SQLException, IOException {
        Set<String> found = new TreeSet<>();
        try (DuckDBConnection database = DuckDb.open(table.toString());
                Statement statement = database.createStatement()) {
            ResultLog.forEach(
                    log, plan, outcome -> found.addAll(outcome.metrics().keySet()));
            List<String> metrics = columns(plan, found);
            statement.execute("SET threads = 1");
            statement.execute("SET memory_limit = '" + EXPORT_MEMORY + "'");
            statement.execute("SET preserve_insertion_order = true");
            statement.execute(schema(plan, metrics));
            append(plan, log, metrics, database);
            RunDatabase.writeParquet(statement, "(SELECT * FROM results ORDER BY point)", part, units(plan));
        }
    }

    /** Removes the table that the rows are sorted in, and its log. */
    private static void delete(Path table) {
        try {
            Files.deleteIfExists(table);
            Files.deleteIfExists(table.resolveSibling(table.getFileName() + ".wal"));
        } catch (IOException e) {
            throw new StudyException("cannot remove " + table + ": " + e.getMessage(), e);
        }
    }

    /**
     * Runs a query over the table {@code results}.
     *
     * @throws StudyException if the query is wrong or the file is no table of results
     */
    public static SqlRows query(Path parquet, String sql) {
        try (Connection database = DuckDb.open()) {
            read(database, parquet);
            return SqlRows.of(database, sql);
        } catch (SQLException e) {
            throw new StudyException(
                    "the query is wrong: " + String.valueOf(e.getMessage()).strip(), e);
        } catch (IOException e) {
            throw new StudyException("cannot read " + parquet + ": " + FileFaults.describe(e), e);
        }
    }

    /** Base units of the objectives that have one, as metadata of the file. */
    private static Map<String, String> units(StudyPlan plan) {
        List<Study.Objective> objectives = plan.study().objectives();
        List<String> columns = new Objectives(objectives).columns();
        Map<String, String> units = new TreeMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String unit = objectives.get(i).unit();
            if (!unit.isEmpty()) {
                units.put(UNIT_OF + columns.get(i), unit);
            }
        }
        return units;
    }

    /** Base units of the columns that have one; none in files that were written without. */
    public static Map<String, String> units(Path parquet) {
        SqlRows metadata = query(
                parquet,
                "SELECT decode(key), decode(value) FROM parquet_kv_metadata('"
                        + parquet.toString().replace("'", "''") + "') WHERE decode(key) LIKE '" + UNIT_OF + "%'");
        Map<String, String> units = new TreeMap<>();
        metadata.rows().forEach(row -> units.put(row.getFirst().substring(UNIT_OF.length()), row.getLast()));
        return units;
    }

    private static void read(Connection database, Path parquet) {
        String view = "CREATE VIEW results AS SELECT * FROM read_parquet('"
                + parquet.toString().replace("'", "''") + "')";
        try (PreparedStatement statement = database.prepareStatement(view)) {
            statement.execute();
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage());
            throw new StudyException(
                    "cannot read " + parquet + ": "
                            + message.lines().findFirst().orElse(message),
                    e);
        }
    }

    private static String schema(StudyPlan plan, List<String> metrics) {
        StringBuilder sql = new StringBuilder("CREATE TABLE results (point BIGINT, study VARCHAR, plan VARCHAR");
        for (StudyPlan.Dimension dimension : plan.dimensions()) {
            sql.append(", ").append(quoted(dimension.path())).append(" VARCHAR");
            if (numbers(dimension) != null) {
                sql.append(", ")
                        .append(quoted(dimension.path() + NUMBER_SUFFIX))
                        .append(" DOUBLE");
            }
        }
        sql.append(", feasible BOOLEAN, reason VARCHAR");
        for (String metric : metrics) {
            sql.append(", ").append(quoted(metric)).append(" DOUBLE");
        }
        return sql.append(')').toString();
    }

    private static void append(StudyPlan plan, Path log, List<String> metrics, DuckDBConnection database)
            throws SQLException, IOException {
        String key = plan.key();
        List<double @Nullable []> numbers = new ArrayList<>();
        plan.dimensions().forEach(dimension -> numbers.add(numbers(dimension)));
        try (DuckDBAppender appender = database.createAppender("main", "results")) {
            ResultLog.forEach(log, plan, outcome -> {
                try {
                    row(plan, key, numbers, outcome, metrics, appender);
                } catch (SQLException e) {
                    throw new StudyException("cannot build the table of results: " + e.getMessage(), e);
                }
            });
            appender.flush(); // closing would not tell that the disk is full
        }
    }

    private static void row(
            StudyPlan plan,
            String key,
            List<double @Nullable []> numbers,
            PointOutcome outcome,
            List<String> metrics,
            DuckDBAppender appender)
            throws SQLException {
        appender.beginRow();
        appender.append(outcome.point().index());
        appender.append(plan.study().name());
        appender.append(key);
        for (int i = 0; i < plan.dimensions().size(); i++) {
            appender.append(plan.value(outcome.point(), i));
            double[] values = numbers.get(i);
            if (values != null) {
                appender.append(values[outcome.point().choice()[i]]);
            }
        }
        appender.append(outcome.feasible());
        String reason = outcome.infeasible();
        if (reason == null) {
            appender.appendNull();
        } else {
            appender.append(reason);
        }
        for (String metric : metrics) {
            Double value = outcome.metrics().get(metric);
            if (value == null) {
                appender.appendNull();
            } else {
                appender.append((double) value);
            }
        }
        appender.endRow();
    }

    /** Objectives in their order, then the other metrics by name; varied properties have columns already. */
    private static List<String> columns(StudyPlan plan, Set<String> found) {
        List<String> columns = new ArrayList<>();
        for (String objective : new Objectives(plan.study().objectives()).columns()) {
            if (found.remove(objective)) {
                columns.add(objective);
            }
        }
        plan.dimensions().forEach(dimension -> found.remove(dimension.path()));
        columns.addAll(found);
        return columns;
    }

    /** The values of a property in base units, or null if one of them is no number. */
    private static double @Nullable [] numbers(StudyPlan.Dimension dimension) {
        double[] numbers = new double[dimension.values().size()];
        for (int i = 0; i < numbers.length; i++) {
            Double number = ResultExpression.numberOf(dimension.values().get(i));
            if (number == null) {
                return null;
            }
            numbers[i] = number;
        }
        return numbers;
    }

    private static String quoted(String column) {
        return '"' + column.replace("\"", "\"\"") + '"';
    }
}
