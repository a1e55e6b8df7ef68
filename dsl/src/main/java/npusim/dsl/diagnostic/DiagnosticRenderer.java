package npusim.dsl.diagnostic;

import java.util.List;
import npusim.dsl.source.Span;

/** Renders diagnostics as text with the source line and a caret. */
public final class DiagnosticRenderer {

    private static final int MAX_LINE = 160;

    private DiagnosticRenderer() {}

    /** All diagnostics, a blank line between two. */
    public static String render(List<Diagnostic> diagnostics) {
        StringBuilder out = new StringBuilder();
        for (Diagnostic diagnostic : diagnostics) {
            if (!out.isEmpty()) {
                out.append('\n');
            }
            append(out, diagnostic);
        }
        return out.toString();
    }

    /** One diagnostic, ending in a line end. */
    public static String render(Diagnostic diagnostic) {
        StringBuilder out = new StringBuilder();
        append(out, diagnostic);
        return out.toString();
    }

    private static void append(StringBuilder out, Diagnostic diagnostic) {
        out.append(diagnostic.severity().label())
                .append(' ')
                .append(diagnostic.code().label())
                .append(": ")
                .append(diagnostic.message())
                .append('\n');
        appendSource(out, diagnostic.span());
        for (Note note : diagnostic.notes()) {
            out.append("  note: ").append(note.text());
            Span span = note.span();
            if (span != null) {
                out.append(" (").append(span).append(')');
            }
            out.append('\n');
        }
        SuggestedEdit edit = diagnostic.edit();
        if (edit != null) {
            out.append("  help: ").append(edit.advice());
            if (!edit.replacement().isEmpty()
                    && !edit.advice().contains(edit.replacement().strip())) {
                out.append(": ").append(edit.replacement());
            }
            out.append('\n');
        }
    }

    private static void appendSource(StringBuilder out, Span span) {
        if (span.file().text().isEmpty()) {
            out.append(" --> ").append(span.file().name()).append('\n');
            return;
        }
        String lineNumber = Integer.toString(span.line());
        String text = span.file().lineText(span.line());
        int column = span.column() - 1;
        int first = 0;
        if (text.length() > MAX_LINE) {
            first = Math.max(0, Math.min(column - MAX_LINE / 4, text.length() - MAX_LINE));
            text = text.substring(first, Math.min(text.length(), first + MAX_LINE));
        }
        int offset = Math.min(column - first, text.length());
        int length = Math.max(1, Math.min(span.end() - span.start(), text.length() - offset));
        String margin = " ".repeat(lineNumber.length());
        out.append(margin).append("--> ").append(span).append('\n');
        out.append(lineNumber).append(" | ").append(printable(text)).append('\n');
        out.append(margin).append(" | ");
        for (int i = 0; i < offset; i++) {
            out.append(text.charAt(i) == '\t' ? '\t' : ' ');
        }
        out.append("^".repeat(length)).append('\n');
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) && c != '\t' ? '\u00b7' : c);
        }
        return out.toString();
    }
}
