package npusim.dsl.syntax;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.grammar.NpuLexer;
import npusim.dsl.grammar.NpuParser;
import npusim.dsl.quantity.Ratio;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Expression.Link;
import npusim.dsl.syntax.Expression.Operator;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Turns the parse tree of one file into syntax records. */
final class AstBuilder {

    private static final int MAX_DIGITS = 60;
    private static final int MAX_EXPONENT = 30;

    private final SourceFile file;
    private final List<Token> tokens;
    private final DiagnosticSink sink;

    AstBuilder(SourceFile file, List<Token> tokens, DiagnosticSink sink) {
        this.file = file;
        this.tokens = tokens;
        this.sink = sink;
    }

    CompilationUnit build(NpuParser.CompilationUnitContext tree) {
        List<ImportDirective> imports = new ArrayList<>();
        List<Declaration> declarations = new ArrayList<>();
        for (NpuParser.ImportDirectiveContext context : tree.importDirective()) {
            imports.add(importDirective(context));
        }
        for (NpuParser.DeclarationContext context : tree.declaration()) {
            declarations.add(declaration(context));
        }
        return new CompilationUnit(file, imports, declarations, List.of(), false);
    }

    private ImportDirective importDirective(NpuParser.ImportDirectiveContext context) {
        Token path = context.STRING().getSymbol();
        return new ImportDirective(
                unquote(path), span(path), context.identifier() == null ? null : name(context.identifier()));
    }

