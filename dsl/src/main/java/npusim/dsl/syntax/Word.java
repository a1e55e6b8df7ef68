package npusim.dsl.syntax;

import java.util.ArrayList;
import java.util.List;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.grammar.NpuLexer;
import npusim.dsl.grammar.NpuParser;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import org.antlr.v4.runtime.Token;

/**
 * A word of a file, for editors that must make sense of text that does not parse.
 *
 * @param kind what it is
 * @param text as written
 * @param span where
 */
public record Word(Kind kind, String text, Span span) {

    /** Kinds of words. */
    public enum Kind {
        /** An identifier. */
        NAME,
        /** A reserved word. */
        KEYWORD,
        /** A unit behind a number. */
        UNIT,
        /** A number or shape. */
        NUMBER,
        /** A quoted text. */
        TEXT,
        /** An operator or bracket. */
        SYMBOL,
        /** A comment. */
        COMMENT,
        /** Letters with one among them that no name has, such as an umlaut. */
        FOREIGN
    }

    /** Whether this is the symbol or keyword {@code word}. */
    public boolean is(String word) {
        return (kind == Kind.SYMBOL || kind == Kind.KEYWORD) && text.equals(word);
    }

    /** The words of a file in order, white space left out; empty when a comment is not closed or brackets are too deep. */
    public static List<Word> of(SourceFile file) {
        List<Word> words = new ArrayList<>();
        for (Token token : Scanner.tokensAndOthers(file, new DiagnosticSink())) {
            if (token.getType() == Token.EOF || token.getType() == NpuLexer.WHITESPACE) {
                continue;
            }
            Word word = new Word(
                    kind(token), token.getText(), new Span(file, token.getStartIndex(), token.getStopIndex() + 1));
            if (words.isEmpty() || !words.getLast().goesOn(word)) {
                words.add(word);
            } else {
                Word last = words.removeLast();
                words.add(new Word(
                        Kind.FOREIGN, last.text + word.text, new Span(file, last.span.start(), word.span.end())));
            }
        }
        return words;
    }

    /** Whether {@code next} belongs to the same letters and digits, of which some are foreign. */
    private boolean goesOn(Word next) {
        boolean foreign = kind == Kind.FOREIGN || next.kind == Kind.FOREIGN;
        return foreign && span.end() == next.span.start() && isText() && next.isText();
    }

    /** Whether letters or digits may go on with others. */
    private boolean isText() {
        return switch (kind) {
            case NAME, KEYWORD, UNIT, NUMBER, FOREIGN -> true;
            case TEXT, SYMBOL, COMMENT -> false;
        };
    }

    private static Kind kind(Token token) {
        return switch (token.getType()) {
            case NpuLexer.IDENTIFIER, NpuLexer.STEP, NpuLexer.FACTOR -> Kind.NAME;
            case NpuParser.UNIT -> Kind.UNIT;
            case NpuLexer.NUMBER, NpuLexer.DIMENSIONS -> Kind.NUMBER;
            case NpuLexer.STRING -> Kind.TEXT;
            case NpuLexer.DOC_COMMENT, NpuLexer.LINE_COMMENT, NpuLexer.BLOCK_COMMENT -> Kind.COMMENT;
            case NpuLexer.UNRECOGNIZED ->
                Character.isLetter(token.getText().codePointAt(0)) ? Kind.FOREIGN : Kind.SYMBOL;
            default -> Character.isLetter(token.getText().charAt(0)) ? Kind.KEYWORD : Kind.SYMBOL;
        };
    }
}
