package npusim.report.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class RunDatabaseTest {
    /** A file of another name would stay behind if the program ended now. */
    @Test
    @Timeout(120)
    void writesParquetIntoTheFileItself(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("table.parquet"));
        Set<Path> seen = new TreeSet<>();
        try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
            Future<?> written = writer.submit(() -> write(file));
            while (!written.isDone()) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.forEach(seen::add);
                }
            }
            written.get();
        }
        assertThat(seen).containsExactly(file);
    }

    private static Void write(Path file) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            RunDatabase.writeParquet(statement, "(SELECT hash(range) FROM range(2000000))", file);
        }
        return null;
    }
}
