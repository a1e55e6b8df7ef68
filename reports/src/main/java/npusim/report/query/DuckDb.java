package npusim.report.query;

import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;

/** Connections to DuckDB, whose library is unpacked into the directory for temporary files when it is first used. */
public final class DuckDb {
    private static final String IN_MEMORY = "jdbc:duckdb:";

    private DuckDb() {}

    /** A new database in memory. */
    public static DuckDBConnection open() throws IOException, SQLException {
        return open("");
    }

    /**
     * A database.
     *
     * @param file where it is kept; empty for one in memory
     * @throws IOException if the library cannot be unpacked or loaded
     */
    public static DuckDBConnection open(String file) throws IOException, SQLException {
        try {
            return DriverManager.getConnection(IN_MEMORY + file).unwrap(DuckDBConnection.class);
        } catch (LinkageError e) {
            Throwable reason = e;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            throw new IOException(
                    "the library of DuckDB cannot be unpacked into " + System.getProperty("java.io.tmpdir")
                            + " and loaded there (" + reason.getMessage() + "); TMPDIR names another directory",
                    e);
        }
    }
}
