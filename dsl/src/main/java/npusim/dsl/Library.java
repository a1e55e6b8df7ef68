package npusim.dsl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import npusim.dsl.analysis.Assigned;
import npusim.dsl.analysis.Block;
import npusim.dsl.analysis.Model;
import npusim.dsl.analysis.Value;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.schema.Schemas;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Parser;
import npusim.hardware.Accelerator;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.MemoryMode;
import npusim.hardware.Platform;
import npusim.hardware.PlatformDefault;
import npusim.hardware.PmuCatalogue;
import npusim.hardware.ReferenceRun;
import npusim.hardware.SystemConfig;
import npusim.hardware.TimingProfile;
import org.eclipse.collections.api.factory.Maps;
import org.jspecify.annotations.Nullable;

/**
 * Compiled declarations by name. Every method that takes a name throws {@link DiagnosticException} with the nearest names
 * when there is nothing of that name. Safe for use by several threads.
 */
public final class Library {

    private final Model model;

    Library(Model model) {
        this.model = model;
    }

    /** Names of concrete declarations of a kind ({@code accelerator, system, memory_mode, platform, study …}). */
    public List<String> names(String kind) {
        return model.names(kind);
    }

    /** The files of the user that it was compiled from, with those they import. */
    public List<SourceFile> userFiles() {
        return model.userFiles();
    }

    /**
     * A text that is equal for equal declarations, whatever their comments and layout: what designs are made from, without
     * studies.
     */
    public String declarationsKey() {
        return model.declarationsKey();
    }

    /** Kinds by name of every declaration. */
    public Map<String, String> allNames() {
        return model.allNames();
    }

    /** The documentation comment of the declaration called {@code name}; empty when there is none. */
    public String documentation(String name) {
        return model.documentation(name);
    }

    /** Where {@code name} is declared, or null. */
    public @Nullable Span declaration(String name) {
        return model.declaration(name);
    }

    /** The kind of the declaration called {@code name}, or null. */
    public @Nullable String kindOf(String name) {
        return model.kindOf(name);
    }

    /** {@code name} and the names of what it extends, nearest first; empty when there is nothing of that name. */
    public List<String> lineage(String name) {
        return model.lineage(name);
    }

    /** The accelerator called {@code name}. */
    public Accelerator accelerator(String name) {
        return with(name, "accelerator", (session, block) -> session.accelerator(block, null, null));
    }

    /** The system configuration called {@code name}. */
    public SystemConfig system(String name) {
        return with(name, "system", Model.Session::system);
    }

    /** The memory mode called {@code name}. */
    public MemoryMode memoryMode(String name) {
        return with(name, "memory_mode", Model.Session::memoryMode);
    }

    /** The platform called {@code name}. */
    public Platform platform(String name) {
        return with(name, "platform", Model.Session::platform);
    }

    /** The timing profile called {@code name}. */
    public TimingProfile timingProfile(String name) {
        return with(name, "timing_profile", Model.Session::timingProfile);
    }

    /** The PMU catalogue called {@code name}. */
    public PmuCatalogue pmuCatalogue(String name) {
        return with(name, "pmu_catalogue", Model.Session::pmu);
    }

    /** The reference run called {@code name}. */
    public ReferenceRun referenceRun(String name) {
        return with(name, "reference_run", Model.Session::referenceRun);
    }

    /** The first reference run: what {@code npusim run} replays when nothing is asked for. */
    public ReferenceRun referenceRun() {
        return referenceRun(names("reference_run").getFirst());
    }

    /** The configuration of a reference run. */
    public HardwareConfiguration configure(ReferenceRun run) {
        return configure(Selection.of(run.accelerator())
                        .withPlatform(run.platform())
                        .withSystem(run.systemConfig())
                        .withMemoryMode(run.memoryMode()))
                .withArenaCacheBytes(run.arenaCacheBytes());
    }

    /** The study called {@code name}. */
    public Study study(String name) {
        return with(name, "study", Model.Session::study);
    }

    private interface Bind<T> {
        @Nullable
        T bind(Model.Session session, Block block);
    }

    private synchronized <T> T with(String name, String kind, Bind<T> bind) {
        DiagnosticSink sink = new DiagnosticSink();
        Model.Session session = model.session(sink);
        Block block = session.block(name, kind, asked(kind, name), Map.of());
        T bound = block == null ? null : bind.bind(session, block);
        if (bound == null) {
            throw new DiagnosticException(sink.sorted());
        }
        return bound;
    }

    /** Each override is a place of its own, so that all that are wrong are told. */
    private static Span askedOverride(String path) {
        return asked("override " + path, path);
    }

