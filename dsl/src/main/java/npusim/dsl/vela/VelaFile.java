package npusim.dsl.vela;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    record Entry(String value, Span span) {}

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
            String text = raw.strip();
            int start = file.lineStart(line) + raw.indexOf(text);
            Span span = new Span(file, start, start + text.length());
            if (text.isEmpty() || text.startsWith(";") || text.startsWith("#")) {
                continue;
            }
            int dot = text.indexOf('.');
            int equals = text.indexOf('=');
            if (text.startsWith("[") && text.endsWith("]") && dot > 0) {
                Section section = new Section(
                        text.substring(1, dot),
                        text.substring(dot + 1, text.length() - 1),
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
