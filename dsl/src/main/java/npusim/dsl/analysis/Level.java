package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.diagnostic.NearestNames;
import npusim.dsl.schema.BlockType;
import npusim.dsl.schema.PropertySpec;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Member;
import npusim.dsl.syntax.Name;
import org.jspecify.annotations.Nullable;

/** Applies the members of one declaration of an inheritance chain to the tree. */
final class Level {

    private record Slot(Block block, String name) {}

    private final DiagnosticSink sink;
    private final Evaluator evaluator;
    /** Whether only names are checked, in a tree that is thrown away. */
    private final boolean outline;

    private final Map<Slot, Span> assigned = new HashMap<>();
    private final Map<Slot, Span> opened = new HashMap<>();

    Level(DiagnosticSink sink, Evaluator evaluator) {
        this(sink, evaluator, false);
    }

    private Level(DiagnosticSink sink, Evaluator evaluator, boolean outline) {
        this.sink = sink;
        this.evaluator = evaluator;
        this.outline = outline;
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

    /** Applies the branch whose condition holds first; of the others only the names are checked. */
    private void conditional(Member.Conditional first, Block block, Environment environment) {
        boolean open = true;
        for (Member.Conditional at = first; ; ) {
            boolean holds = open && holds(at.condition(), block, environment);
            branch(at.then(), block, environment, holds);
            open &= !holds && !block.root().broken;
            if (at.otherwise().size() == 1
                    && at.otherwise().getFirst() instanceof Member.Conditional next
                    && next.span().equals(at.span())) {
                at = next;
            } else {
                branch(at.otherwise(), block, environment, open);
                return;
            }
        }
    }

    private boolean holds(Expression condition, Block block, Environment environment) {
        if (outline) {
            return false;
        }
        Evaluator.Scope scope = new Evaluator.Scope(environment, null, null);
        Value value = evaluator.blamingArguments(condition, scope, () -> evaluator.evaluate(condition, scope));
        if (value instanceof Value.Broken) {
            block.markBroken();
        } else if (!(value instanceof Value.Truth)) {
            report(block, Diagnostic.of(DiagnosticCode.NOT_A_TRUTH_VALUE, condition.span(), value.describe()));
        }
        return value instanceof Value.Truth truth && truth.value();
    }

    private void branch(List<Member> members, Block block, Environment environment, boolean taken) {
        if (taken && !outline) {
            apply(members, block, environment);
        } else if (!members.isEmpty()) {
            new Level(sink, evaluator, true).apply(members, block.outline(null), environment);
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
        Diagnostic diagnostic = Diagnostic.of(DiagnosticCode.UNKNOWN_PATH, step.span(), block.name, step.text());
        List<String> labels = block.children.values().stream()
                .filter(labelled -> inner != null && labelled.type == inner.type())
                .map(labelled -> labelled.name)
                .toList();
        String slip = block.type.slips().get(step.text());
        if (slip != null) {
            diagnostic = diagnostic.withNote(slip);
        } else if (!labels.isEmpty()) {
            diagnostic =
                    diagnostic.withEdit("name one: " + String.join(" or ", labels), step.span(), labels.getFirst());
        } else if (block.type.property(step.text()) != null) {
            diagnostic = diagnostic.withNote("'" + step.text() + "' is a property and has none of its own");
        } else {
            List<String> names = new ArrayList<>(block.children.keySet());
            names.addAll(block.type.inner().keySet());
            diagnostic = Advice.nearest(diagnostic, step.text(), names, step.span());
        }
        report(block, diagnostic);
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
        String word = name.text();
        Diagnostic diagnostic = Diagnostic.of(DiagnosticCode.UNKNOWN_PROPERTY, name.span(), block.type.name(), word);
        String slip = block.type.slips().get(word);
        if (slip != null) {
            report(block, diagnostic.withNote(slip));
            return;
        }
        if (block.type.inner().containsKey(word)) {
            report(block, diagnostic.withNote("'" + word + "' is a block: write " + word + " { … }"));
            return;
        }
        for (Map.Entry<String, BlockType.Inner> inner : block.type.inner().entrySet()) {
            if (inner.getValue().type().properties().containsKey(word)) {
                diagnostic = diagnostic.withNote("'" + word + "' belongs into the block " + inner.getKey());
            }
        }
        List<String> names = new ArrayList<>(block.type.properties().keySet());
        names.addAll(block.type.inner().keySet());
        Diagnostic advised = Advice.nearest(diagnostic, word, names, name.span());
        report(block, advised.edit() == null ? insideOf(block, advised, word, names) : advised);
    }

    /** Names a property of an inner block that {@code word} nearly is, or all that it may be. */
    private static Diagnostic insideOf(Block block, Diagnostic diagnostic, String word, List<String> names) {
        for (Map.Entry<String, BlockType.Inner> inner : block.type.inner().entrySet()) {
            List<String> near =
                    NearestNames.of(word, inner.getValue().type().properties().keySet(), 1);
            if (!near.isEmpty()) {
                return diagnostic.withNote(
                        "did you mean '" + near.getFirst() + "' of the block " + inner.getKey() + "?");
            }
        }
        return diagnostic.notes().isEmpty() ? diagnostic.withNote("it has " + String.join(", ", names)) : diagnostic;
    }

    private void report(Block block, Diagnostic diagnostic) {
        sink.report(diagnostic);
        block.markBroken();
    }
}
