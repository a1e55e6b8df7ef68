package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.schema.BlockType;
import npusim.dsl.schema.PropertySpec;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Member;
import npusim.dsl.syntax.Name;
import org.jspecify.annotations.Nullable;

/** Applies the members of one declaration of an inheritance chain to the tree. */
final class Level {

    private record Slot(Block block, String name) {}

    private final DiagnosticSink sink;
    private final Evaluator evaluator;
    private final Map<Slot, Span> assigned = new HashMap<>();
    private final Map<Slot, Span> opened = new HashMap<>();

    Level(DiagnosticSink sink, Evaluator evaluator) {
        this.sink = sink;
        this.evaluator = evaluator;
    }

    void apply(List<Member> members, Block block, Environment outer) {
        Environment environment = outer;
        for (Member member : members) {
            if (member instanceof Member.LocalConstant constant) {
                if (environment == outer) {
                    environment = new Environment(outer);
                }
                String name = constant.name().text();
                if (environment.own().containsKey(name)) {
                    report(
                            block,
                            Diagnostic.of(
                                    DiagnosticCode.DUPLICATE_NAME,
                                    constant.name().span(),
                                    name));
                } else if (environment.lookup(name) != null) {
                    sink.report(Diagnostic.of(
                            DiagnosticCode.SHADOWED_NAME, constant.name().span(), name));
                }
                environment.bind(
                        name,
                        new Environment.Binding(
                                constant.value(), environment, constant.name().span()));
            }
        }
        for (Member member : members) {
            switch (member) {
                case Member.Property property -> property(property, block, environment);
                case Member.Nested nested -> nested(nested, block, environment);
                case Member.LocalConstant _ -> {
                    // bound above
                }
                case Member.Conditional conditional -> conditional(conditional, block, environment);
                case Member.Requirement requirement -> block.pending.add(new Block.Pending(requirement, environment));
                case Member.Variation variation -> studyMember(variation, block, environment);
                case Member.Objective objective -> studyMember(objective, block, environment);
                case Member.Clause clause -> studyMember(clause, block, environment);
            }
        }
    }

    private void studyMember(Member member, Block block, Environment environment) {
        if (block.parent == null && block.type.name().equals("study")) {
            block.pending.add(new Block.Pending(member, environment));
        } else {
            Diagnostic diagnostic = Diagnostic.of(DiagnosticCode.MISPLACED_MEMBER, member.span(), block.type.name());
            if (member instanceof Member.Clause clause
                    && block.type.property(clause.keyword().text()) != null) {
                String written = clause.keyword().text() + " = "
                        + clause.reference().span().text();
                diagnostic = diagnostic.withEdit("a property has an equals sign: " + written, member.span(), written);
            }
            report(block, diagnostic);
        }
    }

    private void conditional(Member.Conditional first, Block block, Environment environment) {
        Member.Conditional at = first;
        while (true) {
            Value condition = evaluator.evaluate(at.condition(), new Evaluator.Scope(environment, null, null));
            if (condition instanceof Value.Broken) {
                block.markBroken();
                return;
            } else if (!(condition instanceof Value.Truth truth)) {
                report(
                        block,
                        Diagnostic.of(
                                DiagnosticCode.NOT_A_TRUTH_VALUE, at.condition().span(), condition.describe()));
                return;
            } else if (truth.value()) {
                apply(at.then(), block, environment);
                return;
            } else if (at.otherwise().size() == 1
                    && at.otherwise().getFirst() instanceof Member.Conditional next
                    && next.span().equals(at.span())) {
                at = next;
            } else {
                apply(at.otherwise(), block, environment);
                return;
            }
        }
    }

