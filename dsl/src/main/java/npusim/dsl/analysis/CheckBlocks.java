package npusim.dsl.analysis;

import java.util.List;
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

    void check(Block root) {
        evaluate(root);
        check(root, !root.isAbstract && !root.broken);
    }

    /** A block and its inner ones, all of which say what they lack if the whole is sound so far. */
    private void check(Block block, boolean sound) {
        if (sound) {
            checkPresence(block);
        }
        for (Block child : block.children.values()) {
            evaluate(child);
            check(child, sound);
        }
        if (!block.root().broken
                && !block.root().isAbstract
                && !block.type.name().equals("study")) {
            checkRequirements(block);
        }
    }

    private void evaluate(Block block) {
        for (Assigned assigned : List.copyOf(block.properties.values())) {
            evaluator.value(assigned);
        }
    }

    /** Reports all that is missing of a kind at once, so that a new design is not written in as many rounds. */
    private void checkPresence(Block block) {
        List<PropertySpec> properties = block.type.properties().values().stream()
                .filter(spec -> spec.required() && !block.properties.containsKey(spec.name()))
                .toList();
        report(
                DiagnosticCode.MISSING_PROPERTY,
                block,
                properties.stream().map(PropertySpec::name).toList(),
                properties.stream()
                        .map(spec -> spec.meaning() + " (" + spec.type().describe() + ")")
                        .toList());
        List<BlockType> inner = block.type.inner().values().stream()
                .filter(each -> each.required()
                        && block.children.values().stream().noneMatch(child -> child.type == each.type()))
                .map(BlockType.Inner::type)
                .toList();
        report(
                DiagnosticCode.MISSING_BLOCK,
                block,
                inner.stream().map(BlockType::name).toList(),
                inner.stream().map(BlockType::meaning).toList());
    }

    private void report(DiagnosticCode code, Block block, List<String> missing, List<String> meanings) {
        if (missing.isEmpty()) {
            return;
        }
        Diagnostic problem = Diagnostic.of(code, block.root().span, place(block), missing.getFirst());
        for (int i = 0; i < missing.size(); i++) {
            problem = problem.withNote((i == 0 ? "" : "and ") + missing.get(i) + ": " + meanings.get(i));
        }
        sink.report(problem);
        block.markBroken();
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
