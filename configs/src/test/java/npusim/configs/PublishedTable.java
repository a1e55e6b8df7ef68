package npusim.configs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Published tables beside the project, for tests that compare with them and are skipped where they are absent. */
final class PublishedTable {
    private PublishedTable() {}

    /** A table; skips the test if it is not there. */
    static Path require(String file) {
        Path shared = Path.of(System.getenv().getOrDefault("NPUSIM_SHARED", "../../shared"));
        Path path = shared.resolve("reference").resolve(file);
        assumeTrue(Files.exists(path), "skipped: the reference data (NPUSIM_SHARED or ../shared) has no " + file);
        return path;
    }
}
