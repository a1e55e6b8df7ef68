package npusim.dsl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to put together into a hardware configuration. What is null follows from the platform's defaults for the accelerator.
 *
 * @param accelerator name of the accelerator
 * @param platform name of the platform, or null
 * @param system name of the system configuration, or null
 * @param memoryMode name of the memory mode, or null
 * @param timingProfile name of the timing profile, {@code none} for no adapters, or null
 * @param overrides properties to change, in order
 */
public record Selection(
        String accelerator,
        @Nullable String platform,
        @Nullable String system,
        @Nullable String memoryMode,
        @Nullable String timingProfile,
        List<Change> overrides) {

    /**
     * A changed property.
     *
     * @param path {@code accelerator.…, system.…, memory_mode.…, platform.…, timing.…, engine.…, energy.…}, such as
     *     {@code system.Dram.read_latency}
     * @param value a value in the language, such as {@code 100 cycles}
     */
    public record Change(String path, String value) {}

    /** Copies the list. */
    public Selection {
        overrides = List.copyOf(overrides);
    }

    /** An accelerator with everything else by default. */
    public static Selection of(String accelerator) {
        return new Selection(accelerator, null, null, null, null, List.of());
    }

    /** This selection on another platform. */
    public Selection withPlatform(@Nullable String name) {
        return new Selection(accelerator, name, system, memoryMode, timingProfile, overrides);
    }

    /** This selection with another system configuration. */
    public Selection withSystem(@Nullable String name) {
        return new Selection(accelerator, platform, name, memoryMode, timingProfile, overrides);
    }

    /** This selection with another memory mode. */
    public Selection withMemoryMode(@Nullable String name) {
        return new Selection(accelerator, platform, system, name, timingProfile, overrides);
    }

    /** This selection with another timing profile; {@code none} for no adapters. */
    public Selection withTimingProfile(@Nullable String name) {
        return new Selection(accelerator, platform, system, memoryMode, name, overrides);
    }

    /** This selection with one more property changed. */
    public Selection withOverride(String path, String value) {
        List<Change> more = new ArrayList<>(overrides);
        more.add(new Change(path, value));
        return new Selection(accelerator, platform, system, memoryMode, timingProfile, more);
    }
}
