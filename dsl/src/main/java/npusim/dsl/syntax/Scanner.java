package npusim.dsl.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.antlr.v4.runtime.Token;

/** Cuts a file into tokens and tells units from names. An open comment and too deep brackets stop it. */
final class Scanner {

    private record Slip(String advice, String replacement) {}

    private static final Map<String, Slip> SLIPS = Map.ofEntries(
            Map.entry(";", new Slip("members need no separator: remove the semicolon", "")),
            Map.entry("#", new Slip("comments start with //", "//")),
            Map.entry(":=", new Slip("write a value with =", "=")),
            Map.entry("^", new Slip("there is no operator for powers: write the number", "")),
            Map.entry("&", new Slip("write and", "and")),
            Map.entry("&&", new Slip("write and", "and")),
            Map.entry("!", new Slip("write not", "not ")),
            Map.entry("'", new Slip("a text stands in double quotes", "\"")),
            Map.entry("\u201c", new Slip("a text stands in straight quotes", "\"")),
            Map.entry("\u201d", new Slip("a text stands in straight quotes", "\"")),
            Map.entry("\u00d7", new Slip("write x", "x")),
            Map.entry("\u2212", new Slip("write -", "-")),
            Map.entry("\u2013", new Slip("write -", "-")),
            Map.entry("\u2264", new Slip("write <=", "<=")),
            Map.entry("\u2265", new Slip("write >=", ">=")),
            Map.entry("\u2026", new Slip("write a range with ..", "..")),
            Map.entry("?", new Slip("write if … then … else …", "")));

    private final SourceFile file;
    private final DiagnosticSink sink;
    private final List<Token> tokens = new ArrayList<>();
    private boolean sound = true;

    private Scanner(SourceFile file, DiagnosticSink sink) {
        this.file = file;
        this.sink = sink;
    }

    /** The tokens of a file with hidden ones and the end; empty after a reported error. */
    static List<Token> tokens(SourceFile file, DiagnosticSink sink) {
        Scanner scanner = new Scanner(file, sink);
        return scanner.scan() && scanner.sound ? scanner.classified() : List.of();
    }

    /** As {@link #tokens}, but with characters outside the language among them, the first of which is reported. */
    static List<Token> tokensAndOthers(SourceFile file, DiagnosticSink sink) {
        Scanner scanner = new Scanner(file, sink);
        return scanner.scan() ? scanner.classified() : List.of();
    }

    private List<Token> classified() {
        classifyUnits(tokens);
        return tokens;
    }

    /** Whether it came to the end of the file. */
    private boolean scan() {
        String text = file.text();
        boolean paired = text.chars().anyMatch(c -> Character.isSurrogate((char) c));
        NpuLexer lexer = new NpuLexer(CharStreams.fromString(paired ? unpaired(text) : text, file.name()));
        lexer.removeErrorListeners();
        int depth = 0;
        for (Token token = lexer.nextToken(); ; token = lexer.nextToken()) {
            if (paired && token.getType() != Token.EOF) {
                ((CommonToken) token).setText(span(token).text());
            }
            tokens.add(token);
            int type = token.getType();
            if (type == Token.EOF) {
                return true;
            } else if (opens(type)) {
                depth++;
            } else if (closes(type)) {
                depth = Math.max(0, depth - 1);
            } else if (type == NpuLexer.STAR && opensComment()) {
                Token slash = tokens.get(tokens.size() - 2);
                sink.report(Diagnostic.of(
                        DiagnosticCode.UNCLOSED_COMMENT,
                        new Span(file, slash.getStartIndex(), token.getStopIndex() + 1)));
                return false;
            } else if (type == NpuLexer.UNRECOGNIZED && sound) {
                sound = false;
                reportCharacter();
            }
            if (depth > Parser.MAX_DEPTH) {
                sink.report(Diagnostic.of(DiagnosticCode.NESTING_TOO_DEEP, span(token), Parser.MAX_DEPTH));
                return false;
            }
        }
    }

    /** The lexer counts characters beyond U+FFFF once, spans count them twice: stand-ins make them agree. */
    private static String unpaired(String text) {
        StringBuilder same = new StringBuilder(text);
        for (int i = 0; i < same.length(); i++) {
            if (Character.isSurrogate(same.charAt(i))) {
                same.setCharAt(i, '\ufffd');
            }
        }
        return same.toString();
    }

    static boolean isName(int type) {
        return switch (type) {
            case NpuLexer.IDENTIFIER, NpuLexer.X, NpuLexer.ABSTRACT, NpuLexer.AS, NpuLexer.FACTOR, NpuLexer.STEP ->
                true;
            default -> false;
        };
    }

    static boolean opens(int type) {
        return type == NpuLexer.LBRACE || type == NpuLexer.LBRACKET || type == NpuLexer.LPAREN;
    }

