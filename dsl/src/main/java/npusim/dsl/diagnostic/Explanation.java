package npusim.dsl.diagnostic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a code means.
 *
 * @param text one or two sentences
 * @param example a file that raises it; empty when no single file can
 */
public record Explanation(String text, String example) {

    private static final String RESOURCE = "explanations.md";
    private static final String HEADING = "# ";
    private static final String INDENT = "    ";

    private static final class All {
        static final Map<String, Explanation> BY_LABEL = read();
    }

    static Explanation of(DiagnosticCode code) {
        return Objects.requireNonNull(All.BY_LABEL.get(code.label()), code.label());
    }

    private static Map<String, Explanation> read() {
        Map<String, Explanation> all = new HashMap<>();
        try (InputStream stream = Explanation.class.getResourceAsStream(RESOURCE)) {
            String file = new String(Objects.requireNonNull(stream, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
            for (String section : file.split("(?m)^" + HEADING)) {
                int end = section.indexOf('\n');
                if (section.startsWith("NPU-") && end > 0) {
                    all.put(section.substring(0, end).strip(), parse(section.substring(end + 1)));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return all;
    }

    private static Explanation parse(String section) {
        List<String> text = new ArrayList<>();
        List<String> example = new ArrayList<>();
        for (String line : section.strip().lines().toList()) {
            if (line.startsWith(INDENT) || !example.isEmpty()) {
                example.add(line.startsWith(INDENT) ? line.substring(INDENT.length()) : line);
            } else if (!line.isBlank()) {
                text.add(line);
            }
        }
        return new Explanation(String.join(" ", text), example.isEmpty() ? "" : String.join("\n", example) + "\n");
    }
}
