package npusim.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.source.SourceFile;
import npusim.dsl.syntax.Formatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatterTest {

    static Stream<Path> shipped() {
        return Stream.of(".", "examples", "../docs/studies", "../docs/examples")
                .map(Path::of)
                .flatMap(FormatterTest::list);
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".npu")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shippedFilesAreLaidOut(Path file) throws IOException {
        String text = Files.readString(file);

        assertThat(format(text)).isEqualTo(text);
    }

    @Test
    void keepsCommentsAndAlignsNeighbours() {
        assertThat(format("""
                        // top
                        memory_mode   M extends N{ // why
                          a=1 KiB

                          /// what
                          const_area=axi0   // here
                          arena_cache  =  7.5 B / cycle
                           t = table{
                          | one|two |
                            | 1 | -2|
                         }
                        }""")).isEqualTo("""
                        // top
                        memory_mode M extends N { // why
                          a = 1 KiB

                          /// what
                          const_area  = axi0 // here
                          arena_cache = 7.5 B/cycle
                          t = table {
                            | one | two |
                            | 1   | -2  |
                          }
                        }
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void keepsCodeBehindACommentWhateverEndsTheLine(String end) {
        assertThat(format(String.join(end, "memory_mode M {", "a = 1 // why", "b = 2", "}")))
                .isEqualToNormalizingNewlines("""
                        memory_mode M {
                          a = 1 // why
                          b = 2
                        }
                        """);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shippedFilesAreLaidOutAlsoWithTheLineEndsOfWindows(Path file) throws IOException {
        String text = Files.readString(file).replace("\n", "\r\n");

        assertThat(format(text)).isEqualTo(text);
    }

    @Test
    void endsAllLinesAsMostOfThemDo() {
        assertThat(format("const a = 1\r\n/* b\nb */\r\nconst  b = 2"))
                .isEqualTo("const a = 1\r\n/* b\r\nb */\r\nconst b = 2\r\n");
        assertThat(format("const a = 1\r\n/* b\r\nb */\nconst  b = 2\n\n"))
                .isEqualTo("const a = 1\n/* b\nb */\nconst b = 2\n");
    }

    @Test
    void leavesFilesWithSyntaxErrorsAlone() {
        DiagnosticSink sink = new DiagnosticSink();

        assertThat(Formatter.format(new SourceFile("a.npu", "memory_mode M {"), sink))
                .isNull();
        assertThat(sink.sorted()).hasSize(1);
    }

    private static String format(String text) {
        return Formatter.format(new SourceFile("a.npu", text), new DiagnosticSink());
    }
}
