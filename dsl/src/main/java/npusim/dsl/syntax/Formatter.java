package npusim.dsl.syntax;

import java.util.ArrayList;
import java.util.List;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.grammar.NpuLexer;
import npusim.dsl.grammar.NpuParser;
import npusim.dsl.source.SourceFile;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Lays a file out: two spaces a level, one space around operators, equals signs and table columns of neighbouring lines under
 * each other, at most one blank line. Line breaks and comments stay; all lines end as most of them did, in LF or CR LF.
 * Formatting twice changes nothing more.
 */
public final class Formatter {

    private static final int INDENT = 2;

    private final List<Line> lines = new ArrayList<>();

    private Formatter() {}

    /** The laid-out text, or null when the file has syntax errors, which are reported. */
    public static @Nullable String format(SourceFile file, DiagnosticSink sink) {
        Parser.parse(file, sink);
        if (sink.hasErrors()) {
            return null;
        }
        return new Formatter().run(file, Scanner.tokens(file, sink));
    }

    /** One line: its tokens without white space, and its place in the nesting. */
    private static final class Line {
        final List<Token> tokens = new ArrayList<>();
        int indent;
        boolean blankBefore;
        String text = "";

        Token first() {
            return tokens.getFirst();
        }

        Token last() {
            return tokens.getLast();
        }
    }

