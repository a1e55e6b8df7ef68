package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.CompilationUnit;
import npusim.dsl.syntax.Declaration;
import npusim.dsl.syntax.ImportDirective;
import npusim.dsl.syntax.Name;
import org.jspecify.annotations.Nullable;

/** The names of one file: its own declarations and what it imports. Plain imports are transitive. */
public final class FileScope {

    /** An import with the file it leads to. */
    static final class Import {
        final ImportDirective directive;
        final FileScope target;
        boolean used;

        Import(ImportDirective directive, FileScope target) {
            this.directive = directive;
            this.target = target;
        }
    }

    final CompilationUnit unit;
    final boolean shipped;
    /** The shipped file that declares a name, or null. */
    final Function<String, @Nullable String> declaringFile;

    /** Whether an import leads to no file, so that any unknown name may be in there. */
    boolean lacksImport;

    final Environment environment = new Environment(this);
    final List<Import> imports = new ArrayList<>();
    final Map<String, Declaration.Constant> constants = new LinkedHashMap<>();
    final Map<String, Declaration.Thing> things = new LinkedHashMap<>();
    final Map<String, Environment.Binding> constantBindings = new LinkedHashMap<>();

    FileScope(CompilationUnit unit, boolean shipped, Function<String, @Nullable String> declaringFile) {
        this.declaringFile = declaringFile;
        this.unit = unit;
        this.shipped = shipped;
    }

    /** A file without text that sees the names of {@code files}, those of the user before those that ship. */
    static FileScope over(List<FileScope> files) {
        SourceFile file = new SourceFile("<everything>", "");
        FileScope scope =
                new FileScope(new CompilationUnit(file, List.of(), List.of(), List.of(), false), true, name -> null);
        ImportDirective all = new ImportDirective("", new Span(file, 0, 0), null);
        for (boolean shipped : new boolean[] {false, true}) {
            files.stream()
                    .filter(target -> target.shipped == shipped)
                    .forEach(target -> scope.imports.add(new Import(all, target)));
        }
        return scope;
    }

    /** A found declaration with the file it is in. Equal to nothing but itself, whatever other declarations say. */
    record Found(FileScope file, Declaration.Thing thing) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Found found && found.thing == thing;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(thing);
        }
    }

    @Nullable
    Found findThing(String name) {
        for (FileScope file : visible()) {
            Declaration.Thing thing = file.things.get(name);
            if (thing != null) {
                markUsed(file);
                return new Found(file, thing);
            }
        }
        return null;
    }

    Environment.@Nullable Binding findConstant(String name) {
        for (FileScope file : visible()) {
            Environment.Binding binding = file.constantBindings.get(name);
            if (binding != null) {
                markUsed(file);
                return binding;
            }
        }
        return null;
    }

    @Nullable
    FileScope namespace(String alias) {
        for (Import item : imports) {
            if (item.directive.alias() != null && item.directive.alias().text().equals(alias)) {
                item.used = true;
                return item.target;
            }
        }
        return null;
    }

    /** Names that imports are given. */
    List<String> namespaces() {
        List<String> names = new ArrayList<>();
        for (Import item : imports) {
            Name alias = item.directive.alias();
            if (alias != null) {
                names.add(alias.text());
            }
        }
        return names;
    }

    /** The namespace in which {@code name} is declared, or null. */
    @Nullable
    String namespaceOf(String name) {
        for (Import item : imports) {
            Name alias = item.directive.alias();
            if (alias != null && item.target.findThing(name) != null) {
                return alias.text();
            }
        }
        return null;
    }

    /** Whether an error was reported that explains why {@code name} is not known: a syntax error or a missing file. */
    boolean isBrokenName(String name) {
        for (FileScope file : visible()) {
            if (file.lacksImport
                    || file.unit.lacksImport()
                    || file.unit.brokenNames().contains(name)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable List<FileScope> visible;

    /** This file and the files it imports without a namespace, breadth first. */
    List<FileScope> visible() {
        if (visible == null) {
            Set<FileScope> seen = new LinkedHashSet<>();
            List<FileScope> queue = new ArrayList<>();
            queue.add(this);
            for (int i = 0; i < queue.size(); i++) {
                FileScope file = queue.get(i);
                if (seen.add(file)) {
                    for (Import item : file.imports) {
                        if (item.directive.alias() == null) {
                            queue.add(item.target);
                        }
                    }
                }
            }
            visible = List.copyOf(seen);
        }
        return visible;
    }

    private void markUsed(FileScope target) {
        if (target == this) {
            return;
        }
        for (Import item : imports) {
            if (item.directive.alias() == null && item.target.visible().contains(target)) {
                item.used = true;
            }
        }
    }

    Span start() {
        return new Span(unit.file(), 0, 0);
    }
}
