package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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
import npusim.hardware.Accelerator;
import npusim.hardware.EnergyTable;
import npusim.hardware.EngineTiming;
import npusim.hardware.MemoryMode;
import npusim.hardware.Platform;
import npusim.hardware.PmuCatalogue;
import npusim.hardware.ReferenceRun;
import npusim.hardware.SystemConfig;
import npusim.hardware.TimingProfile;
import org.jspecify.annotations.Nullable;

/** The checked declarations of all loaded files, from which records are built. */
public final class Model {
    /** Strings as a group; besides them comments and white space. */
    private static final Pattern WITHOUT_MEANING =
            Pattern.compile("(\"[^\"\\r\\n]*\")|//[^\\r\\n]*|(?s:/\\*.*?\\*/)|\\s+");

    private final List<FileScope> files;
    private final Map<String, FileScope.Found> things = new LinkedHashMap<>();

    /** Takes the files, those of the user before those that ship. */
    public Model(List<FileScope> files) {
        this.files = List.copyOf(files);
        for (boolean shipped : new boolean[] {false, true}) {
            for (FileScope file : files) {
                if (file.shipped == shipped) {
                    file.things.forEach((name, thing) -> things.putIfAbsent(name, new FileScope.Found(file, thing)));
                }
            }
        }
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
        for (FileScope file : files) {
            for (Declaration.Thing thing : file.things.values()) {
                FileScope.Found found = new FileScope.Found(file, thing);
                Block block = session.instantiator.instance(found);
                new CheckBlocks(sink, session.evaluator).check(block);
                new CheckHardware(sink, session.evaluator).check(block);
                if (block.type.name().equals("study")) {
                    studies.add(block);
                }
            }
        }
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
                        session.pmu(block).events().forEach(event -> names.add(event.name()));
                    }
                }
            }
        }
        return names;
    }

    /** Names of concrete declarations of {@code kind}, in order. */
    public List<String> names(String kind) {
        return things.values().stream()
                .filter(found -> found.thing().kind().text().equals(kind))
                .filter(found -> !isAbstract(found.thing()))
                .map(found -> found.thing().name().text())
                .toList();
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

    /** Starts a session that reports to {@code sink}. */
    public Session session(DiagnosticSink sink) {
        return new Session(sink);
    }

    /** Builds records; overrides apply to this session's trees only. */
    public final class Session {
        private final DiagnosticSink sink;
        private final Instantiator instantiator;
        private final Evaluator evaluator;
        private final Environment everywhere = FileScope.over(files).environment;
        private final Map<Declaration.Thing, Block> checked = new LinkedHashMap<>();

        Session(DiagnosticSink sink) {
            this.sink = sink;
            this.instantiator = new Instantiator(sink);
            this.evaluator = instantiator.evaluator();
        }

        /** The checked tree of a declaration; null after a reported problem. */
        public @Nullable Block block(String name, String kind, Span asked, Map<String, Expression> overrides) {
            FileScope.Found found = things.get(name);
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
            return block(found, overrides);
        }

        private @Nullable Block block(FileScope.Found found, Map<String, Expression> overrides) {
            Block known = checked.get(found.thing());
            if (known == null) {
                known = instantiator.instantiate(found);
                for (Map.Entry<String, Expression> override : overrides.entrySet()) {
                    List<Name> path = new ArrayList<>();
                    for (String part : override.getKey().split("\\.")) {
                        path.add(new Name(part, override.getValue().span()));
                    }
                    instantiator.override(known, path, override.getValue(), everywhere);
                }
                new CheckBlocks(sink, evaluator).check(known);
                new CheckHardware(sink, evaluator).check(known);
                checked.put(found.thing(), known);
            }
            if (known.broken && !sink.hasErrors()) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.BROKEN_DESIGN,
                        found.thing().name().span(),
                        found.thing().name().text()));
            }
            return known.broken ? null : known;
        }

        private @Nullable Block referenced(Block block, String property) {
            Assigned assigned = block.properties.get(property);
            if (assigned == null
                    || !(assigned.spec.type() instanceof PropertyType.ObjectName name)
                    || !(assigned.edits.getLast().expression() instanceof Expression.Use use)) {
                return null;
            }
            FileScope.Found found =
                    instantiator.find(use.reference(), assigned.edits.getLast().environment().file, name.kind());
            if (found == null) {
                found = things.get(use.reference().text());
            }
            return found == null ? null : block(found, Map.of());
        }

        /** The accelerator of a checked tree; engine and energy trees may be given, else they are looked up. */
        public @Nullable Accelerator accelerator(Block block, @Nullable Block engine, @Nullable Block energy) {
            Block pmuBlock = referenced(block, "pmu");
            Block engineBlock = engine != null ? engine : referenced(block, "engine");
            Block energyBlock = energy != null ? energy : referenced(block, "energy");
            if (pmuBlock == null || engineBlock == null || energyBlock == null) {
                return null;
            }
            return BindAccelerator.bind(reader(block), pmu(pmuBlock), engineTiming(engineBlock), energy(energyBlock));
        }

        private Reader reader(Block block) {
            return new Reader(evaluator, block);
        }

        /** The PMU catalogue of a checked tree. */
        public PmuCatalogue pmu(Block block) {
            return BindSystem.pmu(reader(block));
        }

        /** The engine timing of a checked tree. */
        public EngineTiming engineTiming(Block block) {
            return BindSystem.engineTiming(reader(block));
        }

        /** The energy table of a checked tree. */
        public EnergyTable energy(Block block) {
            return BindSystem.energy(reader(block));
        }

        /** The system configuration of a checked tree. */
        public SystemConfig system(Block block) {
            return BindSystem.system(reader(block));
        }

        /** The memory mode of a checked tree. */
        public MemoryMode memoryMode(Block block) {
            return BindSystem.memoryMode(reader(block));
        }

        /** The platform of a checked tree. */
        public Platform platform(Block block) {
            Block cpu = referenced(block, "cpu");
            return BindSystem.platform(reader(block), cpu == null ? null : BindSystem.cpu(reader(cpu)));
        }

        /** The timing profile of a checked tree. */
        public TimingProfile timingProfile(Block block) {
            return BindSystem.timingProfile(reader(block));
        }

        /** The reference run of a checked tree. */
        public ReferenceRun referenceRun(Block block) {
            return BindSystem.referenceRun(reader(block));
        }

        /** The study of a checked tree. */
        public npusim.dsl.Study study(Block block) {
            return new Studies(sink, evaluator).study(block);
        }

        /** The value of a property of a checked tree, or null when it has none. */
        public @Nullable Value value(Block block, String property) {
            return evaluator.property(block, property);
        }
    }

    /** The word {@code kind} with its article, for messages. */
    public static String withArticle(String kind) {
        return Schemas.withArticle(kind);
    }
}
