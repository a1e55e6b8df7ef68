package npusim.languageserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;

/** Changes by range leave the text that the editor has. */
class TextChangesProperties {
    /** What replaces the text between two of its places, as parts of its length. */
    record Edit(double from, double to, String text) {}

    @Provide
    Arbitrary<String> text() {
        return Arbitraries.of("a", "é", "\u20ac", "\ud83d\ude00", "\n", "\r\n", "\r", "\f", "\u2028", " ")
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<Double> place = Arbitraries.doubles().between(0, 1);
        return Combinators.combine(place, place, text())
                .as((one, other, text) -> new Edit(Math.min(one, other), Math.max(one, other), text))
                .list()
                .ofMaxSize(6);
    }

    @Property
    void leaveTheTextOfTheEditor(@ForAll("text") String before, @ForAll("edits") List<Edit> edits) {
        List<TextDocumentContentChangeEvent> changes = new ArrayList<>();
        String text = before;
        for (Edit edit : edits) {
            int from = place(text, edit.from());
            int to = Math.max(from, place(text, edit.to()));
            changes.add(new TextDocumentContentChangeEvent(
                    new Range(position(text, from), position(text, to)), edit.text()));
            text = text.substring(0, from) + edit.text() + text.substring(to);
        }

        assertThat(TextChanges.apply(before, changes)).isEqualTo(text);
    }

    /** A place where a cursor can stand: not within a line end. */
    private static int place(String text, double part) {
        int offset = (int) Math.round(part * text.length());
        boolean within =
                offset > 0 && offset < text.length() && text.charAt(offset - 1) == '\r' && text.charAt(offset) == '\n';
        return within ? offset + 1 : offset;
    }

    /** As the protocol says: lines end with LF, CR LF or CR, and characters are UTF-16 units. */
    private static Position position(String text, int offset) {
        String[] lines = text.substring(0, offset).split("\r\n|\n|\r", -1);
        return new Position(lines.length - 1, lines[lines.length - 1].length());
    }

    @Example
    void mayReachBehindLinesAndText() {
        assertThat(changed("ab\ncd", 0, 1, 0, 99)).isEqualTo("aX\ncd");
        assertThat(changed("ab\ncd", 1, 0, 2, 0)).isEqualTo("ab\nX");
        assertThat(changed("ab\ncd", 9, 9, 9, 9)).isEqualTo("ab\ncdX");
        assertThat(TextChanges.apply("ab", List.of(new TextDocumentContentChangeEvent("whole"))))
                .isEqualTo("whole");
    }

    private static String changed(String text, int line, int character, int endLine, int endCharacter) {
        Range range = new Range(new Position(line, character), new Position(endLine, endCharacter));
        return TextChanges.apply(text, List.of(new TextDocumentContentChangeEvent(range, "X")));
    }
}
