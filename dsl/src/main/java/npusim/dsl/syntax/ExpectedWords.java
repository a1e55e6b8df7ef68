package npusim.dsl.syntax;

import npusim.dsl.grammar.NpuParser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Words for what the parser expected. */
final class ExpectedWords {

    private ExpectedWords() {}

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
}
