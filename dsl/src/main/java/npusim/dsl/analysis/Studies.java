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
import npusim.dsl.quantity.Quantity;
import npusim.dsl.quantity.Ratio;
import npusim.dsl.schema.PropertyType;
import npusim.dsl.schema.Schemas;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Member;
import npusim.dsl.syntax.Name;

/** Checks studies and builds their records. */
final class Studies {

    private static final int MAX_VALUES = 100_000;
    private static final List<String> ROOTS =
            List.of("accelerator", "system", "memory_mode", "platform", "timing", "engine", "energy");

    private final DiagnosticSink sink;
    private final Evaluator evaluator;

    Studies(DiagnosticSink sink, Evaluator evaluator) {
        this.sink = sink;
        this.evaluator = evaluator;
    }

    /** Checks a study; {@code events} are the PMU events that its expressions may name. */
    void check(Block block, Set<String> events) {
        if (!block.isAbstract && !block.broken) {
            Study study = study(block);
            CheckStudyNames names = new CheckStudyNames(sink, events);
            for (Study.Requirement requirement : study.requirements()) {
                markUnless(names.check(requirement.condition()), block);
            }
            for (Study.Objective objective : study.objectives()) {
                markUnless(names.check(objective.expression()), block);
            }
            for (Study.Derivation derivation : study.derivations()) {
                markUnless(names.check(derivation.expression()), block);
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

    private static void markUnless(boolean fine, Block block) {
        if (!fine) {
            block.markBroken();
        }
    }

    private void fail(Block block, String why) {
        sink.report(Diagnostic.of(DiagnosticCode.CONTRADICTORY_STUDY, block.span, block.name, why));
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
        for (Block.Pending pending : block.pending) {
            Evaluator.Scope scope = new Evaluator.Scope(pending.environment(), null, null);
            switch (pending.member()) {
                case Member.Clause clause -> workload(clause, scope, block, workloads);
                case Member.Variation variation -> variation(variation, scope, block, variations, derivations);
                case Member.Requirement requirement ->
                    requirements.add(new Study.Requirement(
                            requirement.condition(),
                            requirement.condition().span().text(),
                            requirement.message(),
                            requirement.span()));
                case Member.Objective objective ->
                    objective
                            .expressions()
                            .forEach(expression -> objectives.add(new Study.Objective(
                                    objective.maximize(),
                                    expression,
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
                objectives);
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
                    List.of("workload"),
                    clause.keyword().span()));
            block.markBroken();
            return;
        }
        Value value = evaluator.checked(new Expression.Use(clause.reference()), scope, new PropertyType.Call());
        if (value instanceof Value.Call call) {
            Map<String, String> arguments = new LinkedHashMap<>();
            call.arguments().forEach((name, argument) -> arguments.put(name, argument.toString()));
            workloads.add(new Study.Workload(call.name(), arguments));
        } else {
            block.markBroken();
        }
    }

    private void variation(
            Member.Variation variation,
            Evaluator.Scope scope,
            Block block,
            List<Study.Variation> variations,
            List<Study.Derivation> derivations) {
        String root = variation.path().getFirst().text();
        if (!ROOTS.contains(root)) {
            Name first = variation.path().getFirst();
            sink.report(Advice.nearest(
                    Diagnostic.of(DiagnosticCode.BAD_OVERRIDE, first.span(), String.join(", ", ROOTS), root),
                    root,
                    ROOTS,
                    first.span()));
            block.markBroken();
            return;
        }
        String path = variation.path().stream().map(Name::text).collect(Collectors.joining("."));
        if (variation.follows()) {
            if (variation.path().size() == 1) {
                fail(
                        block,
                        "lets '" + path + "' follow other values; only a property of it can, such as " + path
                                + ".name");
            }
            derivations.add(new Study.Derivation(path, variation.values()));
            return;
        }
        Value value;
        if (variation.path().size() == 1 && Schemas.kinds().containsKey(root)) {
            value = evaluator.checked(
                    variation.values(), scope, new PropertyType.ListOf(new PropertyType.ObjectName(root)));
        } else {
            value = evaluator.evaluate(variation.values(), scope);
        }
        List<String> values = new ArrayList<>();
        switch (value) {
            case Value.Elements elements -> elements.elements().forEach(v -> values.add(v.toString()));
            case Value.Range range -> expand(range, values);
            case Value.Broken _ -> block.markBroken();
            default -> {
                sink.report(Diagnostic.of(
                        DiagnosticCode.WRONG_TYPE, variation.values().span(), "a list or a range", value.describe()));
                block.markBroken();
            }
        }
        if (values.isEmpty() && !block.broken) {
            sink.report(
                    Diagnostic.of(DiagnosticCode.EMPTY_RANGE, variation.values().span(), "the first", "the last"));
            block.markBroken();
        }
        variations.add(new Study.Variation(path, values));
    }

    private static void expand(Value.Range range, List<String> values) {
        Quantity step = range.step();
        Ratio at = range.low().amount();
        while (at.compareTo(range.high().amount()) <= 0 && values.size() < MAX_VALUES && at.bitLength() < 512) {
            values.add(new Quantity(at, range.high().dimension()).toString());
            if (range.geometric() && step != null) {
                at = at.times(step.amount());
                if (at.signum() == 0) {
                    return;
                }
            } else {
                at = at.plus(step == null ? Ratio.ONE : step.amount());
            }
        }
    }
}
