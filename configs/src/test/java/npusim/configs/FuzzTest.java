package npusim.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import npusim.dsl.Compilation;
import npusim.dsl.NpuLanguage;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticRenderer;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.diagnostic.JsonDiagnostics;
import npusim.dsl.source.SourceFile;
import npusim.dsl.syntax.Formatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes in, the front end ends in reasonable time with located diagnostics, and never with an exception. A million
 * inputs: {@code ./mvnw -Pdeep -pl configs -am test -Dtest=FuzzTest#aMillionInputsAreAnswered
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class FuzzTest {

    private static final int QUICK = 400;
    private static final long LIMIT_NANOSECONDS = 20_000_000_000L;
    private static final int MAX_SEED_LENGTH = 6000;
    private static final String[] WORDS = {
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        "=",
        "+=",
        "-=",
        "|",
        ",",
        ".",
        "..",
        "x",
        "*",
        "/",
        "+",
        "-",
        "<",
        ">=",
        "==",
        "in",
        "and",
        "or",
        "not",
        "if",
        "then",
        "else",
        "require",
        "const",
        "import",
        "as",
        "extends",
        "abstract",
        "table",
        "vary",
        "minimize",
        "step",
        "factor",
        "true",
        "accelerator",
        "system",
        "memory_mode",
        "study",
        "memory",
        "Sram",
        "axi0",
        "any",
        "Ethos_U85_256",
        "Dedicated_Sram",
        "\"text\"",
        "\"energy.npu\"",
        "1",
        "0",
        "500",
        "2x2x8",
        "1e9",
        "0x4000",
        "KiB",
        "cycles",
        "MHz",
        "B/cycle",
        "%",
        "pJ",
        "min(",
        "log2(",
        "// c\n",
        "/// d\n",
        "\n",
        "mac_array",
        "ports",
        "buffers",
        "core_clock",
        "arena_cache",
        "read_latency",
        "kind",
        "S",
        "M"
    };

    private static List<String> seeds() throws IOException {
        List<String> seeds = new ArrayList<>();
        for (Path folder : List.of(Path.of("."), Path.of("examples"), Path.of("src/test/resources/wrong"))) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".npu"))
                        .sorted()
                        .toList()) {
                    String text = Files.readString(file);
                    seeds.add(text.length() > MAX_SEED_LENGTH ? text.substring(0, MAX_SEED_LENGTH) : text);
                }
            }
        }
        return seeds;
    }

    @Test
    void sentencesOfTheGrammarAreAnswered() {
        sentences(QUICK, 4);
    }

    @Test
    void wordsInAnyOrderAreAnswered() {
        words(QUICK, 1);
    }

    @Test
    void damagedFilesAreAnswered() throws IOException {
        damaged(QUICK, 2);
    }

    @Test
    void bytesAreAnswered() throws IOException {
        bytes(QUICK, 3);
    }

    @Test
    @Tag("deep")
    void aMillionInputsAreAnswered() throws IOException {
        long start = System.nanoTime();
        long problems = sentences(50_000, 10) + damaged(25_000, 12) + words(800_000, 11) + bytes(125_000, 13);
        System.out.printf(
                Locale.ROOT,
                "1000000 inputs: 50000 sentences of the grammar, 25000 damaged files, 800000 rows of words, 125000 rows of"
                        + " bytes; %d located problems, %.0f s%n",
                problems,
                (System.nanoTime() - start) * 1e-9);
    }

    private static long sentences(int count, long seed) {
        Random random = new Random(seed);
        long problems = 0;
        for (int i = 0; i < count; i++) {
            problems += answer(GrammarText.next(random));
        }
        return problems;
    }

    private static long words(int count, long seed) {
        Random random = new Random(seed);
        long problems = 0;
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(60);
            for (int j = 0; j < length; j++) {
                text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(8) == 0 ? "\n" : " ");
            }
            problems += answer(text.toString());
        }
        return problems;
    }

    private static long damaged(int count, long seed) throws IOException {
        Random random = new Random(seed);
        List<String> seeds = seeds();
        long problems = 0;
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
            int wounds = 1 + random.nextInt(4);
            for (int j = 0; j < wounds && !text.isEmpty(); j++) {
                int from = random.nextInt(text.length());
                int to = Math.min(text.length(), from + random.nextInt(12));
                switch (random.nextInt(4)) {
                    case 0 -> text.delete(from, to);
                    case 1 -> text.insert(from, " " + WORDS[random.nextInt(WORDS.length)] + " ");
                    case 2 -> text.insert(from, text.substring(from, to));
                    default -> text.replace(from, to, WORDS[random.nextInt(WORDS.length)]);
                }
            }
            problems += answer(text.toString());
        }
        return problems;
    }

    private static long bytes(int count, long seed) throws IOException {
        Random random = new Random(seed);
        List<String> seeds = seeds();
        long problems = 0;
        for (int i = 0; i < count; i++) {
            byte[] bytes;
            if (random.nextBoolean()) {
                bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
            } else {
                bytes = seeds.get(random.nextInt(seeds.size())).getBytes(StandardCharsets.UTF_8);
                for (int j = 0; j < 1 + random.nextInt(6); j++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            problems += answer(
                    new String(bytes, random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
        }
        return problems;
    }

    /** Compiles, renders and formats; the number of problems. */
    private static int answer(String text) {
        long start = System.nanoTime();
        int problems;
        SourceFile file = new SourceFile("fuzz.npu", text);
        try {
            Compilation compilation = NpuLanguage.compileSources(List.of(file), false);
            for (Diagnostic diagnostic : compilation.diagnostics()) {
                SourceFile at = diagnostic.span().file();
                assertThat(diagnostic.span().start()).isBetween(0, at.text().length());
                assertThat(diagnostic.span().end())
                        .isBetween(diagnostic.span().start(), at.text().length());
                assertThat(diagnostic.message()).isNotBlank().doesNotContain("{0}");
                assertThat(at.name()).isNotEqualTo("<default>");
            }
            problems = compilation.diagnostics().size();
            DiagnosticRenderer.render(compilation.diagnostics());
            JsonDiagnostics.render(compilation.diagnostics());
            DiagnosticSink sink = new DiagnosticSink();
            String once = Formatter.format(file, sink);
            if (once != null) {
                assertThat(Formatter.format(new SourceFile("fuzz.npu", once), sink))
                        .isEqualTo(once);
            }
        } catch (RuntimeException | StackOverflowError | AssertionError failed) {
            throw new AssertionError("input:\n" + text, failed);
        }
        assertThat(System.nanoTime() - start).as(text).isLessThan(LIMIT_NANOSECONDS);
        return problems;
    }
}