    private Declaration declaration(NpuParser.DeclarationContext context) {
        String documentation = documentation(context.getStart());
        return switch (context) {
            case NpuParser.ConstantDeclarationContext constant ->
                new Declaration.Constant(
                        name(constant.identifier()), expression(constant.expression()), documentation, span(constant));
            case NpuParser.ObjectDeclarationContext thing ->
                new Declaration.Thing(
                        name(thing.identifier(0)),
                        name(thing.identifier(1)),
                        thing.ABSTRACT() != null,
                        thing.parameters() == null ? List.of() : parameters(thing.parameters()),
                        thing.reference() == null ? null : reference(thing.reference(), thing.arguments()),
                        members(thing.block()),
                        documentation,
                        span(thing));
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    private List<Parameter> parameters(NpuParser.ParametersContext context) {
        return context.parameter().stream()
                .map(p ->
                        new Parameter(name(p.identifier()), p.expression() == null ? null : expression(p.expression())))
                .toList();
    }

    private List<Member> members(NpuParser.BlockContext context) {
        List<Member> members = new ArrayList<>(context.member().size());
        for (NpuParser.MemberContext member : context.member()) {
            members.add(member(member));
        }
        return members;
    }

    private Member member(NpuParser.MemberContext context) {
        return switch (context) {
            case NpuParser.PropertyContext property ->
                new Member.Property(
                        path(property.path()),
                        switch (property.operator.getType()) {
                            case NpuLexer.PLUS_ASSIGN -> Member.Edit.APPEND;
                            case NpuLexer.MINUS_ASSIGN -> Member.Edit.REMOVE;
                            default -> Member.Edit.SET;
                        },
                        expression(property.expression()),
                        documentation(context.getStart()),
                        span(property));
            case NpuParser.NestedBlockContext nested ->
                new Member.Nested(
                        name(nested.identifier(0)),
                        nested.identifier().size() > 1 ? name(nested.identifier(1)) : null,
                        members(nested.block()),
                        documentation(context.getStart()),
                        span(nested));
            case NpuParser.LocalConstantContext constant ->
                new Member.LocalConstant(
                        name(constant.identifier()), expression(constant.expression()), span(constant));
            case NpuParser.ConditionalContext conditional -> conditional(conditional.conditionalMember());
            case NpuParser.RequirementContext requirement ->
                new Member.Requirement(
                        expression(requirement.expression()),
                        requirement.STRING() == null
                                ? null
                                : unquote(requirement.STRING().getSymbol()),
                        span(requirement));
            case NpuParser.VariationContext variation ->
                new Member.Variation(
                        path(variation.path()),
                        expression(variation.expression()),
                        variation.operator.getType() == NpuLexer.ASSIGN,
                        span(variation));
            case NpuParser.ObjectiveContext objective ->
                new Member.Objective(
                        objective.direction.getType() == NpuLexer.MAXIMIZE,
                        objective.expression().stream().map(this::expression).toList(),
                        span(objective));
            case NpuParser.ClauseContext clause ->
                new Member.Clause(
                        name(clause.identifier()), reference(clause.reference(), clause.arguments()), span(clause));
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    private Member.Conditional conditional(NpuParser.ConditionalMemberContext context) {
        int branches = context.expression().size();
        List<Member> otherwise = context.block().size() > branches ? members(context.block(branches)) : List.of();
        Span span = span(context);
        for (int i = branches - 1; i > 0; i--) {
            otherwise = List.of(new Member.Conditional(
                    expression(context.expression(i)), members(context.block(i)), otherwise, span));
        }
        return new Member.Conditional(expression(context.expression(0)), members(context.block(0)), otherwise, span);
    }

    private List<Name> path(NpuParser.PathContext context) {
        return context.identifier().stream().map(this::name).toList();
    }

    Expression expression(NpuParser.ExpressionContext context) {
        return switch (context) {
            case NpuParser.ChoiceContext choice -> choice(choice);
            case NpuParser.RangeOrValueContext value -> {
                Expression low = disjunction(value.disjunction(0));
                if (value.RANGE() == null) {
                    yield low;
                }
                yield new Expression.Range(
                        low,
                        disjunction(value.disjunction(1)),
                        value.disjunction().size() > 2 ? disjunction(value.disjunction(2)) : null,
                        value.FACTOR() != null,
                        span(value));
            }
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    private Expression choice(NpuParser.ChoiceContext context) {
        List<NpuParser.DisjunctionContext> parts = context.disjunction();
        Expression choice = disjunction(parts.getLast());
        for (int i = parts.size() - 3; i >= 0; i -= 2) {
            choice = new Expression.Choice(
                    disjunction(parts.get(i)), disjunction(parts.get(i + 1)), choice, span(context));
        }
        return choice;
    }

    private Expression disjunction(NpuParser.DisjunctionContext context) {
        return chain(context, context.conjunction(), c -> conjunction((NpuParser.ConjunctionContext) c));
    }

    private Expression conjunction(NpuParser.ConjunctionContext context) {
        return chain(context, context.comparison(), c -> comparison((NpuParser.ComparisonContext) c));
    }

    private Expression comparison(NpuParser.ComparisonContext context) {
        return chain(context, context.sum(), c -> sum((NpuParser.SumContext) c));
    }

    private Expression sum(NpuParser.SumContext context) {
        return chain(context, context.product(), c -> product((NpuParser.ProductContext) c));
    }

    private Expression product(NpuParser.ProductContext context) {
        return chain(context, context.extent(), c -> extent((NpuParser.ExtentContext) c));
    }

    private Expression extent(NpuParser.ExtentContext context) {
        return chain(context, context.unary(), c -> unary((NpuParser.UnaryContext) c));
    }

    private interface Build {
        Expression build(ParserRuleContext context);
    }

    private Expression chain(ParserRuleContext context, List<? extends ParserRuleContext> operands, Build build) {
        Expression first = build.build(operands.getFirst());
        if (operands.size() == 1) {
            return first;
        }
        List<Link> rest = new ArrayList<>(operands.size() - 1);
        for (int i = 1; i < operands.size(); i++) {
            TerminalNode operator = (TerminalNode) context.getChild(2 * i - 1);
            rest.add(new Link(operator(operator.getSymbol().getType()), build.build(operands.get(i))));
        }
        return new Expression.Chain(first, rest, span(context));
    }

    private static Operator operator(int type) {
        return switch (type) {
            case NpuLexer.PLUS -> Operator.PLUS;
            case NpuLexer.MINUS -> Operator.MINUS;
            case NpuLexer.STAR -> Operator.TIMES;
            case NpuLexer.SLASH -> Operator.DIVIDED_BY;
            case NpuLexer.X -> Operator.BY;
            case NpuLexer.AND -> Operator.AND;
            case NpuLexer.OR -> Operator.OR;
            case NpuLexer.LT -> Operator.LESS;
            case NpuLexer.LE -> Operator.AT_MOST;
            case NpuLexer.GT -> Operator.GREATER;
            case NpuLexer.GE -> Operator.AT_LEAST;
            case NpuLexer.EQ -> Operator.EQUAL;
            case NpuLexer.NE -> Operator.NOT_EQUAL;
            case NpuLexer.IN -> Operator.IN;
            default -> throw new IllegalStateException("operator " + type);
        };
    }

    private Expression unary(NpuParser.UnaryContext context) {
        Expression operand = primary(context.primary());
        int negations = context.MINUS().size();
        int inversions = context.NOT().size();
        return negations + inversions == 0
                ? operand
                : new Expression.Prefixed(negations, inversions, operand, span(context));
    }

    private Expression primary(NpuParser.PrimaryContext context) {
        return switch (context) {
            case NpuParser.NumberContext number ->
                new Expression.Numeral(number(number.NUMBER().getSymbol()), units(number.unit()), span(number));
            case NpuParser.DimensionsContext dimensions -> dimensions(dimensions);
            case NpuParser.StringContext string ->
                new Expression.Text(unquote(string.STRING().getSymbol()), span(string));
            case NpuParser.TrueContext truth -> new Expression.Truth(true, span(truth));
            case NpuParser.FalseContext truth -> new Expression.Truth(false, span(truth));
            case NpuParser.ListContext list ->
                new Expression.Elements(
                        list.expression().stream().map(this::expression).toList(), span(list));
            case NpuParser.TableContext table ->
                new Expression.Table(table.row().stream().map(this::row).toList(), span(table));
            case NpuParser.ReferenceExpressionContext use ->
                new Expression.Use(reference(use.reference(), use.arguments()));
            case NpuParser.ParenthesizedContext inner -> expression(inner.expression());
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    private Expression dimensions(NpuParser.DimensionsContext context) {
        List<Ratio> extents = new ArrayList<>();
        Token token = context.DIMENSIONS().getSymbol();
        for (String part : token.getText().split("x")) {
            extents.add(decimal(part, token));
        }
        return new Expression.Extents(extents, units(context.unit()), span(context));
    }

    private Expression.Row row(NpuParser.RowContext context) {
        return new Expression.Row(
                context.expression().stream().map(this::expression).toList(), span(context));
    }

    private List<Name> units(NpuParser.@Nullable UnitContext context) {
        return context == null
                ? List.of()
                : context.UNIT().stream()
                        .map(node -> new Name(node.getText(), span(node.getSymbol())))
                        .toList();
    }

    private Reference reference(NpuParser.ReferenceContext context, NpuParser.@Nullable ArgumentsContext arguments) {
        List<Name> parts = context.identifier().stream().map(this::name).toList();
        Span span = arguments == null ? span(context) : span(context).to(span(arguments));
        List<Argument> list = arguments == null
                ? List.of()
                : arguments.argument().stream()
                        .map(a -> new Argument(
                                a.identifier() == null ? null : name(a.identifier()), expression(a.expression())))
                        .toList();
        return new Reference(parts, list, arguments != null, span);
    }

    private Ratio number(Token token) {
        String text = token.getText().replace("_", "");
        if (text.startsWith("0x")) {
            String digits = text.substring(2);
            if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
                return outOfRange(token);
            }
            return new Ratio(new BigInteger(digits, 16), BigInteger.ONE);
        }
        return decimal(text, token);
    }

    private Ratio decimal(String text, Token token) {
        if (text.length() > MAX_DIGITS) {
            return outOfRange(token);
        }
        int e = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (e >= 0 && text.substring(e + 1).replaceFirst("^[+-]?0*", "").length() > 2) {
            return outOfRange(token);
        }
        BigDecimal value = new BigDecimal(text);
        if (Math.abs(value.scale()) > MAX_DIGITS || (e >= 0 && exponent(text, e) > MAX_EXPONENT)) {
            return outOfRange(token);
        }
        return Ratio.of(value);
    }

    private static int exponent(String text, int e) {
        return Math.abs(Integer.parseInt(text.substring(e + 1).replaceFirst("^\\+", "")));
    }

    private Ratio outOfRange(Token token) {
        sink.report(Diagnostic.of(DiagnosticCode.NUMBER_OUT_OF_RANGE, span(token)));
        return Ratio.ONE;
    }

    private Name name(NpuParser.IdentifierContext context) {
        return new Name(context.getText(), span(context));
    }

    /** The text of the {@code ///} lines directly before {@code token}. */
    private String documentation(Token token) {
        List<String> lines = new ArrayList<>();
        // By place, since the parser numbers the visible tokens of a declaration anew.
        int index = Collections.binarySearch(tokens, token, Comparator.comparingInt(Token::getStartIndex));
        for (int i = index - 1; i >= 0; i--) {
            Token hidden = tokens.get(i);
            if (hidden.getType() == NpuLexer.DOC_COMMENT) {
                lines.add(hidden.getText().substring(3).strip());
            } else if (hidden.getType() != NpuLexer.WHITESPACE) {
                break;
            }
        }
        return String.join(" ", lines.reversed());
    }

    private static String unquote(Token token) {
        String text = token.getText();
        return text.substring(1, text.length() - 1);
    }

    private Span span(Token token) {
        return new Span(file, token.getStartIndex(), token.getStopIndex() + 1);
    }

    private Span span(ParserRuleContext context) {
        int start = context.getStart().getStartIndex();
        Token stop = context.getStop() == null ? context.getStart() : context.getStop();
        return new Span(file, start, Math.max(start, stop.getStopIndex() + 1));
    }
}
