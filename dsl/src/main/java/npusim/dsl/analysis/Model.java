package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import npusim.dsl.Study;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.schema.PropertyType;
import npusim.dsl.schema.Schemas;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Declaration;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.ImportDirective;
import npusim.dsl.syntax.Name;
import npusim.dsl.syntax.Reference;
import npusim.hardware.Platform;
import org.jspecify.annotations.Nullable;

/** The checked declarations of all loaded files, from which records are built. */
public final class Model {
    /** Strings as a group; besides them comments and white space. */
    private static final Pattern WITHOUT_MEANING =
            Pattern.compile("(\"[^\"\\r\\n]*\")|//[^\\r\\n]*|(?s:/\\*.*?\\*/)|\\s+");

    private final List<FileScope> files;
    private final Map<String, FileScope.Found> things = new LinkedHashMap<>();
    private final Map<String, List<String>> concreteNames = new HashMap<>();
    private final Environment everywhere;
    private List<String> memoryKinds = Schemas.memoryKinds();

    /** Takes the files, those of the user before those that ship. */
    public Model(List<FileScope> files) {
        this.files = List.copyOf(files);
        this.everywhere = FileScope.over(this.files).environment;
        for (boolean shipped : new boolean[] {false, true}) {
            for (FileScope file : files) {
                if (file.shipped == shipped) {
                    file.things.forEach((name, thing) -> things.putIfAbsent(name, new FileScope.Found(file, thing)));
                }
            }
        }
        things.forEach((name, found) -> {
            if (!isAbstract(found.thing())) {
                concreteNames
                        .computeIfAbsent(found.thing().kind().text(), kind -> new ArrayList<>())
                        .add(name);
            }
        });
    }

    /** Every file that does not ship with the program. */
    public List<SourceFile> userFiles() {
        return files.stream()
                .filter(file -> !file.shipped)
                .map(file -> file.unit.file())
                .toList();
    }

    /** The declarations apart from studies, without comments and layout, file by file. */
    public String declarationsKey() {
        StringBuilder key = new StringBuilder();
        for (FileScope file : files) {
            key.append(file.unit.imports().stream().map(ImportDirective::path).toList());
            for (Declaration declaration : file.unit.declarations()) {
                boolean study = declaration instanceof Declaration.Thing thing
                        && thing.kind().text().equals("study");
                if (!study) {
                    key.append(WITHOUT_MEANING
                            .matcher(declaration.span().text())
                            .replaceAll(found -> found.group(1) == null ? " " : "$1"));
                    key.append('\n');
                }
            }
        }
        return key.toString();
    }

    /** Checks every declaration and constant of every file. */
    public void check(DiagnosticSink sink) {
        Session session = new Session(sink);
        for (FileScope file : files) {
            file.constantBindings.values().forEach(session.evaluator::binding);
            file.constantBindings.values().forEach(binding -> binding.used = false);
        }
        List<Block> studies = new ArrayList<>();
        List<Block> systems = new ArrayList<>();
        List<Block> energyTables = new ArrayList<>();
        for (FileScope file : files) {
            for (Declaration.Thing thing : file.things.values()) {
                FileScope.Found found = new FileScope.Found(file, thing);
                Block block = session.instantiator.instance(found);
                new CheckBlocks(sink, session.evaluator).check(block);
                new CheckHardware(sink, session.evaluator).check(block);
                switch (block.type.name()) {
                    case "study" -> studies.add(block);
                    case "system" -> systems.add(block);
                    case "energy_table" -> energyTables.add(block);
                    default -> {
                        // nothing that others are checked against
                    }
                }
            }
        }
        memoryKinds = List.copyOf(new CheckMemoryKinds(sink, session.evaluator).check(systems, energyTables));
        if (!studies.isEmpty()) {
            Set<String> events = pmuEvents(session);
            studies.forEach(study -> new Studies(sink, session.evaluator).check(study, events));
        }
        CheckUnused.check(files, sink);
        session.instantiator.reportUnusedParameters();
    }

    /** Names of the PMU events of all catalogues, which are checked already. */
    private Set<String> pmuEvents(Session session) {
        Set<String> names = new HashSet<>();
        for (FileScope file : files) {
            for (Declaration.Thing thing : file.things.values()) {
                if (thing.kind().text().equals("pmu_catalogue")) {
                    Block block = session.instantiator.instance(new FileScope.Found(file, thing));
                    if (!block.broken && !block.isAbstract) {
                        BindSystem.pmu(session.reader(block)).events().forEach(event -> names.add(event.name()));
                    }
                }
            }
        }
        return names;
    }

    /** Names of concrete declarations of {@code kind}, in order. */
    public List<String> names(String kind) {
        return List.copyOf(concreteNames.getOrDefault(kind, List.of()));
    }

    /** The kinds of memories that the language and the energy tables have, after a check. */
    public List<String> memoryKinds() {
        return memoryKinds;
    }

    /** The kind of the declaration called {@code name}, or null. */
    public @Nullable String kindOf(String name) {
        FileScope.Found found = things.get(name);
        return found == null ? null : found.thing().kind().text();
    }

    /** Whether a declaration can only be extended. */
    public static boolean isAbstract(Declaration.Thing thing) {
        return thing.isAbstract()
                || thing.parameters().stream().anyMatch(parameter -> parameter.defaultValue() == null);
    }

