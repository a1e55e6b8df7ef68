package npusim.dsl.diagnostic;

import java.util.List;
import npusim.dsl.source.Span;
import org.jspecify.annotations.Nullable;

/** Renders diagnostics as JSON: an array of objects, lines and columns one-based, the end exclusive. */
public final class JsonDiagnostics {

    private JsonDiagnostics() {}

    /** The array, ending in a line end. */
    public static String render(List<Diagnostic> diagnostics) {
        StringBuilder out = new StringBuilder("[");
        String separator = "\n";
        for (Diagnostic diagnostic : diagnostics) {
            out.append(separator).append("  ");
            separator = ",\n";
            append(out, diagnostic);
        }
        return out.append(diagnostics.isEmpty() ? "]\n" : "\n]\n").toString();
    }

    private static void append(StringBuilder out, Diagnostic diagnostic) {
        out.append("{\"code\": ");
        string(out, diagnostic.code().label());
        out.append(", \"severity\": ");
        string(out, diagnostic.severity().label());
        out.append(", \"message\": ");
        string(out, diagnostic.message());
        span(out, diagnostic.span());
        out.append(", \"notes\": [");
        String separator = "";
        for (Note note : diagnostic.notes()) {
            out.append(separator).append("{\"text\": ");
            separator = ", ";
            string(out, note.text());
            span(out, note.span());
            out.append('}');
        }
        out.append(']');
        SuggestedEdit edit = diagnostic.edit();
        if (edit != null) {
            out.append(", \"edit\": {\"advice\": ");
            string(out, edit.advice());
            span(out, edit.span());
            out.append(", \"replacement\": ");
            string(out, edit.replacement());
            out.append('}');
        }
        out.append('}');
    }

    private static void span(StringBuilder out, @Nullable Span span) {
        if (span == null) {
            return;
        }
        out.append(", \"file\": ");
        string(out, span.file().name());
        out.append(", \"line\": ").append(span.line()).append(", \"column\": ").append(span.column());
        out.append(", \"endLine\": ").append(span.file().line(span.end()));
        out.append(", \"endColumn\": ").append(span.file().column(span.end()));
    }

    /** Appends {@code value} as a JSON string. */
    public static void string(StringBuilder out, String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
