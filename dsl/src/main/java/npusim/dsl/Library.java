package npusim.dsl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import npusim.dsl.analysis.Model;
import npusim.dsl.analysis.Part;
import npusim.dsl.analysis.Parts;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import npusim.hardware.Accelerator;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.MemoryMode;
import npusim.hardware.Platform;
import npusim.hardware.PmuCatalogue;
import npusim.hardware.ReferenceRun;
import npusim.hardware.SystemConfig;
import npusim.hardware.TimingProfile;
import org.jspecify.annotations.Nullable;

/**
 * Compiled declarations by name. Every method that takes a name throws {@link DiagnosticException} with the nearest names
 * when there is nothing of that name. Safe for use by several threads.
 */
public final class Library {

    private final Model model;
    private final Parts parts;

    Library(Model model) {
        this.model = model;
        this.parts = new Parts(model);
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

    /** The kinds of memories that the language and the energy tables have. */
    public List<String> memoryKinds() {
        return model.memoryKinds();
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
        return bound(parts.accelerator(name, Map.of(), Map.of(), Map.of())).accelerator();
    }

    /** The system configuration called {@code name}. */
    public SystemConfig system(String name) {
        return bound(parts.system(name, Map.of()));
    }

    /** The memory mode called {@code name}. */
    public MemoryMode memoryMode(String name) {
        return bound(parts.memoryMode(name, Map.of()));
    }

    /** The platform called {@code name}. */
    public Platform platform(String name) {
        return bound(parts.platform(name, Map.of()));
    }

    /** The timing profile called {@code name}. */
    public TimingProfile timingProfile(String name) {
        return bound(parts.timingProfile(name, Map.of()));
    }

    /** The PMU catalogue called {@code name}. */
    public PmuCatalogue pmuCatalogue(String name) {
        return bound(parts.pmuCatalogue(name));
    }

    /** The reference run called {@code name}. */
    public ReferenceRun referenceRun(String name) {
        return bound(parts.referenceRun(name));
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
        return bound(parts.study(name));
    }

    private static <T> T bound(Part<T> part) {
        T bound = part.bound();
        if (bound == null) {
            throw new DiagnosticException(part.problems());
        }
        return bound;
    }

    /** Puts a configuration together; throws {@link DiagnosticException} when names, values or parts do not fit. */
    public HardwareConfiguration configure(Selection selection) {
        return new Configure(model, parts).configure(selection);
    }

    /** Everything that {@code selection} resolves to, each value with its origin; paths start with the part's root. */
    public List<ResolvedProperty> resolve(Selection selection) {
        Configure configure = new Configure(model, parts);
        configure.configure(selection);
        List<ResolvedProperty> all = new ArrayList<>();
        configure.parts().forEach((root, part) -> all.addAll(part.properties(root + ".")));
        return all;
    }

    /**
     * Values of those of some properties that {@code selection} resolves to, by path, as the language writes them. Cheaper than
     * {@link #resolve} for few.
     */
    public Map<String, String> values(Selection selection, Collection<String> paths) {
        Configure configure = new Configure(model, parts);
        configure.configure(selection);
        Map<String, String> values = new LinkedHashMap<>();
        for (String path : paths) {
            int dot = path.indexOf('.');
            Part<?> part = dot < 0 ? null : configure.parts().get(path.substring(0, dot));
            String value = part == null ? null : part.value(path.substring(dot + 1));
            if (value != null) {
                values.put(path, value);
            }
        }
        return values;
    }

    /** Every property of the declaration called {@code name}, with its origin. */
    public List<ResolvedProperty> properties(String name) {
        String kind = kindOf(name);
        if (kind == null) {
            throw new DiagnosticException(List.of(model.unknown(name, Model.asked("name", name))));
        }
        Part<?> part = parts.any(name, kind);
        bound(part);
        return part.properties("");
    }
}
