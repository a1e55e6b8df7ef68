package npusim.dsl.syntax;

import java.util.List;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.grammar.NpuParser;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Words for what the parser expected, and advice on frequent slips. */
final class SyntaxAdvice {

    private SyntaxAdvice() {}

    static String describe(int tokenType) {
        return switch (tokenType) {
            case Token.EOF -> "the end of the file";
            case NpuParser.IDENTIFIER,
                    NpuParser.X,
                    NpuParser.ABSTRACT,
                    NpuParser.AS,
                    NpuParser.FACTOR,
                    NpuParser.STEP -> "a name";
            case NpuParser.TABLE -> "'table'";
            case NpuParser.NUMBER, NpuParser.DIMENSIONS -> "a number";
            case NpuParser.STRING -> "a quoted text";
            case NpuParser.UNIT -> "a unit";
            default -> {
                String literal = NpuParser.VOCABULARY.getLiteralName(tokenType);
                yield literal == null ? NpuParser.VOCABULARY.getDisplayName(tokenType) : literal;
            }
        };
    }

    static String summarize(@Nullable ParserRuleContext context) {
        for (ParserRuleContext at = context; at != null; at = at.getParent()) {
            switch (at.getRuleIndex()) {
                case NpuParser.RULE_primary, NpuParser.RULE_unary, NpuParser.RULE_expression -> {
                    return "a value";
                }
                case NpuParser.RULE_member, NpuParser.RULE_block -> {
                    return "a property, a block or '}'";
                }
                case NpuParser.RULE_compilationUnit, NpuParser.RULE_declaration -> {
                    return "an import or a declaration";
                }
                default -> {
                    // look further out
                }
            }
        }
        return "something else";
    }

    static Diagnostic refine(Diagnostic diagnostic, Token token, List<Token> stream, SourceFile file) {
        int index = stream.indexOf(token);
        Token before = index > 0 ? stream.get(index - 1) : null;
        if (token.getType() == NpuParser.COMMA && before != null && before.getType() != NpuParser.ASSIGN) {
            return diagnostic.withEdit("members need no separator: remove the comma", diagnostic.span(), "");
        }
        if (token.getType() == NpuParser.UNIT && before != null && before.getType() == NpuParser.UNIT) {
            return diagnostic.withNote("units are joined by '/', as in B/cycle");
        }
        if (token.getType() == NpuParser.RBRACE && index == 0) {
            return Diagnostic.of(DiagnosticCode.UNOPENED_BRACE, diagnostic.span());
        }
        if (index > 1
                && token.getType() == NpuParser.ASSIGN
                && stream.get(index - 2).getType() == NpuParser.ASSIGN
                && stream.get(index - 2).getLine() < stream.get(index - 1).getLine()) {
            Token assign = stream.get(index - 2);
            return Diagnostic.of(
                    DiagnosticCode.MISSING_VALUE,
                    new Span(file, assign.getStartIndex(), assign.getStopIndex() + 1),
                    index > 2 ? stream.get(index - 3).getText() : "the property");
        }
        return diagnostic;
    }
}
