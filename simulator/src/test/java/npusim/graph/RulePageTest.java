package npusim.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of rules says what the program says; {@code -Dnpusim.golden.update=true} writes it anew. */
class RulePageTest {
    private static final String HEAD = """
            # Rules of TOSA graphs

            What `exec`, `conformance` and every verb that reads a `.tosa` file can find wrong with it or its run. A
            diagnostic begins with the rule, then names the operator with its place and first output, then the values.
            Keys are stable. Those of the specification's `ERROR_IF` statements are the names its conformance tests use.

            | rule | holds when it is kept |
            |---|---|
            """;

    @Test
    void pageListsEveryRule() throws IOException {
        String root = System.getenv("NPUSIM_ROOT");
        assumeTrue(root != null, "skipped: NPUSIM_ROOT does not say where the project is");
        Path page = Path.of(root, "docs", "tosa-rules.md");
        String expected = HEAD
                + Arrays.stream(Rule.values())
                        .map(rule -> "| `" + rule.key() + "` | " + rule.requirement() + " |\n")
                        .collect(Collectors.joining());
        if (Boolean.getBoolean("npusim.golden.update")) {
            Files.writeString(page, expected);
        }

        assertThat(page).hasContent(expected);
        assertThat(Arrays.stream(Rule.values()).map(Rule::key)).doesNotHaveDuplicates();
    }
}
