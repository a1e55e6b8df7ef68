package npusim.dsl.analysis;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.schema.BlockType;
import npusim.dsl.schema.PropertySpec;
import npusim.dsl.schema.Schemas;
import npusim.dsl.syntax.Name;
import org.jspecify.annotations.Nullable;

/** Paths such as {@code system.Dram.read_latency} into the parts of whatever design a study makes. */
final class StudyPaths {

    private final DiagnosticSink sink;

    StudyPaths(DiagnosticSink sink) {
        this.sink = sink;
    }

    /** The kind of the part that {@code root} names, such as {@code timing_profile} for {@code timing}; null when reported. */
    @Nullable
    String kind(Name root) {
        String kind = Schemas.roots().get(root.text());
        if (kind == null) {
            Set<String> roots = Schemas.roots().keySet();
            Diagnostic diagnostic =
                    Diagnostic.of(DiagnosticCode.BAD_OVERRIDE, root.span(), String.join(", ", roots), root.text());
            sink.report(advise(diagnostic, root, roots));
        }
        return kind;
    }

    /** Advises the path of a property or block called {@code name}, or the nearest of {@code known} if there is none. */
    static Diagnostic advise(Diagnostic diagnostic, Name name, Collection<String> known) {
        String root = rootWith(name.text());
        if (root == null) {
            return Advice.nearest(diagnostic, name.text(), known, name.span());
        }
        String path = root + "." + name.text();
        return diagnostic.withEdit("did you mean " + path + "?", name.span(), path);
    }

    /** The root whose part has a property or block called {@code name}, or null. */
    private static @Nullable String rootWith(String name) {
        for (Map.Entry<String, String> root : Schemas.roots().entrySet()) {
            BlockType type = Schemas.kinds().get(root.getValue());
            if (type != null
                    && (type.inner().containsKey(name) || type.properties().containsKey(name))) {
                return root.getKey();
            }
        }
        return null;
    }

    /** The property at the end of a path of two or more names; null after a reported error. */
    @Nullable
    PropertySpec property(List<Name> path) {
        String kind = kind(path.getFirst());
        BlockType at = kind == null ? null : Schemas.kinds().get(kind);
        for (int i = 1; i < path.size() && at != null; i++) {
            Name part = path.get(i);
            boolean last = i == path.size() - 1;
            PropertySpec spec = last ? at.property(part.text()) : null;
            if (spec != null) {
                return spec;
            }
            BlockType inner = at.innerAt(part.text());
            if (inner == null || last) {
                Set<String> known = new TreeSet<>(at.properties().keySet());
                known.addAll(at.inner().keySet());
                report(DiagnosticCode.UNKNOWN_PROPERTY, part, known, at.name(), part.text());
            }
            at = inner;
        }
        return null;
    }

    private void report(DiagnosticCode code, Name name, Collection<String> known, Object... arguments) {
        Diagnostic advised =
                Advice.nearest(Diagnostic.of(code, name.span(), arguments), name.text(), known, name.span());
        boolean lists = code == DiagnosticCode.UNKNOWN_PROPERTY && advised.edit() == null;
        sink.report(lists ? advised.withNote("it has " + String.join(", ", known)) : advised);
    }
}
