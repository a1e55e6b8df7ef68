package npusim.dsl.syntax;

import java.util.List;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.grammar.NpuParser;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Parses one file. Input that nests deeper than {@link #MAX_DEPTH} or is longer than {@link #MAX_CHARACTERS} is refused
 * before parsing, so that neither the stack nor the time run away.
 */
public final class Parser {

    /** Deepest nesting of brackets. */
    public static final int MAX_DEPTH = 100;

    /** Longest file in UTF-16 units. */
    public static final int MAX_CHARACTERS = 16 << 20;

    private Parser() {}

    /** Parses a whole file; declarations with syntax errors are reported and left out. */
    public static CompilationUnit parse(SourceFile file, DiagnosticSink sink) {
        if (file.text().length() > MAX_CHARACTERS) {
            sink.report(Diagnostic.of(
                    DiagnosticCode.FILE_TOO_LARGE,
                    new Span(file, 0, 0),
                    file.text().length(),
                    MAX_CHARACTERS));
            return CompilationUnit.unreadable(file);
        }
        List<Token> tokens = Scanner.tokensAndOthers(file, sink);
        return tokens.isEmpty() ? CompilationUnit.unreadable(file) : new Chunks(file, tokens, sink).parse();
    }

    /** Parses an expression on its own, such as an override on the command line; null after a reported error. */
    public static @Nullable Expression parseExpression(SourceFile file, DiagnosticSink sink) {
        List<Token> tokens = Scanner.tokens(file, sink);
        if (tokens.isEmpty()) {
            return null;
        }
        FirstError error = new FirstError(file);
        NpuParser parser = parser(tokens, error);
        try {
            NpuParser.ExpressionContext tree = parser.expression();
            Token token = parser.getCurrentToken();
            if (token.getType() == Token.EOF) {
                return new AstBuilder(file, tokens, sink).expression(tree);
            }
            sink.report(Diagnostic.of(
                    DiagnosticCode.UNEXPECTED_TOKEN,
                    new Span(file, token.getStartIndex(), token.getStopIndex() + 1),
                    quote(token.getText()),
                    "the end of the value"));
        } catch (ParseCancellationException cancelled) {
            sink.report(error.diagnostic(tokens));
        }
        return null;
    }

    static NpuParser parser(List<Token> tokens, FirstError error) {
        NpuParser parser = new NpuParser(new CommonTokenStream(new ListTokenSource(tokens)));
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        parser.removeErrorListeners();
        parser.setErrorHandler(error);
        return parser;
    }

    static String quote(String text) {
        int first = text.codePointAt(0);
        if (Character.charCount(first) == text.length() && (Character.isISOControl(first) || first > '\u007e')) {
            return String.format("U+%04X", first);
        }
        return "'" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'";
    }
}
