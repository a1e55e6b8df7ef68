package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import npusim.dsl.Study;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.quantity.Dimension;
import npusim.dsl.quantity.Quantity;
import npusim.dsl.quantity.Ratio;
import npusim.dsl.schema.PropertySpec;
import npusim.dsl.schema.PropertyType;
import npusim.dsl.schema.Schemas;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Argument;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Member;
import npusim.dsl.syntax.Name;
import npusim.dsl.syntax.Reference;
import npusim.dsl.syntax.References;
import org.jspecify.annotations.Nullable;

/** Checks studies and builds their records. */
final class Studies {

    private static final int MAX_VALUES = 100_000;
    /** Strategies whose points the values alone determine. */
    private static final Set<String> COMPLETE = Set.of("grid", "one_at_a_time");

    private static final PropertyType WEIGHT = new PropertyType.Measure(Dimension.NONE, null, null, false, false, "");

    private final DiagnosticSink sink;
    private final Evaluator evaluator;
    private final StudyPaths paths;

    Studies(DiagnosticSink sink, Evaluator evaluator) {
        this.sink = sink;
        this.evaluator = evaluator;
        this.paths = new StudyPaths(sink);
    }

    /** Checks a study; {@code events} are the PMU events that its expressions may name. */
    void check(Block block, Set<String> events) {
        if (!block.isAbstract && !block.broken) {
            Study study = study(block);
            budget(block, study);
            CheckResults results = new CheckResults(sink, events, paths);
            for (Study.Requirement requirement : study.requirements()) {
                markUnless(results.checkCondition(requirement.condition()), block);
            }
            for (Study.Objective objective : study.objectives()) {
                markUnless(results.check(objective.expression()), block);
            }
            if (!block.broken && study.variations().isEmpty()) {
                fail(block, "varies nothing");
            } else if (!block.broken && study.objectives().isEmpty()) {
                fail(block, "has no objective: add minimize or maximize");
            } else if (!block.broken && study.workloads().isEmpty()) {
                fail(block, "names no workload");
            }
        }
    }

    /** A budget bounds what is sampled or searched; the other strategies take all of their points. */
    private void budget(Block block, Study study) {
        Assigned budget = block.properties.get("budget");
        String strategy = study.settings().getOrDefault("strategy", "");
        if (budget != null && !block.broken && COMPLETE.contains(strategy)) {
            fail(
                    block,
                    budget.origin(),
                    "has a budget, but strategy " + strategy + " takes all of its points; leave the budget out or"
                            + " choose random, latin_hypercube, morris or nsga2");
        }
    }

    private static void markUnless(boolean fine, Block block) {
        if (!fine) {
            block.markBroken();
        }
    }

    private void fail(Block block, String why) {
        fail(block, block.span, why);
    }

    private void fail(Block block, Span where, String why) {
        sink.report(Diagnostic.of(DiagnosticCode.CONTRADICTORY_STUDY, where, block.name, why));
        block.markBroken();
    }