    private static Span asked(String what, String text) {
        SourceFile file = new SourceFile("<" + what + ">", text);
        return new Span(file, 0, text.length());
    }

    /** Puts a configuration together; throws {@link DiagnosticException} when names, values or parts do not fit. */
    public synchronized HardwareConfiguration configure(Selection selection) {
        DiagnosticSink sink = new DiagnosticSink();
        HardwareConfiguration configuration = new Configure(sink).configure(selection);
        if (configuration == null || sink.hasErrors()) {
            throw new DiagnosticException(sink.sorted());
        }
        return configuration;
    }

    /** Everything that {@code selection} resolves to, each value with its origin; paths start with the part's root. */
    public synchronized List<ResolvedProperty> resolve(Selection selection) {
        DiagnosticSink sink = new DiagnosticSink();
        Configure configure = new Configure(sink);
        if (configure.configure(selection) == null || sink.hasErrors()) {
            throw new DiagnosticException(sink.sorted());
        }
        List<ResolvedProperty> all = new ArrayList<>();
        configure.blocks.forEach((root, block) -> collect(configure.session, block, root + ".", all));
        return all;
    }

    /** Every property of the declaration called {@code name}, with its origin. */
    public synchronized List<ResolvedProperty> properties(String name) {
        DiagnosticSink sink = new DiagnosticSink();
        Model.Session session = model.session(sink);
        String kind = kindOf(name);
        if (kind == null) {
            throw new DiagnosticException(List.of(model.unknown(name, asked("name", name))));
        }
        Block block = session.block(name, kind, asked("name", name), Map.of());
        if (block == null) {
            throw new DiagnosticException(sink.sorted());
        }
        List<ResolvedProperty> all = new ArrayList<>();
        collect(session, block, "", all);
        return all;
    }

    private static void collect(Model.Session session, Block block, String prefix, List<ResolvedProperty> all) {
        List<String> names = new ArrayList<>(block.type().properties().keySet());
        block.properties().keySet().stream().filter(n -> !names.contains(n)).forEach(names::add);
        for (String name : names) {
            Value value = session.value(block, name);
            Assigned assigned = block.properties().get(name);
            if (value == null || assigned == null) {
                continue;
            }
            all.add(new ResolvedProperty(
                    prefix + name,
                    value.toString(),
                    assigned.isDefault() ? "default" : assigned.origin().fileAndLine(),
                    assigned.spec().meaning(),
                    assigned.documentation()));
        }
        block.children().forEach((name, child) -> collect(session, child, prefix + name + ".", all));
    }

    /** One run of {@link Library#configure}. */
    private final class Configure {
        private final DiagnosticSink sink;
        private final Model.Session session;
        private final Map<String, Map<String, Expression>> overrides = new LinkedHashMap<>();
        private final Map<String, Block> blocks = new LinkedHashMap<>();

        Configure(DiagnosticSink sink) {
            this.sink = sink;
            this.session = model.session(sink);
        }