    /** Kinds by name of every declaration. */
    public Map<String, String> allNames() {
        Map<String, String> names = new LinkedHashMap<>();
        things.forEach((name, found) -> names.put(name, found.thing().kind().text()));
        return names;
    }

    /** The documentation comment of the declaration called {@code name}; empty when there is none. */
    public String documentation(String name) {
        FileScope.Found found = things.get(name);
        return found == null ? "" : found.thing().documentation();
    }

    /** Where {@code name} is declared, or null. */
    public @Nullable Span declaration(String name) {
        FileScope.Found found = things.get(name);
        if (found != null) {
            return found.thing().name().span();
        }
        for (FileScope file : files) {
            Declaration.Constant constant = file.constants.get(name);
            if (constant != null) {
                return constant.name().span();
            }
        }
        return null;
    }

    /** What to say when nothing of any kind is called {@code name}. */
    public Diagnostic unknown(String name, Span asked) {
        return Advice.nearest(
                Diagnostic.of(DiagnosticCode.UNKNOWN_DESIGN, asked, "declaration", name), name, things.keySet(), asked);
    }

    /** {@code name} and the names of what it extends, nearest first. */
    public List<String> lineage(String name) {
        List<String> names = new ArrayList<>();
        FileScope.Found at = things.get(name);
        while (at != null && names.size() < 64) {
            names.add(at.thing().name().text());
            Reference parent = at.thing().parent();
            at = parent == null
                    ? null
                    : at.file().findThing(parent.parts().getLast().text());
        }
        return names;
    }

    /** The concrete declaration of a kind called {@code name}; null after a reported problem. */
    FileScope.@Nullable Found find(String name, String kind, DiagnosticSink sink) {
        FileScope.Found found = things.get(name);
        Span asked = asked(kind, name);
        if (found == null || !found.thing().kind().text().equals(kind)) {
            Diagnostic unknown = Advice.nearest(
                    Diagnostic.of(DiagnosticCode.UNKNOWN_DESIGN, asked, kind, name), name, names(kind), asked);
            sink.report(
                    unknown.edit() != null || names(kind).isEmpty()
                            ? unknown
                            : unknown.withNote("there is " + String.join(", ", names(kind))));
            return null;
        }
        if (isAbstract(found.thing())) {
            sink.report(Diagnostic.of(DiagnosticCode.ABSTRACT_DESIGN, asked, name)
                    .withNote("declared here", found.thing().name().span()));
            return null;
        }
        return found;
    }

    /** A place for problems with what was asked for from outside: {@code what}, which said {@code text}. */
    public static Span asked(String what, String text) {
        SourceFile file = new SourceFile("<" + what + ">", text);
        return new Span(file, 0, text.length());
    }

    Session session(DiagnosticSink sink) {
        return new Session(sink);
    }

    /** Builds checked trees that nothing else sees, and records of them. Not for use by several threads at once. */
    final class Session {
        private final DiagnosticSink sink;
        private final Instantiator instantiator;
        private final Evaluator evaluator;

        Session(DiagnosticSink sink) {
            this.sink = sink;
            this.instantiator = new Instantiator(sink);
            this.evaluator = instantiator.evaluator();
        }

        /** The checked tree of a declaration with some values changed; null after a reported problem. */
        @Nullable
        Block block(FileScope.Found found, Map<String, Expression> changes) {
            Block block = instantiator.instantiate(found);
            for (Map.Entry<String, Expression> change : changes.entrySet()) {
                List<Name> path = new ArrayList<>();
                for (String part : change.getKey().split("\\.")) {
                    path.add(new Name(part, change.getValue().span()));
                }
                instantiator.override(block, path, change.getValue(), everywhere);
            }
            new CheckBlocks(sink, evaluator).check(block);
            new CheckHardware(sink, evaluator).check(block);
            if (block.broken && !sink.hasErrors()) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.BROKEN_DESIGN,
                        found.thing().name().span(),
                        found.thing().name().text()));
            }
            return block.broken ? null : block;
        }

        /** The declaration that a property of a checked tree names; null if there is none. */
        FileScope.@Nullable Found reference(Block block, String property) {
            Assigned assigned = block.properties.get(property);
            if (assigned == null
                    || !(assigned.spec.type() instanceof PropertyType.ObjectName name)
                    || !(assigned.edits.getLast().expression() instanceof Expression.Use use)) {
                return null;
            }
            FileScope.Found found =
                    instantiator.find(use.reference(), assigned.edits.getLast().environment().file, name.kind());
            return found != null ? found : things.get(use.reference().text());
        }

        Reader reader(Block block) {
            return new Reader(evaluator, block);
        }

        Platform platform(Block block) {
            FileScope.Found cpu = reference(block, "cpu");
            Block described = cpu == null ? null : block(cpu, Map.of());
            return BindSystem.platform(reader(block), described == null ? null : BindSystem.cpu(reader(described)));
        }

        Study study(Block block) {
            return new Studies(sink, evaluator).study(block);
        }

        /** The value of a property of a checked tree, or null when it has none. */
        @Nullable
        Value value(Block block, String property) {
            return evaluator.property(block, property);
        }

        /** Takes over problems of another part. */
        void report(List<Diagnostic> problems) {
            problems.forEach(sink::report);
        }
    }

    /** The word {@code kind} with its article, for messages. */
    public static String withArticle(String kind) {
        return Schemas.withArticle(kind);
    }
}
