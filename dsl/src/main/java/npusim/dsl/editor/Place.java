package npusim.dsl.editor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import npusim.dsl.schema.BlockType;
import npusim.dsl.schema.PropertySpec;
import npusim.dsl.schema.Schemas;
import npusim.dsl.source.SourceFile;
import npusim.dsl.syntax.Word;
import org.jspecify.annotations.Nullable;

/**
 * Where in a description an offset is.
 *
 * @param declaration name of the enclosing declaration, or null
 * @param path labels of the enclosing inner blocks
 * @param block type of the innermost block, or null outside of all
 * @param property the property whose value is being written, or null
 * @param kind the word that the declaration or block being headed begins with, such as {@code accelerator}, or null
 * @param before the word before the one at the offset, or null
 * @param word the word at the offset, or null
 */
record Place(
        @Nullable String declaration,
        List<String> path,
        @Nullable BlockType block,
        @Nullable PropertySpec property,
        @Nullable String kind,
        @Nullable Word before,
        @Nullable Word word) {

    private record Frame(@Nullable BlockType type, String label) {}

    static Place at(SourceFile file, int offset) {
        List<Word> words = Word.of(file).stream()
                .filter(w -> w.kind() != Word.Kind.COMMENT)
                .toList();
        Deque<Frame> frames = new ArrayDeque<>();
        PropertySpec property = null;
        int index = 0;
        int head = 0;
        while (index < words.size() && isBefore(words.get(index), offset)) {
            Word word = words.get(index);
            if (word.is("{")) {
                frames.push(frame(words, head, index, frames.peek()));
                property = null;
                head = index + 1;
            } else if (word.is("}")) {
                frames.poll();
                property = null;
                head = index + 1;
            } else if (startsProperty(words, index)) {
                Frame frame = frames.peek();
                property = frame == null || frame.type() == null
                        ? null
                        : frame.type().property(word.text());
                head = index;
            } else if (word.kind() == Word.Kind.NAME
                    && index > 0
                    && words.get(index - 1).span().line() < word.span().line()
                    && !words.get(index - 1).is(",")
                    && !words.get(index - 1).is("|")
                    && !words.get(index - 1).is("=")) {
                property = null;
                head = index;
            }
            index++;
        }
        Word at = index < words.size() && words.get(index).span().start() <= offset ? words.get(index) : null;
        Word before = index > 0 ? words.get(index - 1) : null;
        boolean newLine = before != null
                && property != null
                && before.span().line() < file.line(offset)
                && !before.is("=")
                && !before.is(",")
                && !before.is("[");
        List<Frame> outerFirst = new ArrayList<>(frames);
        java.util.Collections.reverse(outerFirst);
        Frame inner = frames.peek();
        return new Place(
                outerFirst.isEmpty() ? null : outerFirst.getFirst().label(),
                outerFirst.stream().skip(1).map(Frame::label).toList(),
                inner == null ? null : inner.type(),
                newLine || (at != null && startsProperty(words, index)) ? null : property,
                head < index ? words.get(head).text() : null,
                before,
                at);
    }

    /** Whether the cursor is behind {@code word}: a name goes on where it ends, a bracket does not. */
    static boolean isBefore(Word word, int offset) {
        int end = word.span().end();
        return end < offset || (end == offset && word.kind() == Word.Kind.SYMBOL);
    }

    private static boolean startsProperty(List<Word> words, int index) {
        return words.get(index).kind() == Word.Kind.NAME
                && index + 1 < words.size()
                && (words.get(index + 1).is("=")
                        || words.get(index + 1).is("+=")
                        || words.get(index + 1).is("-="));
    }

    private static Frame frame(List<Word> words, int head, int brace, @Nullable Frame outer) {
        List<String> names = new ArrayList<>();
        for (Word word : words.subList(Math.min(head, brace), brace)) {
            if (word.kind() == Word.Kind.NAME) {
                names.add(word.text());
            }
        }
        if (names.isEmpty()) {
            return new Frame(null, "");
        }
        String label = names.size() > 1 ? names.get(1) : names.getFirst();
        if (outer == null) {
            return new Frame(Schemas.kinds().get(names.getFirst()), label);
        }
        BlockType outerType = outer.type();
        BlockType.Inner inner = outerType == null ? null : outerType.inner().get(names.getFirst());
        return new Frame(inner == null ? null : inner.type(), label);
    }
}
