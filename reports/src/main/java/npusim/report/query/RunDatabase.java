package npusim.report.query;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Collectors;
import npusim.report.Metrics;
import npusim.report.OperationResult;
import npusim.report.RunResult;
import npusim.trace.CycleCategory;
import npusim.trace.TraceReader;
import npusim.trace.export.SampleRows;
import npusim.trace.run.RunDirectory;
import npusim.trace.run.RunManifest;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * An in-memory DuckDB with the tables {@code runs}, {@code operations} and {@code samples}. The column {@code run} is the
 * directory that was given; the column {@code operation} of a sample of scope {@code operation} is that of the operation that its
 * command belongs to, null in other samples.
 */
public final class RunDatabase implements AutoCloseable {
    private final DuckDBConnection connection;

    private RunDatabase(DuckDBConnection connection) {
        this.connection = connection;
    }

    /** An empty database. */
    public static RunDatabase open() throws IOException, SQLException {
        RunDatabase database = new RunDatabase(DuckDb.open());
        try (Statement statement = database.connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE samples(run VARCHAR, cycle BIGINT, scope VARCHAR, unit INTEGER, operation INTEGER,"
                            + " event INTEGER, name VARCHAR, value BIGINT)");
            statement.execute("CREATE TABLE runs(run VARCHAR, workload VARCHAR, accelerator VARCHAR, system VARCHAR,"
                    + " memory_mode VARCHAR, macs_per_cycle BIGINT, clock_hertz BIGINT, complete BOOLEAN,"
                    + " active_cycles BIGINT, total_cycles BIGINT, macs BIGINT, latency_seconds DOUBLE)");
            StringBuilder categories = new StringBuilder();
            for (CycleCategory category : CycleCategory.values()) {
                categories.append(", ").append(column(category)).append(" BIGINT");
            }
            statement.execute("CREATE TABLE operations(run VARCHAR, operation INTEGER, name VARCHAR, kind VARCHAR,"
                    + " block VARCHAR, source VARCHAR, ofm VARCHAR, active_cycles BIGINT, start_cycle BIGINT,"
                    + " end_cycle BIGINT, macs BIGINT, bytes BIGINT, bound VARCHAR" + categories + ")");
        }
        return database;
    }

    /** Adds a run with its operations and, if asked for, every sample. */
    public void add(Path directory, boolean withSamples) throws IOException, SQLException {
        RunResult run = RunResult.load(directory);
        addRun(run);
        addOperations(run);
        if (withSamples) {
            addSamples(run);
        }
    }

    /**
     * Answers a query.
     *
     * @throws SQLException with the database's message if the query is wrong
     */
    public SqlRows query(String sql) throws SQLException {
        return SqlRows.of(connection, sql);
    }

    /** Writes a file of comma-separated values as Parquet, compressed with Zstandard. */
    public void convert(Path csv, Path parquet) throws IOException {
        copy("(SELECT * FROM read_csv(" + quoted(csv.toString()) + ", header = true))", parquet);
    }

    /** Writes a table as Parquet, compressed with Zstandard. */
    public void writeParquet(String table, Path file) throws IOException {
        copy(table, file);
    }

    private void copy(String what, Path file) throws IOException {
        try (Statement statement = connection.createStatement()) {
            writeParquet(statement, what, file);
        } catch (SQLException e) {
            throw new IOException("cannot write Parquet: " + e.getMessage(), e);
        }
    }

    /**
     * Writes a table or a query in parentheses as Parquet, compressed with Zstandard, into the file itself: one of DuckDB's own
     * beside it would stay when the disk is full.
     */
    public static void writeParquet(Statement statement, String what, Path file) throws SQLException {
        writeParquet(statement, what, file, Map.of());
    }

    /** As {@link #writeParquet(Statement, String, Path)}, with {@code metadata} by name in the file. */
    public static void writeParquet(Statement statement, String what, Path file, Map<String, String> metadata)
            throws SQLException {
        String options = "FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false";
        if (!metadata.isEmpty()) {
            options += metadata.entrySet().stream()
                    .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()))
                    .collect(Collectors.joining(", ", ", KV_METADATA {", "}"));
        }
        statement.execute("COPY " + what + " TO " + quoted(file.toString()) + " (" + options + ")");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void addRun(RunResult run) throws SQLException {
        var design = run.manifest().design();
        try (DuckDBAppender appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "runs")) {
            appender.beginRow();
            appender.append(run.directory().toString());
            appender.append(run.manifest().workload().name());
            appender.append(design.accelerator());
            appender.append(design.systemConfig());
            appender.append(design.memoryMode());
            appender.append(design.macsPerCycle());
            appender.append(design.coreClockHertz());
            appender.append(run.complete());
            appender.append(run.activeCycles());
            appender.append(run.totalCycles());
            appender.append(run.sum().macs());
            appender.append(new Metrics(run).latencySeconds());
            appender.endRow();
            appender.flush(); // closing would not tell a failure
        }
    }

    private void addOperations(RunResult run) throws SQLException {
        try (DuckDBAppender appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "operations")) {
            for (OperationResult result : run.operations()) {
                appender.beginRow();
                appender.append(run.directory().toString());
                appender.append(result.index());
                appender.append(result.operation().name());
                appender.append(result.operation().kind());
                appender.append(String.join(" / ", result.operation().group()));
                appender.append(String.join(", ", result.operation().source()));
                appender.append(result.operation().ofm());
                appender.append(result.activeCycles());
                appender.append(result.counters().startCycle());
                appender.append(result.counters().endCycle());
                appender.append(result.counters().macs());
                appender.append(result.counters().bytes());
                appender.append(result.bound().label());
                for (CycleCategory category : CycleCategory.values()) {
                    appender.append(result.counters().cycles(category));
                }
                appender.endRow();
            }
            appender.flush();
        }
    }

    private void addSamples(RunResult run) throws IOException, SQLException {
        RunManifest manifest = run.manifest();
        SampleRows rows = SampleRows.of(
                manifest,
                run.operations().stream().map(OperationResult::operation).toList());
        String label = run.directory().toString();
        try (DuckDBAppender appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "samples");
                TraceReader reader = RunDirectory.of(run.directory()).openSamples(manifest)) {
            reader.replay(rows.to(row -> {
                try {
                    appender.beginRow();
                    appender.append(label);
                    appender.append(row.cycle());
                    appender.append(row.scope());
                    appender.append(row.unit());
                    if (row.operation() == null) {
                        appender.appendNull();
                    } else {
                        appender.append(row.operation());
                    }
                    appender.append(row.event());
                    appender.append(row.name());
                    appender.append(row.value());
                    appender.endRow();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }));
            appender.flush();
        }
    }

    private static String column(CycleCategory category) {
        return category.name().toLowerCase(java.util.Locale.ROOT) + "_cycles";
    }
}
