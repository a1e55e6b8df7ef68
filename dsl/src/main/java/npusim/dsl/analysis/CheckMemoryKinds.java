package npusim.dsl.analysis;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.schema.Schemas;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Expression;

/** Relates the kinds of memories to the rows of energy tables: each kind is a row, and each row that was added is a kind. */
final class CheckMemoryKinds {
    private final DiagnosticSink sink;
    private final Evaluator evaluator;

    CheckMemoryKinds(DiagnosticSink sink, Evaluator evaluator) {
        this.sink = sink;
        this.evaluator = evaluator;
    }

    /** Checks them; the kinds that the language and {@code tables} have. */
    Set<String> check(List<Block> systems, List<Block> tables) {
        Map<String, Span> added = new LinkedHashMap<>();
        tables.forEach(table -> added(table, added));
        Set<String> known = new LinkedHashSet<>(Schemas.memoryKinds());
        known.addAll(added.keySet());
        if (tables.stream().anyMatch(table -> table.broken && !table.isAbstract)) {
            return known;
        }
        Set<String> used = new LinkedHashSet<>();
        for (Block system : systems) {
            for (Reader memory : new Reader(evaluator, system).children("memory")) {
                if (memory.find("kind") instanceof Value.Symbol(String kind)) {
                    used.add(kind);
                    if (!known.contains(kind)) {
                        Assigned said = Objects.requireNonNull(memory.block.properties.get("kind"));
                        sink.report(Advice.unknownWord(
                                kind,
                                "memory kind",
                                known,
                                String.join(", ", known),
                                said.edits.getLast().expression().span()));
                        system.markBroken();
                    }
                }
            }
        }
        if (!sink.hasErrors()) {
            Set<String> meant = new LinkedHashSet<>(used);
            meant.addAll(Schemas.memoryKinds());
            meant.addAll(Schemas.buffers());
            added.forEach((kind, row) -> {
                if (!used.contains(kind)) {
                    sink.report(Advice.nearest(Diagnostic.of(DiagnosticCode.UNUSED_KIND, row, kind), kind, meant, row));
                }
            });
        }
        return known;
    }

    /** Rows of {@code table} for other words than the language has, with the place of each. */
    private void added(Block table, Map<String, Span> words) {
        for (Map<String, Value> row : new Reader(evaluator, table).rows("access")) {
            String word = Reader.text(Reader.cell(row, "memory"));
            if (!Schemas.memoryKinds().contains(word) && !Schemas.buffers().contains(word)) {
                Assigned access = Objects.requireNonNull(table.properties.get("access"));
                words.computeIfAbsent(word, _ -> place(access, word));
            }
        }
    }

    private static Span place(Assigned access, String word) {
        for (Assigned.Edit edit : access.edits) {
            if (edit.expression() instanceof Expression.Table table) {
                for (Expression.Row row : table.rows()) {
                    for (Expression cell : row.cells()) {
                        if (cell.span().text().equals(word)) {
                            return cell.span();
                        }
                    }
                }
            }
        }
        return access.origin();
    }
}
