package npusim.dsl.analysis;

import java.util.LinkedHashMap;
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
        Map<String, String> properties = new LinkedHashMap<>();
        for (PropertySpec spec : block.type.properties().values()) {
            if (spec.required() && !block.properties.containsKey(spec.name())) {
                properties.put(spec.name(), spec.meaning() + " (" + spec.type().describe() + ")");
            }
        }
        report(DiagnosticCode.MISSING_PROPERTY, block, properties);
        Map<String, String> blocks = new LinkedHashMap<>();
        for (BlockType.Inner inner : block.type.inner().values()) {
            BlockType type = inner.type();
            if (inner.required() && block.children.values().stream().noneMatch(child -> child.type == type)) {
                blocks.put(type.name(), type.meaning());
            }
        }
        report(DiagnosticCode.MISSING_BLOCK, block, blocks);
    }

    /** @param missing what each that is missing means, by its name */
    private void report(DiagnosticCode code, Block block, Map<String, String> missing) {
        if (missing.isEmpty()) {
            return;
        }
        String first = missing.keySet().iterator().next();
        Diagnostic problem = Diagnostic.of(code, block.root().span, place(block), first);
        for (Map.Entry<String, String> each : missing.entrySet()) {
            String and = each.getKey().equals(first) ? "" : "and ";
            problem = problem.withNote(and + each.getKey() + ": " + each.getValue());
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
