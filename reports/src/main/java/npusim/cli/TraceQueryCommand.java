package npusim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import npusim.report.CsvText;
import npusim.report.query.RunDatabase;
import npusim.report.query.SqlRows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim trace query}: SQL over runs. */
@Command(
        name = "query",
        description = {
            "Answers an SQL query (DuckDB) over the tables runs, operations and samples.",
            "Example: npusim trace query \"SELECT kind, sum(active_cycles) FROM operations GROUP BY kind\" RUN",
            "A PMU event by operation: npusim trace query \"SELECT o.name, sum(value) FROM samples s JOIN operations o USING "
                    + "(run, operation) WHERE s.name = 'SRAM_WR_DATA_BEAT_WRITTEN' GROUP BY o.name ORDER BY 2 DESC\" RUN",
            "DESCRIBE samples lists the columns of a table."
        })
final class TraceQueryCommand extends Verb {
    @Parameters(index = "0", paramLabel = "SQL", description = "The query.")
    @SuppressWarnings("NullAway.Init")
    private String sql;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "RUN", description = "Run directories.")
    private List<Path> runs = new ArrayList<>();

    @Option(names = "--csv", description = "Print comma-separated values instead of aligned columns.")
    private boolean csv;

    @Override
    public Integer call() throws IOException, SQLException {
        try (RunDatabase database = RunDatabase.open()) {
            SqlRows result;
            try (Progress progress = progress("reading runs", runs.size())) {
                boolean withSamples = sql.toLowerCase(java.util.Locale.ROOT).contains("samples");
                for (Path run : runs) {
                    database.add(run, withSamples);
                    progress.step();
                }
                result = answer(database);
            }
            if (csv) {
                out().print(CsvText.of(result.columns(), result.rows()));
            } else {
                out().print(result.table(style()));
            }
            out().flush();
            writeJson(result);
        }
        return ExitCode.SUCCESS;
    }

    private SqlRows answer(RunDatabase database) throws SQLException {
        try {
            return database.query(sql);
        } catch (SQLException e) {
            String message = e.getMessage();
            throw new BadInputException("the query is wrong: " + (message == null ? e.toString() : message.strip()), e);
        }
    }
}