    Study study(Block block) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String name : block.type.properties().keySet()) {
            Value value = evaluator.property(block, name);
            if (value != null) {
                settings.put(name, value.toString());
            }
        }
        List<Study.Workload> workloads = new ArrayList<>();
        List<Study.Variation> variations = new ArrayList<>();
        List<Study.Derivation> derivations = new ArrayList<>();
        List<Study.Requirement> requirements = new ArrayList<>();
        List<Study.Objective> objectives = new ArrayList<>();
        StudyConstants constants = new StudyConstants(evaluator);
        for (Block.Pending pending : block.pending) {
            Evaluator.Scope scope = new Evaluator.Scope(pending.environment(), null, null);
            switch (pending.member()) {
                case Member.Clause clause -> workload(clause, scope, block, workloads);
                case Member.Variation variation
                when variation.follows() -> following(variation, constants, pending.environment(), block, derivations);
                case Member.Variation variation -> variation(variation, scope, block, variations);
                case Member.Requirement requirement ->
                    requirements.add(new Study.Requirement(
                            constants.replaced(requirement.condition(), pending.environment()),
                            requirement.condition().span().text(),
                            requirement.message(),
                            requirement.span()));
                case Member.Objective objective ->
                    objective
                            .expressions()
                            .forEach(expression -> objectives.add(objective(
                                    objective.maximize(),
                                    constants.replaced(expression, pending.environment()),
                                    expression.span().text())));
                case Member.Property _, Member.Nested _, Member.LocalConstant _, Member.Conditional _ ->
                    throw new IllegalStateException("applied before");
            }
        }
        return new Study(
                block.name,
                block.documentation,
                settings,
                workloads,
                variations,
                derivations,
                requirements,
                objectives,
                constants.found());
    }

    private static Study.Objective objective(boolean maximize, Expression expression, String text) {
        return new Study.Objective(maximize, expression, text, CheckResults.unit(expression));
    }

    private void workload(Member.Clause clause, Evaluator.Scope scope, Block block, List<Study.Workload> workloads) {
        if (!clause.keyword().text().equals("workload")) {
            sink.report(Advice.nearest(
                    Diagnostic.of(
                            DiagnosticCode.UNKNOWN_BLOCK_KIND,
                            clause.keyword().span(),
                            clause.keyword().text(),
                            "study"),
                    clause.keyword().text(),
                    List.of("workload", "minimize", "maximize", "require", "vary"),
                    clause.keyword().span()));
            block.markBroken();
            return;
        }
        Value value = evaluator.checked(new Expression.Use(clause.reference()), scope, new PropertyType.Call());
        if (value instanceof Value.Call call && weighs(clause.reference(), scope)) {
            Map<String, String> arguments = new LinkedHashMap<>();
            call.arguments().forEach((name, argument) -> arguments.put(name, argument.toString()));
            workloads.add(new Study.Workload(call.name(), arguments));
        } else {
            block.markBroken();
        }
    }

    /** Whether the weight of a workload is a number, if it has one; its other arguments are checked by who loads it. */
    private boolean weighs(Reference workload, Evaluator.Scope scope) {
        for (Argument argument : workload.arguments()) {
            Name name = argument.name();
            if (name != null
                    && name.text().equals("weight")
                    && evaluator.checked(argument.value(), scope, WEIGHT) instanceof Value.Broken) {
                return false;
            }
        }
        return true;
    }

    private void variation(
            Member.Variation variation, Evaluator.Scope scope, Block block, List<Study.Variation> variations) {
        Varied varied = varied(variation);
        if (varied == null) {
            block.markBroken();
            return;
        }
        List<String> values = values(variation.values(), scope, varied.type());
        if (values == null) {
            block.markBroken();
            return;
        }
        if (values.isEmpty()) {
            fail(block, variation.values().span(), "varies '" + varied.path() + "' over no value");
        } else if (values.size() > MAX_VALUES) {
            fail(
                    block,
                    variation.values().span(),
                    "varies '" + varied.path() + "' over more than " + MAX_VALUES + " values");
        }
        variations.add(new Study.Variation(varied.path(), values));
    }

    /** A property that follows others. */
    private void following(
            Member.Variation variation,
            StudyConstants constants,
            Environment environment,
            Block block,
            List<Study.Derivation> derivations) {
        Varied varied = varied(variation);
        if (varied == null) {
            block.markBroken();
        } else if (variation.path().size() == 1) {
            fail(
                    block,
                    variation.span(),
                    "lets '" + varied.path() + "' follow other values; only a property of it can, such as "
                            + varied.path() + ".name");
        } else {
            markUnless(followsKnown(variation.values(), varied.type(), constants, environment), block);
            derivations.add(new Study.Derivation(varied.path(), variation.values()));
        }
    }

    /** What is varied: a property, or a part of the design as a whole. */
    private record Varied(String path, PropertyType type) {}

    private @Nullable Varied varied(Member.Variation variation) {
        List<Name> names = variation.path();
        String path = names.stream().map(Name::text).collect(Collectors.joining("."));
        String kind = paths.kind(names.getFirst());
        if (kind == null) {
            return null;
        }
        if (names.size() == 1) {
            return new Varied(path, new PropertyType.ObjectName(kind));
        }
        PropertySpec spec = paths.property(names);
        return spec == null ? null : new Varied(path, spec.type());
    }

    /** The values of a list or range, each checked against {@code type}; null after a reported error. */
    private @Nullable List<String> values(Expression expression, Evaluator.Scope scope, PropertyType type) {
        PropertyType list = new PropertyType.ListOf(type);
        Value value = expression instanceof Expression.Elements
                ? evaluator.checked(expression, scope, list)
                : evaluator.evaluate(expression, scope);
        return switch (value) {
            case Value.Broken _ -> null;
            case Value.Range range -> {
                List<Value> values = expand(range);
                Span end = expression instanceof Expression.Range written
                        ? written.high().span()
                        : expression.span();
                boolean unit = type instanceof PropertyType.Measure measure
                        && measure.dimension().equals(range.high().dimension());
                Value fitting = evaluator.fits(
                        new Value.Elements(unit ? values : values.reversed()), list, unit ? expression.span() : end);
                if (fitting instanceof Value.Elements && isTooLong(values.getLast())) {
                    sink.report(Diagnostic.of(DiagnosticCode.NUMBER_OUT_OF_RANGE, expression.span()));
                    yield null;
                }
                yield texts(fitting);
            }
            case Value.Elements elements ->
                texts(
                        expression instanceof Expression.Elements
                                ? elements
                                : evaluator.fits(elements, list, expression.span()));
            default -> {
                String one = "[" + expression.span().text() + "]";
                sink.report(Diagnostic.of(
                                DiagnosticCode.WRONG_TYPE, expression.span(), "a list or a range", value.describe())
                        .withEdit("write a list: " + one, expression.span(), one));
                yield null;
            }
        };
    }

    private static @Nullable List<String> texts(Value value) {
        return value instanceof Value.Elements elements
                ? elements.elements().stream().map(Value::toString).toList()
                : null;
    }

    /** Whether what follows other values speaks of properties, constants, functions and plain words alone. */
    private boolean followsKnown(
            Expression expression, PropertyType type, StudyConstants constants, Environment environment) {
        boolean word = expression instanceof Expression.Use
                && (type instanceof PropertyType.Symbol
                        || type instanceof PropertyType.ObjectName
                        || type instanceof PropertyType.BlockName);
        boolean sound = true;
        for (Reference reference : References.of(expression)) {
            Name first = reference.first();
            if (reference.called()) {
                sound &= new Functions(sink).isKnown(reference);
            } else if (reference.parts().size() > 1) {
                sound &= paths.property(reference.parts()) != null;
            } else if (!word && constants.value(reference, environment) == null) {
                sound = false;
                refuse(first, constants.named(first.text(), environment), environment);
            }
        }
        return sound;
    }

    /** Reports a single name that is no number or truth value; null is the value of what has no name. */
    private void refuse(Name name, @Nullable Value value, Environment environment) {
        if (Schemas.roots().containsKey(name.text())) {
            sink.report(Diagnostic.of(
                    DiagnosticCode.WRONG_TYPE, name.span(), "a property", "the name '" + name.text() + "'"));
        } else if (value == null) {
            sink.report(StudyPaths.advise(
                    Diagnostic.of(DiagnosticCode.UNKNOWN_NAME, name.span(), name.text()),
                    name,
                    Advice.namesInScope(new Evaluator.Scope(environment, null, null))));
        } else if (value != Value.Broken.INSTANCE) {
            sink.report(Diagnostic.of(
                    DiagnosticCode.WRONG_TYPE, name.span(), "a number or a truth value", value.describe()));
        }
    }

    private static boolean isTooLong(Value value) {
        return value instanceof Value.Amount amount
                && amount.quantity().amount().bitLength() > Arithmetic.MAX_BITS;
    }

    /** The values of a range, to one more than are allowed or to the first with too many digits. */
    private static List<Value> expand(Value.Range range) {
        List<Value> values = new ArrayList<>();
        Quantity step = range.step();
        Ratio at = range.low().amount();
        while (at.compareTo(range.high().amount()) <= 0 && values.size() <= MAX_VALUES) {
            values.add(new Value.Amount(new Quantity(at, range.high().dimension())));
            if (isTooLong(values.getLast())) {
                return values;
            }
            if (range.geometric() && step != null) {
                at = at.times(step.amount());
            } else {
                at = at.plus(step == null ? Ratio.ONE : step.amount());
            }
        }
        return values;
    }
}
