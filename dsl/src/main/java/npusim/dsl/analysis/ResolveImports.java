package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.schema.Schemas;
import npusim.dsl.source.SourceFile;
import npusim.dsl.syntax.CompilationUnit;
import npusim.dsl.syntax.Declaration;
import npusim.dsl.syntax.ImportDirective;
import npusim.dsl.syntax.Parser;
import org.jspecify.annotations.Nullable;

/** Parses files and the files they import, each once, and collects the names each declares. */
public final class ResolveImports {

    private static final int MAX_FILES = 2000;

    /** Finds the text of an imported file. */
    public interface SourceResolver {
        /** The file that {@code path}, written in {@code from}, names; null when there is none. */
        @Nullable
        SourceFile resolve(String path, SourceFile from);

        /** Whether {@code file} ships with the program. */
        boolean isShipped(SourceFile file);

        /** The shipped file that declares {@code name}, or null. */
        @Nullable
        String declaringFile(String name);

        /** Paths that an import may name, for suggestions. */
        List<String> candidates(SourceFile from);
    }

    private final SourceResolver resolver;
    private final DiagnosticSink sink;
    private final Map<String, FileScope> files = new LinkedHashMap<>();

    /** Works with {@code resolver} and reports to {@code sink}. */
    public ResolveImports(SourceResolver resolver, DiagnosticSink sink) {
        this.resolver = resolver;
        this.sink = sink;
    }

    /** Loads {@code root} and everything it imports. */
    public FileScope load(SourceFile root) {
        FileScope known = files.get(root.name());
        if (known != null) {
            return known;
        }
        FileScope first = declare(root);
        List<FileScope> queue = new ArrayList<>();
        queue.add(first);
        for (int i = 0; i < queue.size(); i++) {
            FileScope scope = queue.get(i);
            for (ImportDirective directive : scope.unit.imports()) {
                SourceFile target = resolver.resolve(directive.path(), scope.unit.file());
                if (target == null) {
                    scope.lacksImport = true;
                    sink.report(Advice.nearest(
                            Diagnostic.of(DiagnosticCode.UNKNOWN_FILE, directive.pathSpan(), directive.path()),
                            directive.path(),
                            resolver.candidates(scope.unit.file()).stream()
                                    .map(path -> '"' + path + '"')
                                    .toList(),
                            directive.pathSpan()));
                    continue;
                }
                FileScope imported = files.get(target.name());
                if (imported == null) {
                    if (files.size() >= MAX_FILES) {
                        sink.report(Diagnostic.of(DiagnosticCode.TOO_MANY_FILES, directive.pathSpan(), MAX_FILES));
                        return first;
                    }
                    imported = declare(target);
                    queue.add(imported);
                }
                scope.imports.add(new FileScope.Import(directive, imported));
            }
        }
        for (FileScope scope : queue) {
            checkCycle(scope);
            checkAmbiguity(scope);
        }
        return first;
    }

    /** All loaded files. */
    public List<FileScope> files() {
        return List.copyOf(files.values());
    }

    private FileScope declare(SourceFile file) {
        CompilationUnit unit = Parser.parse(file, sink);
        FileScope scope = new FileScope(unit, resolver.isShipped(file), resolver::declaringFile);
        files.put(file.name(), scope);
        Map<String, Declaration> names = new HashMap<>();
        for (Declaration declaration : unit.declarations()) {
            String name = declaration.name().text();
            Declaration earlier = names.putIfAbsent(name, declaration);
            if (earlier != null) {
                sink.report(Diagnostic.of(
                                DiagnosticCode.DUPLICATE_NAME,
                                declaration.name().span(),
                                name)
                        .withNote("first declared here", earlier.name().span()));
                continue;
            }
            switch (declaration) {
                case Declaration.Constant constant -> {
                    scope.constants.put(name, constant);
                    scope.constantBindings.put(
                            name,
                            new Environment.Binding(
                                    constant.value(),
                                    scope.environment,
                                    constant.name().span()));
                }
                case Declaration.Thing thing -> {
                    if (Schemas.kinds().containsKey(thing.kind().text())) {
                        scope.things.put(name, thing);
                    } else {
                        sink.report(Advice.nearest(
                                Diagnostic.of(
                                        DiagnosticCode.UNKNOWN_KIND,
                                        thing.kind().span(),
                                        thing.kind().text(),
                                        String.join(", ", Schemas.kinds().keySet())),
                                thing.kind().text(),
                                Schemas.kinds().keySet(),
                                thing.kind().span()));
                    }
                }
            }
        }
        return scope;
    }

    private void checkCycle(FileScope scope) {
        for (FileScope.Import item : scope.imports) {
            if (item.target == scope
                    || (item.target.visible().contains(scope)
                            && scope.unit
                                            .file()
                                            .name()
                                            .compareTo(item.target.unit.file().name())
                                    <= 0)) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.CYCLIC_IMPORT,
                        item.directive.pathSpan(),
                        item.target == scope
                                ? "'" + scope.unit.file().name() + "' imports itself"
                                : "'" + scope.unit.file().name() + "' and '"
                                        + item.target.unit.file().name() + "' import each other"));
                return;
            }
        }
    }

    /** A name that two imports declare, or that hides an imported one. */
    private void checkAmbiguity(FileScope scope) {
        Map<String, Declaration> seen = new HashMap<>();
        for (FileScope file : scope.visible()) {
            for (Declaration declaration : file.unit.declarations()) {
                String name = declaration.name().text();
                Declaration earlier = seen.putIfAbsent(name, declaration);
                if (earlier != null
                        && earlier.span().file() != declaration.span().file()) {
                    if (earlier.span().file() == scope.unit.file()) {
                        sink.report(Diagnostic.of(
                                        DiagnosticCode.HIDDEN_IMPORT,
                                        earlier.name().span(),
                                        name,
                                        file.unit.file().name())
                                .withNote(
                                        "also declared here", declaration.name().span()));
                    } else if (declaresImport(scope, earlier, declaration)) {
                        sink.report(Diagnostic.of(
                                DiagnosticCode.AMBIGUOUS_NAME,
                                scope.unit.imports().isEmpty()
                                        ? scope.start()
                                        : scope.unit.imports().getFirst().pathSpan(),
                                name,
                                earlier.span().fileAndLine(),
                                declaration.span().fileAndLine()));
                    }
                }
            }
        }
    }

    private static boolean declaresImport(FileScope scope, Declaration first, Declaration second) {
        return scope.imports.stream()
                        .filter(item -> item.directive.alias() == null)
                        .filter(item -> item.target.unit.declarations().contains(first)
                                || item.target.unit.declarations().contains(second))
                        .count()
                > 1;
    }
}
