package npusim.languageserver;

import java.util.List;
import npusim.dsl.source.SourceFile;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;

/** Does to a text what an editor says that it has done: each change on the text that the one before it left. */
final class TextChanges {
    private TextChanges() {}

    /** The text behind all changes; one without a range replaces everything. Ranges count UTF-16 units. */
    static String apply(String text, List<TextDocumentContentChangeEvent> changes) {
        String changed = text;
        for (TextDocumentContentChangeEvent change : changes) {
            Range range = change.getRange();
            changed = range == null ? change.getText() : replace(changed, range, change.getText());
        }
        return changed;
    }

    private static String replace(String text, Range range, String replacement) {
        SourceFile lines = new SourceFile("", text); // whose offsets are those of the text, whatever ends its lines
        int start = Positions.offset(lines, range.getStart());
        int end = Math.max(start, Positions.offset(lines, range.getEnd()));
        return text.substring(0, start) + replacement + text.substring(end);
    }
}
