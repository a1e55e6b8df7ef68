package npusim.dsl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import npusim.dsl.analysis.Model;
import npusim.dsl.analysis.Part;
import npusim.dsl.analysis.Parts;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.schema.Schemas;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Expression;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.MemoryMode;
import npusim.hardware.Platform;
import npusim.hardware.PlatformDefault;
import npusim.hardware.SystemConfig;
import npusim.hardware.TimingProfile;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.jspecify.annotations.Nullable;

/** One run of {@link Library#configure}. */
final class Configure {
    private final Model model;
    private final Parts parts;
    private final DiagnosticSink sink = new DiagnosticSink();
    private final Map<String, Map<String, Expression>> overrides = new LinkedHashMap<>();
    private final Map<String, Part<?>> chosen = new LinkedHashMap<>();

    Configure(Model model, Parts parts) {
        this.model = model;
        this.parts = parts;
    }

    /** What the configuration is made of, by the word that paths into it start with. */
    Map<String, Part<?>> parts() {
        return chosen;
    }

    HardwareConfiguration configure(Selection selection) {
        HardwareConfiguration configuration = compose(selection);
        if (configuration == null || sink.hasErrors()) {
            throw new DiagnosticException(sink.sorted());
        }
        return configuration;
    }

    private @Nullable HardwareConfiguration compose(Selection selection) {
        parse(selection.overrides());
        Parts.AcceleratorParts accelerator = take(
                "accelerator",
                parts.accelerator(
                        selection.accelerator(), changes("accelerator"), changes("engine"), changes("energy")));
        if (accelerator == null && !"accelerator".equals(model.kindOf(selection.accelerator()))) {
            return null;
        }
        List<String> lineage = model.lineage(selection.accelerator());
        Platform platform = platform(selection, lineage);
        if (platform == null) {
            return null;
        }
        PlatformDefault fallback = defaultFor(platform, lineage);
        String systemName =
                selection.system() != null ? selection.system() : (fallback == null ? null : fallback.systemConfig());
        String modeName = selection.memoryMode() != null
                ? selection.memoryMode()
                : (fallback == null ? null : fallback.memoryMode());
        if (systemName == null || modeName == null) {
            reportNoDefaults(
                    selection,
                    systemName == null && modeName == null
                            ? "a system and a memory mode"
                            : (systemName == null ? "a system" : "a memory mode"));
            return null;
        }
        SystemConfig memories = take("system", parts.system(systemName, changes("system")));
        MemoryMode areas = take("memory_mode", parts.memoryMode(modeName, changes("memory_mode")));
        TimingProfile profile = timing(selection, platform, lineage, modeName);
        if (accelerator == null || memories == null || areas == null || profile == null || sink.hasErrors()) {
            return null;
        }
        chosen.put("engine", accelerator.engine());
        chosen.put("energy", accelerator.energy());
        refuseUnused(selection.overrides());
        HardwareConfiguration configuration = new HardwareConfiguration(
                accelerator.accelerator(),
                memories,
                areas,
                platform,
                profile.name().equals(TimingProfile.DESCRIBED)
                        ? TimingProfile.described(
                                memories, accelerator.accelerator().ports())
                        : profile);
        new CheckConfiguration(sink).check(configuration, place(systemName));
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
            Expression value = parts.override(override.path(), override.value(), sink);
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
            if (!chosen.containsKey(root)) {
                sink.report(Diagnostic.of(
                        DiagnosticCode.UNUSED_OVERRIDE,
                        askedOverride(change.path()),
                        change.path(),
                        Schemas.withArticle(
                                String.valueOf(Schemas.roots().get(root)).replace('_', ' '))));
            }
        }
    }

    private Map<String, Expression> changes(String root) {
        return overrides.getOrDefault(root, Map.of());
    }

    /** Makes a part one of the configuration's; its record, or null after its problems are reported. */
    private <T> @Nullable T take(String root, Part<T> part) {
        part.problems().forEach(sink::report);
        if (part.bound() != null) {
            chosen.put(root, part);
        }
        return part.bound();
    }

    private @Nullable Platform platform(Selection selection, List<String> lineage) {
        if (selection.platform() != null) {
            return take("platform", parts.platform(selection.platform(), changes("platform")));
        }
        for (String name : model.names("platform")) {
            Platform platform = take("platform", parts.platform(name, changes("platform")));
            if (platform != null && defaultFor(platform, lineage) != null) {
                return platform;
            }
        }
        chosen.remove("platform");
        if (sink.hasErrors()) {
            return null;
        }
        if (selection.system() == null || selection.memoryMode() == null) {
            reportNoDefaults(selection, "a platform");
            return null;
        }
        return new Platform(
                "none", "", Lists.immutable.empty(), Lists.immutable.empty(), true, Maps.immutable.empty(), null);
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

    private @Nullable TimingProfile timing(Selection selection, Platform platform, List<String> lineage, String mode) {
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
        return take("timing", parts.timingProfile(name, changes("timing")));
    }

    private Span place(String name) {
        Span declared = model.declaration(name);
        return declared == null ? Model.asked("name", name) : declared;
    }

    private void reportNoDefaults(Selection selection, String what) {
        sink.report(Diagnostic.of(
                DiagnosticCode.NO_DEFAULTS,
                Model.asked("accelerator", selection.accelerator()),
                selection.accelerator(),
                what));
    }

    /** Each override is a place of its own, so that all that are wrong are told. */
    private static Span askedOverride(String path) {
        return Model.asked("override " + path, path);
    }
}