    private void property(Member.Property property, Block start, Environment environment) {
        Block block = start;
        for (Name step : property.path().subList(0, property.path().size() - 1)) {
            block = descend(block, step);
            if (block == null) {
                return;
            }
        }
        Name name = property.path().getLast();
        PropertySpec spec = block.type.property(name.text());
        if (spec == null) {
            reportUnknown(block, name);
            return;
        }
        Slot slot = new Slot(block, name.text());
        Span earlier = assigned.put(slot, name.span());
        if (earlier != null && property.edit() == Member.Edit.SET) {
            report(
                    block,
                    Diagnostic.of(DiagnosticCode.DUPLICATE_PROPERTY, name.span(), name.text())
                            .withNote("first given here", earlier));
            return;
        }
        Block owner = block;
        Assigned target = block.properties.computeIfAbsent(name.text(), n -> new Assigned(spec, owner));
        if (property.edit() == Member.Edit.SET) {
            target.edits.clear();
        } else if (target.edits.isEmpty() && spec.defaultValue() == null && !block.root().isAbstract) {
            report(
                    block,
                    Diagnostic.of(
                            DiagnosticCode.NOTHING_TO_EDIT,
                            property.span(),
                            property.edit() == Member.Edit.APPEND ? "+=" : "-=",
                            "no value"));
            block.properties.remove(name.text());
            return;
        }
        target.value = null;
        target.edits.add(new Assigned.Edit(property.edit(), property.value(), environment, property.span()));
        if (!property.documentation().isEmpty()) {
            target.documentation = property.documentation();
        }
    }

    private @Nullable Block descend(Block block, Name step) {
        Block child = block.children.get(step.text());
        if (child != null) {
            return child;
        }
        BlockType.Inner inner = block.type.inner().get(step.text());
        if (inner != null && !inner.labelled()) {
            child = new Block(inner.type(), step.text(), block, step.span());
            block.children.put(step.text(), child);
            return child;
        }
        List<String> names = new ArrayList<>(block.children.keySet());
        names.addAll(block.type.inner().keySet());
        report(
                block,
                Advice.nearest(
                        Diagnostic.of(DiagnosticCode.UNKNOWN_PATH, step.span(), block.name, step.text()),
                        step.text(),
                        names,
                        step.span()));
        return null;
    }

    private void nested(Member.Nested nested, Block block, Environment environment) {
        Name kind = nested.kind();
        BlockType.Inner inner = block.type.inner().get(kind.text());
        Name label = nested.label();
        if (inner == null) {
            List<String> names = new ArrayList<>(block.type.inner().keySet());
            Diagnostic diagnostic =
                    Diagnostic.of(DiagnosticCode.UNKNOWN_BLOCK_KIND, kind.span(), kind.text(), block.type.name());
            if (block.type.property(kind.text()) != null && block.type.open() == null) {
                diagnostic = diagnostic.withNote("'" + kind.text() + "' is a property: write " + kind.text() + " = …");
            }
            report(block, Advice.nearest(diagnostic, kind.text(), names, kind.span()));
            return;
        }
        if (inner.labelled() != (label != null)) {
            report(
                    block,
                    Diagnostic.of(
                            inner.labelled() ? DiagnosticCode.MISSING_LABEL : DiagnosticCode.UNEXPECTED_LABEL,
                            label == null ? kind.span() : label.span(),
                            kind.text()));
            return;
        }
        String key = label == null ? kind.text() : label.text();
        Span earlier = opened.put(new Slot(block, key), kind.span());
        if (earlier != null) {
            report(
                    block,
                    Diagnostic.of(DiagnosticCode.DUPLICATE_BLOCK, kind.span(), key)
                            .withNote("first given here", earlier));
            return;
        }
        Block child = block.children.get(key);
        if (child == null) {
            child = new Block(inner.type(), key, block, label == null ? kind.span() : label.span());
            block.children.put(key, child);
        }
        if (!nested.documentation().isEmpty()) {
            child.documentation = nested.documentation();
        }
        apply(nested.members(), child, environment);
    }

    private void reportUnknown(Block block, Name name) {
        List<String> names = new ArrayList<>(block.type.properties().keySet());
        Diagnostic diagnostic =
                Diagnostic.of(DiagnosticCode.UNKNOWN_PROPERTY, name.span(), block.type.name(), name.text());
        if (block.type.inner().containsKey(name.text())) {
            diagnostic = diagnostic.withNote("'" + name.text() + "' is a block: write " + name.text() + " { … }");
        } else {
            for (Map.Entry<String, BlockType.Inner> inner : block.type.inner().entrySet()) {
                if (inner.getValue().type().properties().containsKey(name.text())) {
                    diagnostic = diagnostic.withNote("'" + name.text() + "' belongs into the block " + inner.getKey());
                }
            }
        }
        report(block, Advice.nearest(diagnostic, name.text(), names, name.span()));
    }

    private void report(Block block, Diagnostic diagnostic) {
        sink.report(diagnostic);
        block.markBroken();
    }
}
