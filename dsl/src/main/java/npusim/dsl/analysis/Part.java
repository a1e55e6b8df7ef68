package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import npusim.dsl.ResolvedProperty;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.syntax.Expression;
import org.jspecify.annotations.Nullable;

/**
 * A part of designs: the checked tree of a declaration with some of its values changed, and the record that it makes. Safe for
 * use by several threads.
 *
 * @param <T> type of the record
 */
public final class Part<T> {

    /** Makes the record of a checked tree; null after a reported problem. */
    @FunctionalInterface
    interface Bind<T> {
        @Nullable
        T bind(Model.Session session, Block block);
    }

    private final Model.Session session;
    private final @Nullable Block block;
    private final @Nullable T bound;
    private final List<Diagnostic> problems;

    private Part(Model.Session session, @Nullable Block block, @Nullable T bound, List<Diagnostic> problems) {
        this.session = session;
        this.block = block;
        this.bound = bound;
        this.problems = problems;
    }

    static <T> Part<T> of(Model model, FileScope.Found found, Map<String, Expression> changes, Bind<T> bind) {
        DiagnosticSink sink = new DiagnosticSink();
        Model.Session session = model.session(sink);
        Block block = session.block(found, changes);
        T bound = block == null ? null : bind.bind(session, block);
        return new Part<>(session, block, bound, sink.sorted());
    }

    /** The part of which there is no declaration. */
    static <T> Part<T> missing(Model model, DiagnosticSink problems) {
        return new Part<>(model.session(problems), null, null, problems.sorted());
    }

    /** The record; null if there is a problem. */
    public @Nullable T bound() {
        return bound;
    }

    /** What is wrong. */
    public List<Diagnostic> problems() {
        return problems;
    }

    /** The value of a property by its path inside the part, as the language writes it, or null. */
    public synchronized @Nullable String value(String path) {
        Block at = block;
        String rest = path;
        for (int dot = rest.indexOf('.'); at != null && dot >= 0; dot = rest.indexOf('.')) {
            at = at.children.get(rest.substring(0, dot));
            rest = rest.substring(dot + 1);
        }
        Value value = at == null ? null : session.value(at, rest);
        return value == null ? null : value.toString();
    }

    /** Every property that has a value, with {@code prefix} before its path. */
    public synchronized List<ResolvedProperty> properties(String prefix) {
        List<ResolvedProperty> all = new ArrayList<>();
        if (block != null) {
            collect(block, prefix, all);
        }
        return all;
    }

    private void collect(Block at, String prefix, List<ResolvedProperty> all) {
        List<String> names = new ArrayList<>(at.type().properties().keySet());
        at.properties().keySet().stream().filter(n -> !names.contains(n)).forEach(names::add);
        for (String name : names) {
            Value value = session.value(at, name);
            Assigned assigned = at.properties().get(name);
            if (value == null || assigned == null) {
                continue;
            }
            all.add(new ResolvedProperty(
                    prefix + name,
                    value.toString(),
                    assigned.isDefault() ? "default" : assigned.origin().fileAndLine(),
                    assigned.spec().meaning(),
                    assigned.documentation(),
                    value instanceof Value.Table table ? table.text() : List.of()));
        }
        at.children().forEach((name, child) -> collect(child, prefix + name + ".", all));
    }
}
