package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.quantity.Quantity;
import npusim.dsl.quantity.Ratio;
import npusim.dsl.schema.PropertySpec;
import npusim.dsl.schema.PropertyType;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Member;
import npusim.dsl.syntax.Name;
import npusim.dsl.syntax.Parser;
import npusim.dsl.syntax.Reference;
import npusim.dsl.syntax.References;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions to values, following names to parameters, properties, constants and declarations. */
final class Evaluator {

    static final String DEFAULT_FILE = "<default>";
    private static final int MAX_DEPTH = 150;

    private final DiagnosticSink sink;
    private final Arithmetic arithmetic;
    private final TypeCheck typeCheck;
    private final Instantiator instantiator;
    private final NameValues names;
    private final TypedNames typedNames;
    /** What the schema's defaults mean, by their text. */
    private static final Map<String, Expression> DEFAULTS = new ConcurrentHashMap<>();

    private int depth;

    Evaluator(DiagnosticSink sink, Instantiator instantiator) {
        this.sink = sink;
        this.arithmetic = new Arithmetic(sink);
        this.typeCheck = new TypeCheck(sink);
        this.instantiator = instantiator;
        this.names = new NameValues(sink, this, instantiator);
        this.typedNames = new TypedNames(sink, this, instantiator, typeCheck);
    }

    /** The value of a property, {@code null} when it has none; broken after a reported error. */
    @Nullable
    Value property(Block block, String name) {
        Assigned assigned = block.properties.get(name);
        if (assigned == null) {
            PropertySpec spec = block.type.property(name);
            if (spec == null || spec.defaultValue() == null) {
                return null;
            }
            assigned = defaulted(block, spec);
        }
        return value(assigned);
    }

    Assigned defaulted(Block block, PropertySpec spec) {
        Assigned assigned = new Assigned(spec, block);
        String text = java.util.Objects.requireNonNull(spec.defaultValue());
        Expression expression = DEFAULTS.computeIfAbsent(text, t -> {
            Expression parsed = Parser.parseExpression(new SourceFile(DEFAULT_FILE, t), sink);
            if (parsed == null) {
                throw new IllegalStateException("default of " + spec.name());
            }
            return parsed;
        });
        assigned.edits.add(
                new Assigned.Edit(Member.Edit.SET, expression, instantiator.emptyEnvironment(), expression.span()));
        block.properties.put(spec.name(), assigned);
        return assigned;
    }

    Value value(Assigned assigned) {
        Value known = assigned.value;
        if (known != null) {
            return known;
        }
        if (assigned.evaluating || depth > MAX_DEPTH) {
            DiagnosticCode code =
                    assigned.evaluating ? DiagnosticCode.CYCLIC_VALUE : DiagnosticCode.DEFINITION_TOO_DEEP;
            sink.report(Diagnostic.of(code, assigned.origin(), assigned.spec.name()));
            assigned.owner.markBroken();
            return Value.Broken.INSTANCE;
        }
        assigned.evaluating = true;
        depth++;
        Value value = edited(assigned);
        depth--;
        assigned.evaluating = false;
        if (value instanceof Value.Broken) {
            assigned.owner.markBroken();
        }
        assigned.value = value;
        return value;
    }

    private Value edited(Assigned assigned) {
        PropertyType type = assigned.spec.type();
        Value value = null;
        for (Assigned.Edit edit : assigned.edits) {
            Scope scope = new Scope(edit.environment(), assigned.owner, assigned);
            Value operand = blamingArguments(edit.expression(), scope, () -> operand(edit, scope, type));
            value = edit.kind() == Member.Edit.SET ? operand : ListEdits.apply(value, edit, operand, sink);
        }
        return java.util.Objects.requireNonNull(value);
    }

    /** The right-hand side of an edit; a single element may stand for a list of one behind {@code +=} and {@code -=}. */
    private Value operand(Assigned.Edit edit, Scope scope, PropertyType type) {
        if (edit.kind() != Member.Edit.SET
                && type instanceof PropertyType.ListOf list
                && !(edit.expression() instanceof Expression.Elements)) {
            Value one = checked(edit.expression(), scope, list.element());
            return one instanceof Value.Broken ? one : new Value.Elements(List.of(one));
        }
        return checked(edit.expression(), scope, type);
    }

    /**
     * Evaluates {@code expression} by {@code action}. A problem inside it that comes from a value which a child gave to a
     * parameter is located at that value, as the expression itself is the parent's and fine with others.
     */
    <T> T blamingArguments(Expression expression, Scope scope, Supplier<T> action) {
        Span whole = expression.span();
        return sink.rewriting(
                problem -> {
                    if (!contains(whole, problem.span())) {
                        return problem;
                    }
                    for (Reference reference : References.of(expression)) {
                        Environment.Binding binding = argument(reference, scope);
                        if (binding != null && contains(problem.span(), reference.span())) {
                            return problem.movedTo(binding.span).withNote("used here", problem.span());
                        }
                    }
                    return problem;
                },
                action);
    }

