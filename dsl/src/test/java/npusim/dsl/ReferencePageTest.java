package npusim.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import npusim.dsl.schema.ReferencePage;
import org.junit.jupiter.api.Test;

/** The committed pages are what the schema says. {@code NPUSIM_UPDATE=1} writes them anew. */
class ReferencePageTest {

    private static final Path FOLDER = Path.of("../docs/language");

    @Test
    void theReferenceIsUpToDate() throws IOException {
        check("reference.md", ReferencePage.language());
    }

    @Test
    void theDiagnosticsPageIsUpToDate() throws IOException {
        check("diagnostics.md", ReferencePage.diagnostics());
    }

    private static void check(String name, String text) throws IOException {
        Path file = FOLDER.resolve(name);
        if (System.getenv("NPUSIM_UPDATE") != null) {
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }
}
