package npusim.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import npusim.dsl.Compilation;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.dsl.diagnostic.DiagnosticRenderer;
import org.junit.jupiter.api.Test;

class ShippedConfigurationsTest {

    @Test
    void compileWithoutAnyDiagnostic() {
        Compilation compilation = NpuLanguage.compile(List.of());

        assertThat(DiagnosticRenderer.render(compilation.diagnostics())).isEmpty();
    }

    @Test
    void everyAcceleratorRunsWithItsPlatformsDefaults() {
        Library library = NpuLanguage.shipped();

        assertThat(library.names("accelerator")).hasSizeGreaterThanOrEqualTo(11);
        for (String name : library.names("accelerator")) {
            assertThat(library.configure(Selection.of(name)).accelerator().name())
                    .isEqualTo(name);
        }
    }
}