    private static boolean contains(Span outer, Span inner) {
        return outer.file() == inner.file() && outer.start() <= inner.start() && inner.end() <= outer.end();
    }

    /** What a child gave for the parameter that {@code reference} names, where it was first written; else null. */
    private static Environment.@Nullable Binding argument(Reference reference, Scope scope) {
        Environment.Binding binding = reference.parts().size() == 1 && !reference.called()
                ? scope.environment().lookup(reference.text())
                : null;
        if (binding == null || !binding.argument) {
            return null;
        }
        Environment.Binding given = binding.expression instanceof Expression.Use use
                ? argument(use.reference(), new Scope(binding.environment, null, null))
                : null;
        return given == null ? binding : given;
    }

    /** Where an expression is evaluated. */
    record Scope(
            Environment environment,
            @Nullable Block block,
            @Nullable Assigned excluded) {}

    /** Evaluates and checks against {@code type}. */
    Value checked(Expression expression, Scope scope, PropertyType type) {
        if (type instanceof PropertyType.OrAny orAny) {
            if (expression instanceof Expression.Use use
                    && use.reference().text().equals("any")) {
                return Value.Any.INSTANCE;
            }
            return checked(expression, scope, orAny.inner());
        }
        return switch (type) {
            case PropertyType.ListOf list
            when expression instanceof Expression.Elements elements -> elements(elements, scope, list.element());
            case PropertyType.ListOf list
            when !(expression instanceof Expression.Use) -> typed(expression, scope, type);
            case PropertyType.Table table when expression instanceof Expression.Table rows -> table(rows, scope, table);
            case PropertyType.Symbol symbol
            when expression instanceof Expression.Use use -> typedNames.symbol(use, scope, symbol);
            case PropertyType.ObjectName name
            when expression instanceof Expression.Use use -> typedNames.objectName(use, scope, name);
            case PropertyType.BlockName name
            when expression instanceof Expression.Use use -> typedNames.blockName(use, scope, name);
            case PropertyType.Call _ when expression instanceof Expression.Use use -> typedNames.call(use, scope);
            case PropertyType.Text _
            when expression instanceof Expression.Use use && typedNames.isNew(use, scope) ->
                typedNames.refuse(use, type);
            case PropertyType.ListOf(PropertyType.Symbol _)
            when expression instanceof Expression.Use use && typedNames.isNew(use, scope) ->
                typedNames.refuse(use, type);
            case PropertyType.Measure measure -> {
                Advice.warnOfDecimalSize(expression, measure, sink);
                yield typed(expression, scope, type);
            }
            default -> typed(expression, scope, type);
        };
    }

    /** Evaluates and checks; what does not fit is located at the argument or told with the definition it comes from. */
    private Value typed(Expression expression, Scope scope, PropertyType type) {
        Value value = evaluate(expression, scope);
        if (!(expression instanceof Expression.Use use)) {
            return typeCheck.check(value, type, expression.span(), scope.block());
        }
        Environment.Binding argument = argument(use.reference(), scope);
        if (argument != null) {
            return sink.rewriting(
                    problem -> problem.withNote("used here", use.span()),
                    () -> typeCheck.check(value, type, argument.span, scope.block()));
        }
        Environment.Binding definition = definition(use.reference(), scope);
        return definition == null
                ? typeCheck.check(value, type, use.span(), scope.block())
                : sink.rewriting(
                        problem -> problem.movedTo(problem.span())
                                .withNote("its value is given here", definition.expression.span()),
                        () -> typeCheck.check(value, type, use.span(), scope.block()));
    }

    /** The constant or parameter that {@code reference} names, or null. */
    private static Environment.@Nullable Binding definition(Reference reference, Scope scope) {
        if (reference.parts().size() != 1 || reference.called()) {
            return null;
        }
        Environment.Binding near = scope.environment().lookup(reference.text());
        return near != null ? near : scope.environment().file.findConstant(reference.text());
    }

    /** Checks a value that is known already. */
    Value fits(Value value, PropertyType type, Span span) {
        return typeCheck.check(value, type, span, null);
    }

    private Value elements(Expression.Elements elements, Scope scope, PropertyType elementType) {
        List<Value> values = new ArrayList<>(elements.elements().size());
        boolean broken = false;
        for (Expression element : elements.elements()) {
            Value value = checked(element, scope, elementType);
            broken |= value instanceof Value.Broken;
            values.add(value);
        }
        return broken ? Value.Broken.INSTANCE : new Value.Elements(values);
    }

