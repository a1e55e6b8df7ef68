package npusim.dsl.editor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import npusim.dsl.Library;
import npusim.dsl.editor.EditorSupport.Completion;
import npusim.dsl.schema.BlockType;
import npusim.dsl.schema.PropertySpec;
import npusim.dsl.schema.Schemas;
import npusim.dsl.source.SourceFile;
import npusim.dsl.syntax.Word;
import org.jspecify.annotations.Nullable;

/** What may stand in the statements of a study, which are no properties, and what it means. */
final class StudyWords {
    private static final Map<String, String> STATEMENTS = new LinkedHashMap<>();
    /** Behind these a statement goes on in the next line. */
    private static final Set<String> JOINTS =
            Set.of(",", ".", "=", "[", "(", "in", "+", "-", "*", "/", "<", "<=", ">", ">=");

    static {
        STATEMENTS.put("workload", "what is replayed: `workload conformer_s(seconds = 15)`");
        STATEMENTS.put(
                "vary", "a property and its values: `vary system.Dram.read_latency in 100 .. 500 cycles step 100`");
        STATEMENTS.put("minimize", "what is better when it is less: `minimize latency, energy`");
        STATEMENTS.put("maximize", "what is better when it is more: `maximize mac_utilisation`");
        STATEMENTS.put("require", "what every design must hold: `require sram_peak <= memory_mode.arena_cache`");
    }

    private StudyWords() {}

    /** What may stand at {@code offset} in a study, besides its properties; null where a new statement may begin. */
    static @Nullable List<Completion> within(SourceFile file, int offset, Library library) {
        List<Word> before = before(file, offset);
        int head = before.size() - 1;
        while (head >= 0 && !isStatement(before.get(head))) {
            if (before.get(head).is("{") || before.get(head).is("}")) {
                return null;
            }
            head--;
        }
        if (head < 0) {
            return null;
        }
        Word last = before.getLast();
        boolean begun = head == before.size() - 1 || JOINTS.contains(last.text());
        if (!begun && last.span().line() < file.line(offset)) {
            return null;
        }
        String statement = before.get(head).text();
        List<Word> rest = before.subList(head + 1, before.size());
        if (statement.equals("workload")) {
            return List.of();
        }
        boolean values = statement.equals("vary") && rest.stream().anyMatch(word -> word.is("in"));
        return values ? names(rest.getFirst().text(), library) : paths(rest, !statement.equals("vary"));
    }

    /** The statements of a study. */
    static List<Completion> statements() {
        List<Completion> all = new ArrayList<>();
        STATEMENTS.forEach((word, meaning) -> all.add(new Completion(word, "kind", "statement", meaning)));
        return all;
    }

    /** What the word of a study at {@code offset} means besides what is declared; null if nothing is known. */
    static @Nullable String meaning(SourceFile file, int offset, Word word) {
        List<Word> before = before(file, offset);
        if (!before.isEmpty() && before.getLast().is(".")) {
            BlockType part = part(before);
            PropertySpec spec = part == null ? null : part.property(word.text());
            return spec == null ? null : EditorSupport.describe(spec);
        }
        String statement = STATEMENTS.get(word.text());
        if (statement != null) {
            return statement;
        }
        Schemas.Metric metric = Schemas.metrics().get(word.text());
        return metric == null
                ? null
                : "**" + word.text() + "**: " + metric.meaning() + "\n\n"
                        + metric.dimension().describe();
    }

    private static boolean isStatement(Word word) {
        return STATEMENTS.containsKey(word.text());
    }

    private static List<Word> before(SourceFile file, int offset) {
        return Word.of(file).stream()
                .filter(word -> word.kind() != Word.Kind.COMMENT && Place.isBefore(word, offset))
                .toList();
    }

    /** The declarations that can stand for the part {@code root} of a design. */
    private static List<Completion> names(String root, Library library) {
        String kind = Schemas.roots().get(root);
        return kind == null
                ? List.of()
                : library.names(kind).stream()
                        .map(name -> new Completion(name, "name", kind, ""))
                        .toList();
    }

    private static List<Completion> paths(List<Word> before, boolean results) {
        List<Completion> all = new ArrayList<>();
        if (!before.isEmpty() && before.getLast().is(".")) {
            BlockType part = part(before);
            if (part != null) {
                EditorSupport.properties(part, all);
            }
            return all;
        }
        if (results) {
            Schemas.metrics()
                    .forEach((name, metric) -> all.add(
                            new Completion(name, "word", metric.dimension().describe(), metric.meaning())));
        }
        Schemas.roots().forEach((root, kind) -> all.add(new Completion(root, "block", kind, "")));
        return all;
    }

    /** The part of a design that a path ending in a dot leads to; null if there is none. */
    private static @Nullable BlockType part(List<Word> before) {
        int first = before.size() - 2;
        while (first >= 2 && before.get(first - 1).is(".")) {
            first -= 2;
        }
        if (first < 0) {
            return null;
        }
        String kind = Schemas.roots().get(before.get(first).text());
        BlockType at = kind == null ? null : Schemas.kinds().get(kind);
        for (int i = first + 2; i < before.size() && at != null; i += 2) {
            at = at.innerAt(before.get(i).text());
        }
        return at;
    }
}
