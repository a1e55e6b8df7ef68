package npusim.dsl.vela;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * The sections of a {@code vela.ini}.
 *
 * @param sections in the order of the file
 */
record VelaFile(List<Section> sections) {

    /** What Windows' editors put in front of a text. */
    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** Python, by which Vela reads the file, ends a heading at its bracket; in a value, a comment belongs to the value. */
    private static final Pattern COMMENT_BEHIND_HEADING = Pattern.compile("]\\s*[;#].*$");

    /**
     * A section.
     *
     * @param kind {@code System_Config} or {@code Memory_Mode}
     * @param name the rest of the heading
     * @param entries by key, in order
     * @param span the heading
     */
    record Section(String kind, String name, Map<String, Entry> entries, Span span) {}

    /**
     * A key's value.
     *
     * @param value the text after the equals sign
     * @param span the line
     */
    record Entry(String value, Span span) {
        /** The problem of the value, with what to do if a comment is why. */
        Diagnostic problem(DiagnosticCode code, Object... arguments) {
            Diagnostic problem = Diagnostic.of(code, span, arguments);
            return value.contains(";") || value.contains("#")
                    ? problem.withNote("Vela takes a comment behind a value as part of it: give it a line of its own")
                    : problem;
        }
    }

    @Nullable
    Section find(String kind, String name) {
        for (Section section : sections) {
            if (section.kind().equals(kind) && section.name().equals(name)) {
                return section;
            }
        }
        return null;
    }

    static VelaFile parse(SourceFile file, DiagnosticSink sink) {
        List<Section> sections = new ArrayList<>();
        for (int line = 1; line <= file.lines(); line++) {
            String raw = file.lineText(line);
            String text = (line == 1 && raw.startsWith(BYTE_ORDER_MARK) ? raw.substring(1) : raw).strip();
            int start = file.lineStart(line) + raw.indexOf(text);
            Span span = new Span(file, start, start + text.length());
            if (text.isEmpty() || text.startsWith(";") || text.startsWith("#")) {
                continue;
            }
            int equals = text.indexOf('=');
            String heading = COMMENT_BEHIND_HEADING.matcher(text).replaceFirst("]");
            int dot = heading.indexOf('.');
            if (heading.startsWith("[") && heading.endsWith("]") && dot > 0) {
                Section section = new Section(
                        heading.substring(1, dot),
                        heading.substring(dot + 1, heading.length() - 1),
                        new LinkedHashMap<>(),
                        span);
                check(section, sections, sink);
                sections.add(section);
            } else if (equals > 0 && !sections.isEmpty() && !text.startsWith("[")) {
                String key = text.substring(0, equals).strip();
                String value = text.substring(equals + 1).strip();
                if (sections.getLast().entries().put(key, new Entry(value, span)) != null) {
                    sink.report(Diagnostic.of(DiagnosticCode.VELA_DUPLICATE, span, key));
                }
            } else {
                sink.report(Diagnostic.of(DiagnosticCode.VELA_SYNTAX, span));
            }
        }
        return new VelaFile(List.copyOf(sections));
    }

    private static void check(Section section, List<Section> earlier, DiagnosticSink sink) {
        if (!section.kind().equals("System_Config") && !section.kind().equals("Memory_Mode")
                || !section.name().matches("[A-Za-z_][A-Za-z0-9_]*")) {
            sink.report(Diagnostic.of(DiagnosticCode.VELA_SYNTAX, section.span()));
        }
        for (Section other : earlier) {
            if (other.kind().equals(section.kind()) && other.name().equals(section.name())) {
                sink.report(Diagnostic.of(DiagnosticCode.VELA_DUPLICATE, section.span(), section.name()));
            }
        }
    }
}
