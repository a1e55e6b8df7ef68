package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import npusim.cache.Memo;
import npusim.dsl.Study;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Parser;
import npusim.hardware.Accelerator;
import npusim.hardware.EnergyTable;
import npusim.hardware.EngineTiming;
import npusim.hardware.MemoryMode;
import npusim.hardware.Platform;
import npusim.hardware.PmuCatalogue;
import npusim.hardware.PortGroup;
import npusim.hardware.ReferenceRun;
import npusim.hardware.SystemConfig;
import npusim.hardware.TimingProfile;
import org.jspecify.annotations.Nullable;

/**
 * Parts of designs by the names of their declarations and what is changed in them. Those used last are remembered, so that
 * designs which differ in one part share the others. Safe for use by several threads.
 */
public final class Parts {
    /** Studies come back to the same changes of one part for each value of another. */
    private static final int REMEMBERED_OF_A_KIND = 512;

    private final Model model;
    private final Kind<SystemConfig> systems =
            new Kind<>("system", (session, block) -> BindSystem.system(session.reader(block)));
    private final Kind<MemoryMode> memoryModes =
            new Kind<>("memory_mode", (session, block) -> BindSystem.memoryMode(session.reader(block)));
    private final Kind<Platform> platforms = new Kind<>("platform", Model.Session::platform);
    private final Kind<TimingProfile> timingProfiles =
            new Kind<>("timing_profile", (session, block) -> BindSystem.timingProfile(session.reader(block)));
    private final Kind<PmuCatalogue> catalogues =
            new Kind<>("pmu_catalogue", (session, block) -> BindSystem.pmu(session.reader(block)));
    private final Kind<EngineTiming> engines =
            new Kind<>("engine_timing", (session, block) -> BindSystem.engineTiming(session.reader(block)));
    private final Kind<EnergyTable> energies =
            new Kind<>("energy_table", (session, block) -> BindSystem.energy(session.reader(block)));
    private final Kind<ReferenceRun> referenceRuns =
            new Kind<>("reference_run", (session, block) -> BindSystem.referenceRun(session.reader(block)));
    private final Kind<Study> studies = new Kind<>("study", Model.Session::study);
    private final Memo<AcceleratorKey, Part<AcceleratorParts>, RuntimeException> accelerators =
            new Memo<>(REMEMBERED_OF_A_KIND);

    private final Memo<Change, Parsed, RuntimeException> overrides = new Memo<>(REMEMBERED_OF_A_KIND);

    /** The parts of a model, which must be checked. */
    public Parts(Model model) {
        this.model = model;
    }

    /**
     * An accelerator with the parts that it names.
     *
     * @param accelerator all of it
     * @param engine what its engine timing was made of
     * @param energy what its energy table was made of
     */
    public record AcceleratorParts(Accelerator accelerator, Part<EngineTiming> engine, Part<EnergyTable> energy) {}

    private record Change(String path, String text) {}

    private record Parsed(@Nullable Expression value, List<Diagnostic> problems) {}

    /** A declaration with the texts of what is changed in it. */
    private record Key(FileScope.Found found, Map<String, String> changes) {
        static Key of(FileScope.Found found, Map<String, Expression> changes) {
            return new Key(found, texts(changes));
        }
    }

    private record AcceleratorKey(Key accelerator, Map<String, String> engine, Map<String, String> energy) {}

    private static Map<String, String> texts(Map<String, Expression> changes) {
        Map<String, String> texts = LinkedHashMap.newLinkedHashMap(changes.size());
        changes.forEach((path, value) -> texts.put(path, value.span().text()));
        return texts;
    }

    /** The parts of one kind. */
    private final class Kind<T> {
        private final String kind;
        private final Part.Bind<T> bind;
        private final Memo<Key, Part<T>, RuntimeException> remembered = new Memo<>(REMEMBERED_OF_A_KIND);

        Kind(String kind, Part.Bind<T> bind) {
            this.kind = kind;
            this.bind = bind;
        }

        Part<T> named(String name, Map<String, Expression> changes) {
            DiagnosticSink sink = new DiagnosticSink();
            FileScope.Found found = model.find(name, kind, sink);
            return found == null ? Part.missing(model, sink) : of(found, changes);
        }

        Part<T> of(FileScope.Found found, Map<String, Expression> changes) {
            return remembered.get(Key.of(found, changes), key -> Part.of(model, found, changes, bind));
        }
    }