    private String run(SourceFile file, List<Token> tokens) {
        split(tokens);
        indent();
        for (Line line : lines) {
            line.text = render(line.tokens);
        }
        alignProperties();
        alignTables();
        StringBuilder out = new StringBuilder(file.text().length() + 64);
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (line.blankBefore && i > 0) {
                out.append('\n');
            }
            out.append(" ".repeat(line.indent)).append(line.text).append('\n');
        }
        String text = out.toString().replace("\r\n", "\n"); // which may stand in a comment
        return mostEndInReturns(file.text()) ? text.replace("\n", "\r\n") : text;
    }

    private static boolean mostEndInReturns(String text) {
        long feeds = text.chars().filter(c -> c == '\n').count();
        return 2 * text.chars().filter(c -> c == '\r').count() > feeds; // in a source file each stands before a feed
    }

    private void split(List<Token> tokens) {
        int lastLine = 0;
        for (Token token : tokens) {
            if (token.getType() == Token.EOF || token.getType() == NpuLexer.WHITESPACE) {
                continue;
            }
            if (lines.isEmpty() || token.getLine() > lastLine) {
                Line line = new Line();
                line.blankBefore = !lines.isEmpty() && token.getLine() > lastLine + 1;
                lines.add(line);
            }
            lines.getLast().tokens.add(token);
            lastLine = token.getLine()
                    + (int) token.getText().chars().filter(c -> c == '\n').count();
        }
    }

    private void indent() {
        int depth = 0;
        Token before = null;
        for (Line line : lines) {
            int closers = 0;
            while (closers < line.tokens.size() && isCloser(line.tokens.get(closers))) {
                closers++;
            }
            boolean continued = before != null && isOpenEnded(before) && closers == 0 && !isComment(line.first());
            line.indent = INDENT * (Math.max(0, depth - closers) + (continued ? 2 : 0));
            if (lineAfterOpenBrace(before) && closers > 0) {
                line.blankBefore = false;
            }
            for (Token token : line.tokens) {
                if (isOpener(token)) {
                    depth++;
                } else if (isCloser(token)) {
                    depth = Math.max(0, depth - 1);
                }
                if (!isComment(token)) {
                    before = token;
                }
            }
        }
    }

    private static boolean lineAfterOpenBrace(@Nullable Token before) {
        return before != null && before.getType() == NpuLexer.LBRACE;
    }

    private static boolean isOpener(Token token) {
        int type = token.getType();
        return type == NpuLexer.LBRACE || type == NpuLexer.LBRACKET || type == NpuLexer.LPAREN;
    }

    private static boolean isCloser(Token token) {
        int type = token.getType();
        return type == NpuLexer.RBRACE || type == NpuLexer.RBRACKET || type == NpuLexer.RPAREN;
    }

    private static boolean isComment(Token token) {
        return token.getChannel() != Token.DEFAULT_CHANNEL;
    }

    /** Whether an expression must go on after {@code token}. */
    private static boolean isOpenEnded(Token token) {
        return switch (token.getType()) {
            case NpuLexer.ASSIGN,
                    NpuLexer.PLUS_ASSIGN,
                    NpuLexer.MINUS_ASSIGN,
                    NpuLexer.PLUS,
                    NpuLexer.MINUS,
                    NpuLexer.STAR,
                    NpuLexer.SLASH,
                    NpuLexer.AND,
                    NpuLexer.OR,
                    NpuLexer.THEN,
                    NpuLexer.ELSE,
                    NpuLexer.EXTENDS -> true;
            default -> false;
        };
    }

    private static String render(List<Token> tokens) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (i > 0 && spaced(tokens, i)) {
                out.append(' ');
            }
            out.append(isComment(token) ? token.getText().stripTrailing() : token.getText());
        }
        return out.toString();
    }

    private static boolean spaced(List<Token> tokens, int index) {
        Token before = tokens.get(index - 1);
        Token token = tokens.get(index);
        int left = before.getType();
        int right = token.getType();
        if (isComment(token) || isComment(before)) {
            return true;
        }
        if (right == NpuLexer.COMMA
                || right == NpuLexer.RPAREN
                || right == NpuLexer.RBRACKET
                || right == NpuLexer.DOT) {
            return false;
        }
        if (left == NpuLexer.LPAREN || left == NpuLexer.LBRACKET || left == NpuLexer.DOT) {
            return false;
        }
        if (right == NpuLexer.LPAREN) {
            return !isName(left);
        }
        if (left == NpuLexer.LBRACE && right == NpuLexer.RBRACE) {
            return false;
        }
        if (right == NpuLexer.SLASH && left == NpuParser.UNIT && index + 1 < tokens.size()) {
            return tokens.get(index + 1).getType() != NpuParser.UNIT;
        }
        if (left == NpuLexer.SLASH && right == NpuParser.UNIT) {
            return false;
        }
        return !(left == NpuLexer.MINUS && isUnary(tokens, index - 1));
    }

    private static boolean isName(int type) {
        return type == NpuLexer.IDENTIFIER || type == NpuLexer.X || type == NpuLexer.STEP || type == NpuLexer.FACTOR;
    }

    private static boolean isUnary(List<Token> tokens, int minus) {
        if (minus == 0) {
            return true;
        }
        return switch (tokens.get(minus - 1).getType()) {
            case NpuLexer.IDENTIFIER,
                    NpuLexer.NUMBER,
                    NpuLexer.DIMENSIONS,
                    NpuParser.UNIT,
                    NpuLexer.RPAREN,
                    NpuLexer.RBRACKET,
                    NpuLexer.X -> false;
            default -> true;
        };
    }

    private void alignProperties() {
        int from = 0;
        while (from < lines.size()) {
            int to = from;
            int width = 0;
            while (to < lines.size()
                    && equalsPlace(lines.get(to)) > 0
                    && lines.get(to).indent == lines.get(from).indent
                    && (to == from || !lines.get(to).blankBefore)) {
                width = Math.max(width, equalsPlace(lines.get(to)));
                to++;
            }
            for (int i = from; i < to; i++) {
                Line line = lines.get(i);
                int place = equalsPlace(line);
                line.text = line.text.substring(0, place) + " ".repeat(width - place) + line.text.substring(place);
            }
            from = Math.max(to, from + 1);
        }
    }

    /** Where the equals sign stands in a line that is one property, otherwise 0. */
    private static int equalsPlace(Line line) {
        int index = 0;
        while (index < line.tokens.size()
                && (isName(line.tokens.get(index).getType())
                        || line.tokens.get(index).getType() == NpuLexer.DOT)) {
            index++;
        }
        if (index == 0
                || index >= line.tokens.size() - 1
                || line.tokens.get(index).getType() != NpuLexer.ASSIGN) {
            return 0;
        }
        int depth = 0;
        for (Token token : line.tokens.subList(index + 1, line.tokens.size())) {
            if (token.getType() == NpuLexer.ASSIGN && depth == 0) {
                return 0;
            }
            depth += isOpener(token) ? 1 : (isCloser(token) ? -1 : 0);
            if (depth < 0) {
                return 0;
            }
        }
        return depth == 0 ? render(line.tokens.subList(0, index)).length() + 1 : 0;
    }

    private void alignTables() {
        int from = 0;
        while (from < lines.size()) {
            List<List<String>> rows = new ArrayList<>();
            int to = from;
            while (to < lines.size() && isRow(lines.get(to)) && (to == from || !lines.get(to).blankBefore)) {
                rows.add(cells(lines.get(to)));
                to++;
            }
            if (to > from) {
                alignRows(rows, from);
            }
            from = Math.max(to, from + 1);
        }
    }

    private void alignRows(List<List<String>> rows, int from) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                if (i == widths.size()) {
                    widths.add(0);
                }
                widths.set(i, Math.max(widths.get(i), row.get(i).length()));
            }
        }
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder out = new StringBuilder("|");
            for (int i = 0; i < rows.get(r).size(); i++) {
                String cell = rows.get(r).get(i);
                out.append(' ')
                        .append(cell)
                        .append(" ".repeat(widths.get(i) - cell.length()))
                        .append(" |");
            }
            lines.get(from + r).text = out.toString();
        }
    }

    private static boolean isRow(Line line) {
        if (line.tokens.size() < 3
                || line.first().getType() != NpuLexer.BAR
                || line.last().getType() != NpuLexer.BAR) {
            return false;
        }
        for (int i = 1; i < line.tokens.size(); i++) {
            if (isComment(line.tokens.get(i))
                    || (line.tokens.get(i).getType() == NpuLexer.BAR
                            && line.tokens.get(i - 1).getType() == NpuLexer.BAR)) {
                return false;
            }
        }
        return true;
    }

    private static List<String> cells(Line line) {
        List<String> cells = new ArrayList<>();
        List<Token> cell = new ArrayList<>();
        for (Token token : line.tokens.subList(1, line.tokens.size())) {
            if (token.getType() == NpuLexer.BAR) {
                cells.add(render(cell));
                cell.clear();
            } else {
                cell.add(token);
            }
        }
        return cells;
    }
}
