package npusim.dsl.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.grammar.NpuLexer;
import npusim.dsl.grammar.NpuParser;
import npusim.dsl.schema.Schemas;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Parses a file one top-level declaration at a time, so that an error in one does not spread to the next. Inside a
 * declaration the line with an error is set aside and the rest is tried again; an error on the very next line is taken as a
 * consequence of the first.
 */
final class Chunks {

    private static final int MAX_ERRORS_A_CHUNK = 10;
    private static final int MAX_ERRORS_A_FILE = 200;

    private final SourceFile file;
    private final List<Token> tokens;
    private final DiagnosticSink sink;
    private final List<ImportDirective> imports = new ArrayList<>();
    private final List<Declaration> declarations = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private boolean lacksImport;
    private int errors;

    Chunks(SourceFile file, List<Token> tokens, DiagnosticSink sink) {
        this.file = file;
        this.tokens = tokens;
        this.sink = sink;
    }

    CompilationUnit parse() {
        List<Token> visible = tokens.stream()
                .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL && token.getType() != Token.EOF)
                .toList();
        int from = 0;
        int depth = 0;
        for (int i = 0; i < visible.size(); i++) {
            if (i > from && startsChunk(visible, i, depth)) {
                parseChunk(visible.subList(from, i));
                from = i;
                depth = 0;
            }
            int type = visible.get(i).getType();
            if (type == NpuLexer.LBRACE) {
                depth++;
            } else if (type == NpuLexer.RBRACE) {
                depth--;
                if (depth == 0) {
                    parseChunk(visible.subList(from, i + 1));
                    from = i + 1;
                }
                depth = Math.max(0, depth);
            }
        }
        if (from < visible.size()) {
            parseChunk(visible.subList(from, visible.size()));
        }
        return new CompilationUnit(file, imports, declarations, broken, lacksImport);
    }

    /** Whether the token at {@code index} begins a line that can only begin a top-level declaration. */
    private boolean startsChunk(List<Token> visible, int index, int depth) {
        Token token = visible.get(index);
        if (visible.get(index - 1).getLine() == token.getLine()) {
            return false;
        }
        int type = token.getType();
        if (depth == 0 && (type == NpuLexer.IMPORT || type == NpuLexer.CONST || type == NpuLexer.ABSTRACT)) {
            return true;
        }
        boolean kind = type == NpuLexer.IDENTIFIER
                && Schemas.kinds().containsKey(token.getText())
                && index + 2 < visible.size()
                && visible.get(index + 1).getType() == NpuLexer.IDENTIFIER;
        if (!kind) {
            return false;
        }
        int after = visible.get(index + 2).getType();
        boolean head = after == NpuLexer.LBRACE || after == NpuLexer.EXTENDS || after == NpuLexer.LPAREN;
        return head
                && (depth == 0 || token.getCharPositionInLine() == 0)
                && visible.get(index - 1).getType() != NpuLexer.ABSTRACT;
    }

    private void parseChunk(List<Token> chunk) {
        List<Token> left = new ArrayList<>(chunk);
        int lastLine = -2;
        boolean sound = chunk.stream().noneMatch(Chunks::isForeign);
        boolean readable = sound || removeForeign(left);
        for (int attempt = 0; readable && attempt < MAX_ERRORS_A_CHUNK && errors < MAX_ERRORS_A_FILE; attempt++) {
            FirstError error = new FirstError(file);
            List<Token> stream = new ArrayList<>(left);
            stream.add(endAfter(chunk));
            NpuParser parser = Parser.parser(stream, error);
            try {
                NpuParser.CompilationUnitContext tree = parser.compilationUnit();
                if (sound) {
                    CompilationUnit unit = new AstBuilder(file, tokens, sink).build(tree);
                    imports.addAll(unit.imports());
                    declarations.addAll(unit.declarations());
                    return;
                }
                break;
            } catch (ParseCancellationException cancelled) {
                sound = false;
                int line = error.token().getLine();
                if (line != lastLine + 1) {
                    report(error, stream, chunk);
                    errors++;
                }
                if (line == lastLine + 1 || !removeLine(left, line)) {
                    break;
                }
                lastLine = line;
            }
        }
        lacksImport |= SyntaxAdvice.startsImport(chunk.getFirst());
        chunk.stream()
                .filter(token -> Scanner.isName(token.getType()))
                .limit(3)
                .forEach(token -> broken.add(token.getText()));
    }

    private void report(FirstError error, List<Token> stream, List<Token> chunk) {
        Token open = error.token().getType() == Token.EOF ? unclosedBrace(chunk) : null;
        if (open == null) {
            sink.report(error.diagnostic(stream));
            return;
        }
        Token last = chunk.getLast();
        sink.report(Diagnostic.of(
                        DiagnosticCode.UNCLOSED_BRACE, new Span(file, open.getStartIndex(), open.getStopIndex() + 1))
                .withNote("the declaration ends here", new Span(file, last.getStartIndex(), last.getStopIndex() + 1)));
    }

    /** The brace that lacks its partner: by layout the one whose partner closes a line further left, else the outermost. */
    private @Nullable Token unclosedBrace(List<Token> chunk) {
        Deque<Token> open = new ArrayDeque<>();
        for (Token token : chunk) {
            if (token.getType() == NpuLexer.LBRACE) {
                open.push(token);
            } else if (token.getType() == NpuLexer.RBRACE && !open.isEmpty()) {
                Token partner = open.pop();
                if (indent(token) == token.getCharPositionInLine() && indent(token) < indent(partner)) {
                    return partner;
                }
            }
        }
        return open.peek();
    }

    /** White space before the first character of the line of {@code token}. */
    private int indent(Token token) {
        String line = file.lineText(token.getLine());
        return line.length() - line.stripLeading().length();
    }

    private Token endAfter(List<Token> chunk) {
        Token last = chunk.getLast();
        CommonToken end = new CommonToken(Token.EOF, "<EOF>");
        end.setStartIndex(last.getStopIndex() + 1);
        end.setStopIndex(last.getStopIndex());
        end.setLine(last.getLine());
        return end;
    }

    private static boolean isForeign(Token token) {
        return token.getType() == NpuLexer.UNRECOGNIZED;
    }

    /** Takes the lines with characters outside the language away, which the scanner reports; false as {@link #removeLine}. */
    private static boolean removeForeign(List<Token> left) {
        Optional<Token> foreign = left.stream().filter(Chunks::isForeign).findFirst();
        return foreign.isEmpty() || (removeLine(left, foreign.get().getLine()) && removeForeign(left));
    }

    /** Takes a line's tokens away; false when its brackets do not pair up or nothing is left. */
    private static boolean removeLine(List<Token> left, int line) {
        int depth = 0;
        for (Token token : left) {
            if (token.getLine() == line) {
                int type = token.getType();
                if (Scanner.opens(type)) {
                    depth++;
                } else if (Scanner.closes(type)) {
                    if (--depth < 0) {
                        return false;
                    }
                }
            }
        }
        return depth == 0 && left.removeIf(token -> token.getLine() == line) && !left.isEmpty();
    }
}
