package npusim.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.ResolvedProperty;
import npusim.dsl.source.SourceFile;
import org.junit.jupiter.api.Test;

/** Comments of three slashes belong to what follows them, in every declaration of a file. */
class DocumentationTest {

    @Test
    void belongsToWhatFollows() {
        Library library = NpuLanguage.compileSources(List.of(new SourceFile("documented.npu", """
                                import "memory-modes.npu"

                                /// The first,
                                /// in two lines.
                                memory_mode First extends Dedicated_Sram {
                                  // no documentation
                                  const_area  = axi1
                                  /// How much.
                                  arena_cache = 384 KiB
                                }

                                memory_mode Second extends First {}

                                /// The third.
                                memory_mode Third extends First {}
                                """)), true)
                .orThrow();

        assertThat(library.documentation("First")).isEqualTo("The first, in two lines.");
        assertThat(library.documentation("Second")).isEmpty();
        assertThat(library.documentation("Third")).isEqualTo("The third.");
        assertThat(library.properties("First").stream()
                        .filter(property -> !property.documentation().isEmpty())
                        .collect(Collectors.toMap(ResolvedProperty::path, ResolvedProperty::documentation)))
                .containsOnlyKeys("arena_cache")
                .containsValue("How much.");
    }

    @Test
    void isThereForWhatShips() {
        assertThat(NpuLanguage.shipped().documentation("Dedicated_Sram"))
                .isEqualTo("Constants and feature maps outside, an SRAM for staging that belongs to the NPU alone.");
    }
}
