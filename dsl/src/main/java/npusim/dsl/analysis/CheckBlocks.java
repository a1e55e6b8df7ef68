package npusim.dsl.analysis;

import java.util.List;
import java.util.Map;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.schema.BlockType;
import npusim.dsl.schema.PropertySpec;
import npusim.dsl.syntax.Member;

/** Evaluates every property of a tree, and checks what must be given and what the description requires. */
final class CheckBlocks {

    private final DiagnosticSink sink;
    private final Evaluator evaluator;

    CheckBlocks(DiagnosticSink sink, Evaluator evaluator) {
        this.sink = sink;
        this.evaluator = evaluator;
    }

    void check(Block block) {
        for (Assigned assigned : List.copyOf(block.properties.values())) {
            evaluator.value(assigned);
        }
        if (!block.root().isAbstract && !block.root().broken) {
            checkPresence(block);
        }
        for (Block child : block.children.values()) {
            check(child);
        }
        if (!block.root().broken
                && !block.root().isAbstract
                && !block.type.name().equals("study")) {
            checkRequirements(block);
        }
    }

    private void checkPresence(Block block) {
        for (PropertySpec spec : block.type.properties().values()) {
            if (spec.required() && !block.properties.containsKey(spec.name())) {
                sink.report(Diagnostic.of(DiagnosticCode.MISSING_PROPERTY, block.root().span, place(block), spec.name())
                        .withNote(spec.name() + ": " + spec.meaning() + " ("
                                + spec.type().describe() + ")"));
                block.markBroken();
                return;
            }
        }
        for (Map.Entry<String, BlockType.Inner> inner : block.type.inner().entrySet()) {
            boolean present = block.children.values().stream()
                    .anyMatch(child -> child.type == inner.getValue().type());
            if (inner.getValue().required() && !present) {
                sink.report(
                        Diagnostic.of(DiagnosticCode.MISSING_BLOCK, block.root().span, place(block), inner.getKey()));
                block.markBroken();
                return;
            }
        }
    }

    private static String place(Block block) {
        return block.parent == null ? block.name : block.root().name + "." + block.name;
    }

    private void checkRequirements(Block block) {
        for (Block.Pending pending : block.pending) {
            if (!(pending.member() instanceof Member.Requirement requirement)) {
                continue;
            }
            Evaluator.Scope scope = new Evaluator.Scope(pending.environment(), block, null);
            Value value = evaluator.blamingArguments(
                    requirement.condition(), scope, () -> evaluator.evaluate(requirement.condition(), scope));
            switch (value) {
                case Value.Broken _ -> block.markBroken();
                case Value.Truth truth when truth.value() -> {
                    // holds
                }
                case Value.Truth _ -> {
                    String message = requirement.message();
                    sink.report(Diagnostic.of(
                                    DiagnosticCode.REQUIREMENT_FAILED,
                                    block.root().span,
                                    block.root().name,
                                    message == null
                                            ? requirement.condition().span().text()
                                            : message)
                            .withNote("required here", requirement.span()));
                    block.markBroken();
                }
                default -> {
                    sink.report(Diagnostic.of(
                            DiagnosticCode.NOT_A_TRUTH_VALUE,
                            requirement.condition().span(),
                            value.describe()));
                    block.markBroken();
                }
            }
        }
    }
}
