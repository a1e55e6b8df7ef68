package npusim.dsl.diagnostic;

import java.util.ArrayList;
import java.util.List;
import npusim.dsl.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * One problem.
 *
 * @param code stable code
 * @param span where
 * @param arguments values of the message's places, in order
 * @param notes remarks
 * @param edit suggested change, or null
 */
public record Diagnostic(
        DiagnosticCode code,
        Span span,
        List<String> arguments,
        List<Note> notes,
        @Nullable SuggestedEdit edit) {

    /** Copies the lists. */
    public Diagnostic {
        arguments = List.copyOf(arguments);
        notes = List.copyOf(notes);
    }

    /** A problem without notes. */
    public static Diagnostic of(DiagnosticCode code, Span span, Object... arguments) {
        List<String> texts = new ArrayList<>(arguments.length);
        for (Object argument : arguments) {
            texts.add(argument.toString());
        }
        return new Diagnostic(code, span, texts, List.of(), null);
    }

    /** The severity of the code. */
    public Severity severity() {
        return code.severity();
    }

    /** The message with its arguments in place. */
    public String message() {
        return code.format(arguments);
    }

    /** This problem with a remark about {@code noteSpan}. */
    public Diagnostic withNote(String text, @Nullable Span noteSpan) {
        List<Note> more = new ArrayList<>(notes);
        more.add(new Note(text, noteSpan));
        return new Diagnostic(code, span, arguments, more, edit);
    }

    /** This problem with a remark. */
    public Diagnostic withNote(String text) {
        return withNote(text, null);
    }

    /** This problem at another place, without its suggested change, which was for the old one. */
    public Diagnostic movedTo(Span place) {
        return new Diagnostic(code, place, arguments, notes, null);
    }

    /** This problem with a suggested change. */
    public Diagnostic withEdit(String advice, Span editSpan, String replacement) {
        return new Diagnostic(code, span, arguments, notes, new SuggestedEdit(advice, editSpan, replacement));
    }
}
