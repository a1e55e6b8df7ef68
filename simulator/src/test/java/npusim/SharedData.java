package npusim;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Reference data beside the project, for tests that compare with it and are skipped where it is absent. */
public final class SharedData {
    private SharedData() {}

    /** A file of the reference data; skips the test if it is not there. */
    public static Path require(String relative) {
        String given = System.getenv("NPUSIM_SHARED");
        String root = System.getenv("NPUSIM_ROOT");
        Path folder = given != null
                ? Path.of(given)
                : Path.of(root == null ? ".." : root).toAbsolutePath().normalize();
        while (given == null && folder != null && !Files.isDirectory(folder.resolve("shared"))) {
            folder = folder.getParent();
        }
        Path file = folder == null
                ? Path.of("shared", relative)
                : (given != null ? folder : folder.resolve("shared")).resolve(relative);
        Assumptions.assumeTrue(
                Files.exists(file), "skipped: the reference data (NPUSIM_SHARED or ../shared) has no " + relative);
        return file;
    }
}
