package npusim.dsl.syntax;

import java.util.ArrayList;
import java.util.List;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.grammar.NpuLexer;
import npusim.dsl.grammar.NpuParser;
import npusim.dsl.quantity.Units;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
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
        CompilationUnit empty = new CompilationUnit(file, List.of(), List.of(), List.of());
        if (file.text().length() > MAX_CHARACTERS) {
            sink.report(Diagnostic.of(
                    DiagnosticCode.FILE_TOO_LARGE,
                    new Span(file, 0, 0),
                    file.text().length(),
                    MAX_CHARACTERS));
            return empty;
        }
        List<Token> tokens = new ArrayList<>();
        if (!tokenize(file, tokens, sink)) {
            return empty;
        }
        return new Chunks(file, tokens, sink).parse();
    }

    /** Parses an expression on its own, such as an override on the command line; null after a reported error. */
    public static @Nullable Expression parseExpression(SourceFile file, DiagnosticSink sink) {
        List<Token> tokens = new ArrayList<>();
        if (!tokenize(file, tokens, sink)) {
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

    /** The tokens of a file with hidden ones, units classified; empty after a reported error. */
    static List<Token> tokens(SourceFile file, DiagnosticSink sink) {
        List<Token> tokens = new ArrayList<>();
        return tokenize(file, tokens, sink) ? tokens : List.of();
    }

    private static boolean tokenize(SourceFile file, List<Token> tokens, DiagnosticSink sink) {
        NpuLexer lexer = new NpuLexer(CharStreams.fromString(file.text(), file.name()));
        lexer.removeErrorListeners();
        boolean sound = true;
        int depth = 0;
        for (Token token = lexer.nextToken(); ; token = lexer.nextToken()) {
            tokens.add(token);
            int type = token.getType();
            if (type == Token.EOF) {
                break;
            } else if (type == NpuLexer.LBRACE || type == NpuLexer.LBRACKET || type == NpuLexer.LPAREN) {
                depth++;
            } else if (type == NpuLexer.RBRACE || type == NpuLexer.RBRACKET || type == NpuLexer.RPAREN) {
                depth = Math.max(0, depth - 1);
            } else if (type == NpuLexer.STAR && opensComment(tokens)) {
                Token slash = tokens.get(tokens.size() - 2);
                sink.report(Diagnostic.of(
                        DiagnosticCode.UNCLOSED_COMMENT,
                        new Span(file, slash.getStartIndex(), token.getStopIndex() + 1)));
                return false;
            } else if (type == NpuLexer.UNRECOGNIZED && sound) {
                sound = false;
                report(file, token, sink);
            }
            if (depth > MAX_DEPTH) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.NESTING_TOO_DEEP,
                        new Span(file, token.getStartIndex(), token.getStopIndex() + 1),
                        MAX_DEPTH));
                return false;
            }
        }
        if (sound) {
            classifyUnits(tokens);
        }
        return sound;
    }

    /** Whether the last two tokens are an adjacent slash and star, which only an unclosed comment leaves. */
    private static boolean opensComment(List<Token> tokens) {
        if (tokens.size() < 2) {
            return false;
        }
        Token slash = tokens.get(tokens.size() - 2);
        return slash.getType() == NpuLexer.SLASH
                && slash.getStopIndex() + 1 == tokens.getLast().getStartIndex();
    }

    private static void report(SourceFile file, Token token, DiagnosticSink sink) {
        Span span = new Span(file, token.getStartIndex(), token.getStopIndex() + 1);
        String text = token.getText();
        Diagnostic diagnostic;
        if (text.equals("\"")) {
            diagnostic = Diagnostic.of(DiagnosticCode.UNTERMINATED_STRING, span);
        } else if (text.equals(";")) {
            diagnostic = Diagnostic.of(DiagnosticCode.UNEXPECTED_CHARACTER, span, quote(text))
                    .withEdit("members need no separator: remove the semicolon", span, "");
        } else if (text.equals("#")) {
            diagnostic = Diagnostic.of(DiagnosticCode.UNEXPECTED_CHARACTER, span, quote(text))
                    .withEdit("comments start with //", span, "//");
        } else if (text.equals(":")) {
            diagnostic = Diagnostic.of(DiagnosticCode.UNEXPECTED_CHARACTER, span, quote(text))
                    .withEdit("write a value with =", span, " =");
        } else {
            diagnostic = Diagnostic.of(DiagnosticCode.UNEXPECTED_CHARACTER, span, quote(text));
        }
        sink.report(diagnostic);
    }

    /**
     * Turns identifiers that follow a number into units, unless what comes after shows that they start the next member
     * ({@code accumulator = 4 chaining = 2}).
     */
    private static void classifyUnits(List<Token> tokens) {
        List<Token> visible = tokens.stream()
                .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL)
                .toList();
        for (int i = 0; i + 1 < visible.size(); i++) {
            int previous = i == 0 ? Token.EOF : visible.get(i - 1).getType();
            if (visible.get(i).getType() == NpuLexer.IDENTIFIER
                    && visible.get(i + 1).getType() == NpuLexer.LBRACE
                    && previous != NpuLexer.IDENTIFIER
                    && visible.get(i).getText().equals("table")) {
                ((CommonToken) visible.get(i)).setType(NpuParser.TABLE);
            }
            if (previous == NpuLexer.NUMBER || previous == NpuLexer.DIMENSIONS) {
                if (isUnit(visible, i)) {
                    ((CommonToken) visible.get(i)).setType(NpuParser.UNIT);
                }
            } else if (previous == NpuParser.UNIT
                    && visible.get(i).getLine() == visible.get(i - 1).getLine()
                    && visible.get(i).getType() == NpuLexer.IDENTIFIER
                    && Units.find(visible.get(i).getText()) != null
                    && !startsMember(visible.get(i + 1).getType())) {
                ((CommonToken) visible.get(i)).setType(NpuParser.UNIT);
            } else if (previous == NpuLexer.SLASH
                    && i >= 2
                    && visible.get(i - 2).getType() == NpuParser.UNIT
                    && visible.get(i).getType() == NpuLexer.IDENTIFIER
                    && !startsMember(visible.get(i + 1).getType())
                    && (Units.find(visible.get(i).getText()) != null
                            || Units.findIgnoringCase(visible.get(i).getText()) != null)) {
                ((CommonToken) visible.get(i)).setType(NpuParser.UNIT);
            }
        }
    }

    private static boolean isUnit(List<Token> visible, int index) {
        Token token = visible.get(index);
        if (token.getType() != NpuLexer.IDENTIFIER
                || startsMember(visible.get(index + 1).getType())) {
            return false;
        }
        if (Units.find(token.getText()) != null) {
            return true;
        }
        boolean sameLine = visible.get(index - 1).getLine() == token.getLine();
        int next = visible.get(index + 1).getType();
        boolean label = next == NpuLexer.IDENTIFIER
                && index + 2 < visible.size()
                && (visible.get(index + 2).getType() == NpuLexer.LBRACE
                        || visible.get(index + 2).getType() == NpuLexer.LPAREN);
        return sameLine && !label;
    }

    private static boolean startsMember(int next) {
        return next == NpuLexer.ASSIGN
                || next == NpuLexer.PLUS_ASSIGN
                || next == NpuLexer.MINUS_ASSIGN
                || next == NpuLexer.LBRACE
                || next == NpuLexer.LPAREN
                || next == NpuLexer.DOT;
    }

    static String quote(String text) {
        if (text.length() == 1 && (Character.isISOControl(text.charAt(0)) || text.charAt(0) > '\u007e')) {
            return String.format("U+%04X", (int) text.charAt(0));
        }
        return "'" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'";
    }
}
