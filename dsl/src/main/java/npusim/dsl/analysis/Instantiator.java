package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.schema.BlockType;
import npusim.dsl.schema.Schemas;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Argument;
import npusim.dsl.syntax.Declaration;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Member;
import npusim.dsl.syntax.Name;
import npusim.dsl.syntax.Parameter;
import npusim.dsl.syntax.Reference;
import org.jspecify.annotations.Nullable;

/** Applies inheritance: folds a declaration and its ancestors, oldest first, into one tree of blocks. */
final class Instantiator {

    private static final int MAX_ANCESTORS = 64;

    private final DiagnosticSink sink;
    private final Evaluator evaluator;
    private final Map<FileScope.Found, Block> instances = new HashMap<>();
    private final Set<FileScope.Found> growing = new HashSet<>();
    private final List<RootParameter> parameters = new ArrayList<>();
    private final Environment empty = FileScope.over(List.of()).environment;

    Instantiator(DiagnosticSink sink) {
        this.sink = sink;
        this.evaluator = new Evaluator(sink, this);
    }

    /** Warns of parameters that no value used; to be called when everything is evaluated. */
    void reportUnusedParameters() {
        for (RootParameter parameter : parameters) {
            if (!parameter.binding().used
                    && !sink.hasErrorsIn(parameter.name().span().file())) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.UNUSED_PARAMETER,
                        parameter.name().span(),
                        parameter.name().text(),
                        parameter.thing().name().text()));
            }
        }
    }

    Evaluator evaluator() {
        return evaluator;
    }

    Environment emptyEnvironment() {
        return empty;
    }

    private record RootParameter(Declaration.Thing thing, Name name, Environment.Binding binding) {}

    /** One declaration of an inheritance chain, with the arguments its child gave. */
    private record Link(FileScope file, Declaration.Thing thing, List<Argument> arguments) {}

    /** The tree of a declaration with default arguments. */
    Block instance(FileScope.Found found) {
        Block known = instances.get(found);
        if (known == null) {
            growing.add(found);
            known = instantiate(found);
            growing.remove(found);
            instances.put(found, known);
        }
        return known;
    }

    /** Whether the tree of a declaration is being put together, so that nothing in it has a value yet. */
    boolean isGrowing(FileScope.Found found) {
        return growing.contains(found);
    }

    /** A fresh tree of a declaration with default arguments. */
    Block instantiate(FileScope.Found found) {
        Declaration.Thing thing = found.thing();
        BlockType type = Schemas.kinds().get(thing.kind().text());
        if (type == null) {
            throw new IllegalArgumentException(thing.kind().text());
        }
        Block root = new Block(type, thing.name().text(), null, thing.name().span());
        root.documentation = thing.documentation();
        root.isAbstract = thing.isAbstract()
                || thing.parameters().stream().anyMatch(parameter -> parameter.defaultValue() == null);
        List<Link> chain = chain(found);
        if (chain == null) {
            root.broken = true;
            return root;
        }
        Environment child = empty;
        List<Environment> environments = new ArrayList<>();
        Span asked = root.span;
        for (Link link : chain) {
            child = bindParameters(link, child, root, asked);
            environments.add(child);
            Reference parent = link.thing().parent();
            asked = parent == null ? asked : parent.span();
        }
        for (int i = chain.size() - 1; i >= 0; i--) {
            new Level(sink, evaluator).apply(chain.get(i).thing().members(), root, environments.get(i));
        }
        return root;
    }

    /** The declaration, its parent, and so on; null after a reported error. */
    private @Nullable List<Link> chain(FileScope.Found found) {
        List<Link> chain = new ArrayList<>();
        Set<FileScope.Found> seen = new LinkedHashSet<>();
        FileScope.Found at = found;
        List<Argument> arguments = List.of();
        while (true) {
            chain.add(new Link(at.file(), at.thing(), arguments));
            seen.add(at);
            Reference parent = at.thing().parent();
            if (parent == null) {
                return chain;
            }
            FileScope.Found next = find(parent, at.file(), at.thing().kind().text());
            if (next == null) {
                return null;
            }
            if (seen.contains(next)) {
                reportCycle(seen, next.thing());
                return null;
            }
            if (chain.size() >= MAX_ANCESTORS) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.INHERITANCE_TOO_DEEP,
                        found.thing().name().span(),
                        MAX_ANCESTORS));
                return null;
            }
            at = next;
            arguments = parent.arguments();
        }
    }

    private void reportCycle(Set<FileScope.Found> seen, Declaration.Thing entry) {
        List<String> names = new ArrayList<>();
        Declaration.@Nullable Thing first = null;
        boolean inside = false;
        for (FileScope.Found found : seen) {
            Declaration.Thing thing = found.thing();
            inside |= thing == entry;
            if (inside) {
                names.add(thing.name().text());
                if (first == null || thing.span().start() < first.span().start()) {
                    first = thing;
                }
            }
        }
        names.add(entry.name().text());
        Declaration.Thing place = first == null ? entry : first;
        Reference parent = place.parent();
        sink.report(Diagnostic.of(
                DiagnosticCode.CYCLIC_INHERITANCE,
                parent == null ? place.name().span() : parent.span(),
                String.join(" extends ", names)));
    }

    /** Values for the parameters of one declaration, which {@code asked} names. */
    private Environment bindParameters(Link link, Environment child, Block root, Span asked) {
        boolean isRoot = asked == root.span;
        Environment environment = new Environment(link.file().environment);
        List<Parameter> declared = link.thing().parameters();
        Map<String, Argument> given = new HashMap<>();
        for (int i = 0; i < link.arguments().size(); i++) {
            Argument argument = link.arguments().get(i);
            Name name = argument.name();
            String key = name != null
                    ? name.text()
                    : (i < declared.size() ? declared.get(i).name().text() : "");
            boolean known = declared.stream().anyMatch(p -> p.name().text().equals(key));
            if (!known) {
                sink.report(Advice.nearest(
                        Diagnostic.of(
                                DiagnosticCode.UNKNOWN_PARAMETER,
                                name == null ? argument.value().span() : name.span(),
                                link.thing().name().text(),
                                name == null ? "number " + (i + 1) : "'" + key + "'"),
                        key,
                        declared.stream().map(p -> p.name().text()).toList(),
                        name == null ? argument.value().span() : name.span()));
                root.broken = true;
            } else if (given.put(key, argument) != null) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.DUPLICATE_NAME, argument.value().span(), key));
                root.broken = true;
            }
        }
        Set<String> seen = new HashSet<>();
        for (Parameter parameter : declared) {
            if (!seen.add(parameter.name().text())) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.DUPLICATE_NAME,
                        parameter.name().span(),
                        parameter.name().text()));
                root.broken = true;
                continue;
            }
            Argument argument = given.get(parameter.name().text());
            if (argument != null) {
                environment.bind(parameter.name().text(), Environment.Binding.argument(argument.value(), child));
            } else if (parameter.defaultValue() != null) {
                environment.bind(
                        parameter.name().text(),
                        new Environment.Binding(
                                parameter.defaultValue(),
                                environment,
                                parameter.name().span()));
            } else {
                if (!isRoot) {
                    sink.report(Diagnostic.of(
                                    DiagnosticCode.MISSING_ARGUMENT,
                                    asked,
                                    link.thing().name().text(),
                                    parameter.name().text())
                            .withNote("declared here", parameter.name().span()));
                    root.broken = true;
                }
                Environment.Binding open = new Environment.Binding(
                        new Expression.Text("", parameter.name().span()),
                        environment,
                        parameter.name().span());
                open.value = Value.Broken.INSTANCE;
                environment.bind(parameter.name().text(), open);
            }
            Environment.Binding binding = environment.lookup(parameter.name().text());
            if (isRoot && binding != null) {
                parameters.add(new RootParameter(link.thing(), parameter.name(), binding));
            }
        }
        return environment;
    }

    /** The declaration that {@code reference} names, of kind {@code kind}; null after a reported error. */
    FileScope.@Nullable Found find(Reference reference, FileScope file, String kind) {
        String name = reference.parts().getLast().text();
        FileScope from = file;
        if (reference.parts().size() == 2) {
            FileScope namespace = file.namespace(reference.first().text());
            if (namespace == null) {
                if (file.isBrokenName(reference.first().text())) {
                    return null;
                }
                sink.report(Advice.nearest(
                        Diagnostic.of(
                                DiagnosticCode.UNKNOWN_NAMESPACE,
                                reference.first().span(),
                                reference.first().text()),
                        reference.first().text(),
                        file.namespaces(),
                        reference.first().span()));
                return null;
            }
            from = namespace;
        }
        FileScope.Found found = reference.parts().size() > 2 ? null : from.findThing(name);
        if (found == null) {
            if (!from.isBrokenName(name)) {
                List<String> candidates = new ArrayList<>();
                for (FileScope visible : from.visible()) {
                    visible.things.values().stream()
                            .filter(thing -> thing.kind().text().equals(kind))
                            .forEach(thing -> candidates.add(thing.name().text()));
                }
                String namespace = from.namespaceOf(name);
                if (namespace != null) {
                    String qualified = namespace + "." + name;
                    sink.report(
                            Diagnostic.of(DiagnosticCode.UNKNOWN_DECLARATION, reference.span(), kind, reference.text())
                                    .withEdit("did you mean " + qualified + "?", reference.span(), qualified));
                    return null;
                }
                String shippedFile = from.declaringFile.apply(name);
                if (shippedFile != null) {
                    Span top = new Span(file.unit.file(), 0, 0);
                    String line = "import \"" + shippedFile + "\"";
                    sink.report(
                            Diagnostic.of(DiagnosticCode.UNKNOWN_DECLARATION, reference.span(), kind, reference.text())
                                    .withEdit("it ships with npusim: " + line, top, line + "\n"));
                    return null;
                }
                sink.report(Advice.nearest(
                        Diagnostic.of(DiagnosticCode.UNKNOWN_DECLARATION, reference.span(), kind, reference.text()),
                        name,
                        candidates,
                        reference.span()));
            }
            return null;
        }
        if (!found.thing().kind().text().equals(kind)) {
            sink.report(Diagnostic.of(
                            DiagnosticCode.WRONG_KIND,
                            reference.span(),
                            reference.text(),
                            Schemas.withArticle(found.thing().kind().text()),
                            Schemas.withArticle(kind))
                    .withNote("declared here", found.thing().name().span()));
            return null;
        }
        return found;
    }

    /** Sets one property of a tree, as an override from outside does. */
    void override(Block root, List<Name> path, Expression value, Environment environment) {
        Member.Property property = new Member.Property(path, Member.Edit.SET, value, "", value.span());
        new Level(sink, evaluator).apply(List.of(property), root, environment);
    }
}