    /** The value that {@code text} gives to {@code path}; null after a reported error. */
    public @Nullable Expression override(String path, String text, DiagnosticSink sink) {
        Parsed parsed = overrides.get(new Change(path, text), Parts::parse);
        parsed.problems().forEach(sink::report);
        return parsed.value();
    }

    private static Parsed parse(Change change) {
        DiagnosticSink sink = new DiagnosticSink();
        SourceFile file = new SourceFile("<override " + change.path() + ">", change.text());
        return new Parsed(Parser.parseExpression(file, sink), sink.sorted());
    }

    /** A system configuration. */
    public Part<SystemConfig> system(String name, Map<String, Expression> changes) {
        return systems.named(name, changes);
    }

    /** A memory mode. */
    public Part<MemoryMode> memoryMode(String name, Map<String, Expression> changes) {
        return memoryModes.named(name, changes);
    }

    /** A platform. */
    public Part<Platform> platform(String name, Map<String, Expression> changes) {
        return platforms.named(name, changes);
    }

    /** A timing profile. */
    public Part<TimingProfile> timingProfile(String name, Map<String, Expression> changes) {
        return timingProfiles.named(name, changes);
    }

    /** A PMU catalogue. */
    public Part<PmuCatalogue> pmuCatalogue(String name) {
        return catalogues.named(name, Map.of());
    }

    /** A reference run. */
    public Part<ReferenceRun> referenceRun(String name) {
        return referenceRuns.named(name, Map.of());
    }

    /** A study. */
    public Part<Study> study(String name) {
        return studies.named(name, Map.of());
    }

    /** An accelerator with changes in itself, in its engine timing and in its energy table. */
    public Part<AcceleratorParts> accelerator(
            String name,
            Map<String, Expression> changes,
            Map<String, Expression> inEngine,
            Map<String, Expression> inEnergy) {
        DiagnosticSink sink = new DiagnosticSink();
        FileScope.Found found = model.find(name, "accelerator", sink);
        if (found == null) {
            return Part.missing(model, sink);
        }
        return accelerators.get(
                new AcceleratorKey(Key.of(found, changes), texts(inEngine), texts(inEnergy)),
                key -> Part.of(
                        model, found, changes, (session, block) -> accelerator(session, block, inEngine, inEnergy)));
    }

    private @Nullable AcceleratorParts accelerator(
            Model.Session session, Block block, Map<String, Expression> inEngine, Map<String, Expression> inEnergy) {
        PmuCatalogue pmu = bound(session, referred(session, block, "pmu", catalogues, Map.of()));
        Part<EngineTiming> engine = referred(session, block, "engine", engines, inEngine);
        Part<EnergyTable> energy = referred(session, block, "energy", energies, inEnergy);
        EngineTiming timing = bound(session, engine);
        EnergyTable table = bound(session, energy);
        if (pmu == null || engine == null || timing == null || energy == null || table == null) {
            return null;
        }
        Accelerator accelerator = BindAccelerator.bind(session.reader(block), pmu, timing, table);
        List<Diagnostic> problems = bursts(accelerator, block.root().span);
        session.report(problems);
        return problems.isEmpty() ? new AcceleratorParts(accelerator, engine, energy) : null;
    }

    /** The engine timing may not ask a port for less than a beat. */
    private static List<Diagnostic> bursts(Accelerator accelerator, Span declared) {
        List<Diagnostic> problems = new ArrayList<>();
        for (int side = 0; side < accelerator.ports().size(); side++) {
            PortGroup port = accelerator.ports().get(side);
            String burst = side == 0 ? "sram_burst_bytes" : "external_burst_bytes";
            long bytes = accelerator.timing().cycles(burst);
            if (bytes < port.beatBytes()) {
                problems.add(Diagnostic.of(
                        DiagnosticCode.BURST_BELOW_BEAT,
                        declared,
                        bytes + " B (" + burst + " of " + accelerator.timing().name() + ")",
                        port.beatBytes() + " B of " + port.name()));
            }
        }
        return problems;
    }

    private static <T> @Nullable Part<T> referred(
            Model.Session session, Block block, String property, Kind<T> kind, Map<String, Expression> changes) {
        FileScope.Found found = session.reference(block, property);
        return found == null ? null : kind.of(found, changes);
    }

    private static <T> @Nullable T bound(Model.Session session, @Nullable Part<T> part) {
        if (part == null) {
            return null;
        }
        session.report(part.problems());
        return part.bound();
    }

    /** A declaration of any kind. */
    public Part<?> any(String name, String kind) {
        return new Kind<>(kind, (session, block) -> block).named(name, Map.of());
    }
}