        @Nullable
        HardwareConfiguration configure(Selection selection) {
            parse(selection.overrides());
            Block accelerator = part("accelerator", "accelerator", selection.accelerator());
            if (accelerator == null || sink.hasErrors()) {
                return null;
            }
            List<String> lineage = model.lineage(selection.accelerator());
            Platform platform = platform(selection, lineage);
            if (platform == null) {
                return null;
            }
            PlatformDefault fallback = defaultFor(platform, lineage);
            String systemName = selection.system() != null
                    ? selection.system()
                    : (fallback == null ? null : fallback.systemConfig());
            String modeName = selection.memoryMode() != null
                    ? selection.memoryMode()
                    : (fallback == null ? null : fallback.memoryMode());
            if (systemName == null || modeName == null) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.NO_DEFAULTS,
                        asked("accelerator", selection.accelerator()),
                        selection.accelerator(),
                        systemName == null && modeName == null
                                ? "a system and a memory mode"
                                : (systemName == null ? "a system" : "a memory mode")));
                return null;
            }
            Block system = part("system", "system", systemName);
            Block mode = part("memory_mode", "memory_mode", modeName);
            TimingProfile profile = timing(selection, platform, lineage, modeName);
            Accelerator bound = boundAccelerator(accelerator);
            if (system == null || mode == null || profile == null || bound == null || sink.hasErrors()) {
                return null;
            }
            refuseUnused(selection.overrides());
            SystemConfig memories = session.system(system);
            HardwareConfiguration configuration = new HardwareConfiguration(
                    bound,
                    memories,
                    session.memoryMode(mode),
                    platform,
                    profile.name().equals(TimingProfile.DESCRIBED)
                            ? TimingProfile.described(memories, bound.ports())
                            : profile);
            new CheckConfiguration(sink).check(configuration, system.span(), mode.span());
            return configuration;
        }

        private void parse(List<Selection.Change> list) {
            for (Selection.Change override : list) {
                int dot = override.path().indexOf('.');
                String root = dot < 0 ? override.path() : override.path().substring(0, dot);
                if (dot < 0 || !Schemas.roots().containsKey(root)) {
                    sink.report(Diagnostic.of(
                            DiagnosticCode.BAD_OVERRIDE,
                            askedOverride(override.path()),
                            String.join(", ", Schemas.roots().keySet()),
                            root));
                    continue;
                }
                Expression value = Parser.parseExpression(
                        new SourceFile("<override " + override.path() + ">", override.value()), sink);
                if (value != null) {
                    overrides
                            .computeIfAbsent(root, r -> new LinkedHashMap<>())
                            .put(override.path().substring(dot + 1), value);
                }
            }
        }

        /** An override of a part that this design does not have would change nothing. */
        private void refuseUnused(List<Selection.Change> changes) {
            for (Selection.Change change : changes) {
                String root = change.path().substring(0, change.path().indexOf('.'));
                if (!blocks.containsKey(root)) {
                    sink.report(Diagnostic.of(
                            DiagnosticCode.UNUSED_OVERRIDE,
                            askedOverride(change.path()),
                            change.path(),
                            Schemas.withArticle(
                                    String.valueOf(Schemas.roots().get(root)).replace('_', ' '))));
                }
            }
        }

        private @Nullable Block part(String root, String kind, String name) {
            Block block = session.block(name, kind, asked(kind, name), overrides.getOrDefault(root, Map.of()));
            if (block != null) {
                blocks.put(root, block);
            }
            return block;
        }

        private @Nullable Accelerator boundAccelerator(Block accelerator) {
            Block engine = null;
            Block energy = null;
            Value engineName = session.value(accelerator, "engine");
            Value energyName = session.value(accelerator, "energy");
            if (engineName instanceof Value.Symbol symbol) {
                engine = part("engine", "engine_timing", symbol.word());
            }
            if (energyName instanceof Value.Symbol symbol) {
                energy = part("energy", "energy_table", symbol.word());
            }
            return session.accelerator(accelerator, engine, energy);
        }

        private @Nullable Platform platform(Selection selection, List<String> lineage) {
            if (selection.platform() != null) {
                Block block = part("platform", "platform", selection.platform());
                return block == null ? null : session.platform(block);
            }
            for (String name : model.names("platform")) {
                Block block = session.block(
                        name, "platform", asked("platform", name), overrides.getOrDefault("platform", Map.of()));
                if (block != null && defaultFor(session.platform(block), lineage) != null) {
                    blocks.put("platform", block);
                    return session.platform(block);
                }
            }
            if (sink.hasErrors()) {
                return null;
            }
            if (selection.system() == null || selection.memoryMode() == null) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.NO_DEFAULTS,
                        asked("accelerator", selection.accelerator()),
                        selection.accelerator(),
                        "a platform"));
                return null;
            }
            return new Platform(
                    "none",
                    "",
                    org.eclipse.collections.api.factory.Lists.immutable.empty(),
                    org.eclipse.collections.api.factory.Lists.immutable.empty(),
                    true,
                    Maps.immutable.empty(),
                    null);
        }

        private static @Nullable PlatformDefault defaultFor(Platform platform, List<String> lineage) {
            for (String name : lineage) {
                PlatformDefault row = platform.defaultFor(name);
                if (row != null) {
                    return row;
                }
            }
            return null;
        }

        private @Nullable TimingProfile timing(
                Selection selection, Platform platform, List<String> lineage, String mode) {
            String name = selection.timingProfile();
            if (name == null) {
                for (String modeName : model.lineage(mode)) {
                    for (String accelerator : lineage) {
                        if (name == null) {
                            name = platform.profileFor(accelerator, modeName);
                        }
                    }
                }
            }
            if (name == null) {
                name = platform.describedMemories() ? TimingProfile.DESCRIBED : TimingProfile.NONE;
            }
            if (name.equals(TimingProfile.NONE)) {
                return TimingProfile.none();
            }
            if (name.equals(TimingProfile.DESCRIBED)) {
                return new TimingProfile(TimingProfile.DESCRIBED, Maps.immutable.empty());
            }
            Block block = part("timing", "timing_profile", name);
            return block == null ? null : session.timingProfile(block);
        }
    }
}