    static boolean closes(int type) {
        return type == NpuLexer.RBRACE || type == NpuLexer.RBRACKET || type == NpuLexer.RPAREN;
    }

    /** Whether the last two tokens are an adjacent slash and star, which only an unclosed comment leaves. */
    private boolean opensComment() {
        if (tokens.size() < 2) {
            return false;
        }
        Token slash = tokens.get(tokens.size() - 2);
        return slash.getType() == NpuLexer.SLASH
                && slash.getStopIndex() + 1 == tokens.getLast().getStartIndex();
    }

    /** Reports the last token, a character outside the language. */
    private void reportCharacter() {
        Span span = span(tokens.getLast());
        if (span.end() < file.text().length() && belongsTogether(span)) {
            span = new Span(file, span.start(), span.end() + 1);
        }
        String text = span.text();
        if (text.equals("\"")) {
            sink.report(Diagnostic.of(DiagnosticCode.UNTERMINATED_STRING, span));
            return;
        }
        Diagnostic diagnostic = Diagnostic.of(DiagnosticCode.UNEXPECTED_CHARACTER, span, Parser.quote(text));
        Slip slip = text.equals(":") ? colon() : SLIPS.get(text);
        sink.report(slip == null ? diagnostic : diagnostic.withEdit(slip.advice(), span, slip.replacement()));
    }

    private boolean belongsTogether(Span one) {
        char first = file.text().charAt(one.start());
        char second = file.text().charAt(one.end());
        return Character.isSurrogatePair(first, second)
                || (first == '&' && second == '&')
                || (first == ':' && second == '=');
    }

    private Slip colon() {
        if (SyntaxAdvice.isHead(tokens)) {
            return new Slip("a declaration takes over another one with extends", "extends");
        }
        boolean ratio = tokens.size() > 1 && tokens.get(tokens.size() - 2).getType() == NpuLexer.NUMBER;
        return ratio ? new Slip("write a ratio with /", " / ") : new Slip("write a value with =", " =");
    }

    private Span span(Token token) {
        return new Span(file, token.getStartIndex(), token.getStopIndex() + 1);
    }

    /**
     * Turns identifiers that follow a number into units, unless what comes after shows that they start the next member
     * ({@code accumulator = 4 chaining = 2}); before a brace only what is a unit is one ({@code if size > 8 KiB { … }}). A unit behind a list becomes one as well, so that the parser stops there.
     */
    private static void classifyUnits(List<Token> tokens) {
        List<Token> visible = tokens.stream()
                .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL)
                .toList();
        for (int i = 0; i + 1 < visible.size(); i++) {
            CommonToken token = (CommonToken) visible.get(i);
            if (token.getType() != NpuLexer.IDENTIFIER) {
                continue;
            }
            int previous = i == 0 ? Token.EOF : visible.get(i - 1).getType();
            int next = visible.get(i + 1).getType();
            if (next == NpuLexer.LBRACE
                    && previous != NpuLexer.IDENTIFIER
                    && token.getText().equals("table")) {
                token.setType(NpuParser.TABLE);
            } else if (!startsMember(next) && isUnit(visible, i, previous)) {
                token.setType(NpuParser.UNIT);
            }
        }
    }

    private static boolean isUnit(List<Token> visible, int index, int previous) {
        Token token = visible.get(index);
        boolean known = Units.find(token.getText()) != null;
        boolean sameLine = index > 0 && visible.get(index - 1).getLine() == token.getLine();
        if (visible.get(index + 1).getType() == NpuLexer.LBRACE && !(known && sameLine)) {
            return false;
        }
        return switch (previous) {
            case NpuLexer.NUMBER, NpuLexer.DIMENSIONS -> known || (sameLine && !isLabel(visible, index));
            case NpuParser.UNIT, NpuLexer.RBRACKET -> known && sameLine;
            case NpuLexer.SLASH ->
                index >= 2
                        && visible.get(index - 2).getType() == NpuParser.UNIT
                        && (known || Units.findIgnoringCase(token.getText()) != null);
            default -> false;
        };
    }

    /** Whether the name at {@code index} is the kind of a block with a label. */
    private static boolean isLabel(List<Token> visible, int index) {
        return visible.get(index + 1).getType() == NpuLexer.IDENTIFIER
                && index + 2 < visible.size()
                && (visible.get(index + 2).getType() == NpuLexer.LBRACE
                        || visible.get(index + 2).getType() == NpuLexer.LPAREN);
    }

    private static boolean startsMember(int next) {
        return next == NpuLexer.ASSIGN
                || next == NpuLexer.PLUS_ASSIGN
                || next == NpuLexer.MINUS_ASSIGN
                || next == NpuLexer.LPAREN
                || next == NpuLexer.DOT;
    }
}
