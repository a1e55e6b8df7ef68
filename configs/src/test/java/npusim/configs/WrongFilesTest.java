package npusim.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import npusim.dsl.Compilation;
import npusim.dsl.NpuLanguage;
import npusim.dsl.diagnostic.DiagnosticRenderer;
import npusim.dsl.source.SourceFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every wrong file has its exact output beside it. Run with {@code NPUSIM_UPDATE=1} to write the outputs anew, and read
 * the difference.
 */
class WrongFilesTest {

    private static final Path FOLDER = Path.of("src/test/resources/wrong");

    @TestFactory
    Stream<DynamicTest> everyWrongFileSaysExactlyThis() throws IOException {
        return wrongFiles().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    @Test
    void thereAreManyOfThem() throws IOException {
        assertThat(wrongFiles()).hasSizeGreaterThanOrEqualTo(120);
    }

    @Test
    void thePageOfMessagesShowsThemAsTheyAre() throws IOException {
        Set<String> outputs = new HashSet<>();
        for (Path file : wrongFiles()) {
            outputs.add(Files.readString(Path.of(file.toString().replace(".npu", ".txt"))));
        }
        List<String> shown = Pattern.compile("```text\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/language/messages.md")))
                .results()
                .map(block -> block.group(1))
                .toList();

        assertThat(shown).hasSize(10).allMatch(outputs::contains);
    }

    private static List<Path> wrongFiles() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".npu"))
                    .sorted()
                    .toList();
        }
    }

    private static void check(Path file) {
        try {
            String name = file.getFileName().toString();
            Compilation compilation =
                    NpuLanguage.compileSources(List.of(new SourceFile(name, Files.readString(file))), false);
            String output = DiagnosticRenderer.render(compilation.diagnostics());
            Path expected = file.resolveSibling(name.replace(".npu", ".txt"));
            if (System.getenv("NPUSIM_UPDATE") != null) {
                Files.writeString(expected, output);
            }
            assertThat(output).isNotEmpty().isEqualTo(Files.readString(expected));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
