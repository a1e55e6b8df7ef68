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
        COMMENT
    }

    /** Whether this is the symbol or keyword {@code word}. */
    public boolean is(String word) {
        return (kind == Kind.SYMBOL || kind == Kind.KEYWORD) && text.equals(word);
    }

    /** The words of a file in order, white space left out; empty when the file has characters outside the language. */
    public static List<Word> of(SourceFile file) {
        List<Word> words = new ArrayList<>();
        for (Token token : Scanner.tokens(file, new DiagnosticSink())) {
            if (token.getType() != Token.EOF && token.getType() != NpuLexer.WHITESPACE) {
                words.add(new Word(
                        kind(token), token.getText(), new Span(file, token.getStartIndex(), token.getStopIndex() + 1)));
            }
        }
        return words;
    }

    private static Kind kind(Token token) {
        return switch (token.getType()) {
            case NpuLexer.IDENTIFIER, NpuLexer.STEP, NpuLexer.FACTOR -> Kind.NAME;
            case NpuParser.UNIT -> Kind.UNIT;
            case NpuLexer.NUMBER, NpuLexer.DIMENSIONS -> Kind.NUMBER;
            case NpuLexer.STRING -> Kind.TEXT;
            case NpuLexer.DOC_COMMENT, NpuLexer.LINE_COMMENT, NpuLexer.BLOCK_COMMENT -> Kind.COMMENT;
            default -> Character.isLetter(token.getText().charAt(0)) ? Kind.KEYWORD : Kind.SYMBOL;
        };
    }
}