    private Value table(Expression.Table table, Scope scope, PropertyType.Table type) {
        return new Tables(sink, this).evaluate(table, scope, type);
    }

    /** Evaluates without an expected type. */
    Value evaluate(Expression expression, Scope scope) {
        return switch (expression) {
            case Expression.Numeral number -> amount(number.value(), number.units());
            case Expression.Extents extents -> extents(extents);
            case Expression.Text text -> new Value.Text(text.text());
            case Expression.Truth truth -> new Value.Truth(truth.value());
            case Expression.Elements elements -> {
                List<Value> values = new ArrayList<>();
                for (Expression element : elements.elements()) {
                    Value value = evaluate(element, scope);
                    if (value instanceof Value.Broken) {
                        yield value;
                    }
                    values.add(value);
                }
                yield new Value.Elements(values);
            }
            case Expression.Table table -> {
                sink.report(Diagnostic.of(DiagnosticCode.MISPLACED_TABLE, table.span()));
                yield Value.Broken.INSTANCE;
            }
            case Expression.Use use -> names.value(use, scope);
            case Expression.Chain chain -> chain(chain, scope);
            case Expression.Prefixed prefixed -> arithmetic.prefixed(prefixed, evaluate(prefixed.operand(), scope));
            case Expression.Choice choice -> choice(choice, scope);
            case Expression.Range range -> range(range, scope);
        };
    }

    private Value chain(Expression.Chain chain, Scope scope) {
        Value left = evaluate(chain.first(), scope);
        for (Expression.Link link : chain.rest()) {
            if (left instanceof Value.Broken) {
                return left;
            }
            if (left instanceof Value.Truth truth
                    && ((link.operator() == Expression.Operator.AND && !truth.value())
                            || (link.operator() == Expression.Operator.OR && truth.value()))) {
                continue;
            }
            Value right = evaluate(link.operand(), scope);
            left = arithmetic.combine(
                    left,
                    link.operator(),
                    right,
                    chain.first().span(),
                    link.operand().span());
        }
        return left;
    }

    private Value choice(Expression.Choice first, Scope scope) {
        Expression at = first;
        while (at instanceof Expression.Choice choice) {
            Value condition = evaluate(choice.condition(), scope);
            if (condition instanceof Value.Broken) {
                return condition;
            } else if (condition instanceof Value.Truth truth) {
                if (truth.value()) {
                    return evaluate(choice.then(), scope);
                }
                at = choice.otherwise();
            } else {
                sink.report(Diagnostic.of(
                        DiagnosticCode.NOT_A_TRUTH_VALUE, choice.condition().span(), condition.describe()));
                return Value.Broken.INSTANCE;
            }
        }
        return evaluate(at, scope);
    }

    private Value range(Expression.Range range, Scope scope) {
        Expression step = range.step();
        return arithmetic.range(
                range,
                evaluate(range.low(), scope),
                evaluate(range.high(), scope),
                step == null ? null : evaluate(step, scope));
    }

    private Value extents(Expression.Extents extents) {
        Value value = new Value.Amount(Quantity.number(extents.extents().getFirst()));
        for (int i = 1; i < extents.extents().size(); i++) {
            boolean last = i == extents.extents().size() - 1;
            Value right = last
                    ? amount(extents.extents().get(i), extents.units())
                    : new Value.Amount(Quantity.number(extents.extents().get(i)));
            value = arithmetic.combine(value, Expression.Operator.BY, right, extents.span(), extents.span());
        }
        return value;
    }

    private Value amount(Ratio number, List<Name> units) {
        Quantity unit = Advice.unit(units, sink);
        return unit == null
                ? Value.Broken.INSTANCE
                : new Value.Amount(new Quantity(number.times(unit.amount()), unit.dimension()));
    }

    /** The value of a parameter, local or file constant. */
    Value binding(Environment.Binding binding) {
        binding.used = true;
        Value known = binding.value;
        if (known != null) {
            return known;
        }
        if (binding.evaluating || depth > MAX_DEPTH) {
            sink.report(Diagnostic.of(
                    binding.evaluating ? DiagnosticCode.CYCLIC_VALUE : DiagnosticCode.DEFINITION_TOO_DEEP,
                    binding.span,
                    binding.span.text()));
            return Value.Broken.INSTANCE;
        }
        binding.evaluating = true;
        depth++;
        Value value = evaluate(binding.expression, new Scope(binding.environment, null, null));
        depth--;
        binding.evaluating = false;
        binding.value = value;
        return value;
    }
}
