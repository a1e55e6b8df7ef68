package npusim.validation;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import npusim.dsl.Library;
import npusim.dsl.Selection;
import npusim.hardware.AdapterScope;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.TimingAdapter;
import npusim.hardware.TimingProfile;
import org.eclipse.collections.api.factory.Maps;
import org.jspecify.annotations.Nullable;

/** Finds the hardware configuration that a measurement was taken on. */
public final class CorpusHardware {
    private static final String KIT_PREFIX = "Evaluation_Kit_";

    private final Library library;
    private final List<Selection.Change> overrides;
    private final Map<String, HardwareConfiguration> known = new HashMap<>();

    /** Looks designs up in {@code library} and changes the given properties in each. */
    public CorpusHardware(Library library, List<Selection.Change> overrides) {
        this.library = library;
        this.overrides = List.copyOf(overrides);
    }

    /**
     * The configuration of {@code row}, its adapters as the row says; throws when the library lacks a part. A platform that the
     * library does not describe, such as a chip, is taken for the accelerator's own with memories that take the time their
     * system describes.
     */
    public HardwareConfiguration configure(CorpusRow row) {
        String key = String.join("/", row.npu(), row.platform(), row.systemConfig(), row.memoryMode());
        HardwareConfiguration base = known.get(key);
        if (base == null) {
            base = library.configure(selection(row));
            known.put(key, base);
        }
        HardwareConfiguration sized =
                row.arenaCacheBytes() > 0 ? base.withArenaCacheBytes(row.arenaCacheBytes()) : base;
        if (!row.adapters().isEmpty()) {
            return sized.withTimingProfile(profile(row, sized.timingProfile()));
        }
        return row.adaptersOff() && !row.hardware() ? sized.withTimingProfile(TimingProfile.none()) : sized;
    }

    private Selection selection(CorpusRow row) {
        String accelerator = "Ethos_" + row.npu().replace('-', '_').toUpperCase(Locale.ROOT);
        String platform = platform(row.platform());
        boolean bare = (platform == null && !row.platform().isEmpty()) || (row.adaptersOff() && row.hardware());
        Selection selection = Selection.of(accelerator)
                .withPlatform(platform)
                .withSystem(kit("system", row.systemConfig()))
                .withMemoryMode(kit("memory_mode", row.memoryMode()))
                .withTimingProfile(bare ? TimingProfile.DESCRIBED : null);
        for (Selection.Change override : overrides) {
            selection = selection.withOverride(override.path(), override.value());
        }
        return selection;
    }

    /** The described platform that a name such as {@code corstone-320-fpga} begins with, or null. */
    private @Nullable String platform(String name) {
        String wanted = name.replace('-', '_').toLowerCase(Locale.ROOT);
        for (String described : library.names("platform")) {
            if (wanted.startsWith(described.toLowerCase(Locale.ROOT))) {
                return described;
            }
        }
        return null;
    }

    /** The evaluation kit's own form of a part where it has one, as the published runs used its file. */
    private @Nullable String kit(String kind, String name) {
        if (name.isEmpty()) {
            return null;
        }
        return library.names(kind).contains(KIT_PREFIX + name) ? KIT_PREFIX + name : name;
    }

    private static TimingProfile profile(CorpusRow row, TimingProfile standard) {
        return new TimingProfile(
                row.id(),
                Maps.immutable.of(
                        0, adapter(row, "sram", standard.adapter(0)), 1, adapter(row, "ext", standard.adapter(1))));
    }

    private static TimingAdapter adapter(CorpusRow row, String side, @Nullable TimingAdapter standard) {
        Map<String, Integer> fields = row.adapters();
        if (standard != null && fields.keySet().stream().noneMatch(field -> field.startsWith(side))) {
            return standard;
        }
        return new TimingAdapter(
                fields.getOrDefault(side + "_maxr", 0),
                fields.getOrDefault(side + "_maxw", 0),
                0,
                fields.getOrDefault(side + "_rlatency", 0),
                fields.getOrDefault(side + "_wlatency", 0),
                fields.getOrDefault(side + "_pulse_on", 0),
                fields.getOrDefault(side + "_pulse_off", 0),
                fields.getOrDefault(side + "_bwcap", 0),
                standard == null ? 6 : standard.outstandingBits(),
                standard == null ? AdapterScope.PER_PORT : standard.scope());
    }
}
