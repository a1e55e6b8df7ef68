package npusim.hardware;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.jspecify.annotations.Nullable;

/**
 * A board or fixed virtual platform.
 *
 * @param name such as {@code Corstone_320}
 * @param documentation documentation comment, may be empty
 * @param defaults by accelerator
 * @param profiles adapters by accelerator and memory mode
 * @param describedMemories whether memories without adapters take the time their system describes, rather than none
 * @param addresses register and memory base addresses by name
 * @param cpu processor beside the NPU, or null when the description names none
 */
public record Platform(
        String name,
        String documentation,
        ImmutableList<PlatformDefault> defaults,
        ImmutableList<TimingProfileRule> profiles,
        boolean describedMemories,
        ImmutableMap<String, Long> addresses,
        @Nullable Cpu cpu) {

    /** What the platform uses for {@code accelerator} by default, or null when it names nothing. */
    public @Nullable PlatformDefault defaultFor(String accelerator) {
        return defaults.detect(row -> row.accelerator().equals(accelerator));
    }

    /** The name of the timing profile for an accelerator and memory mode, or null when there are no adapters. */
    public @Nullable String profileFor(String accelerator, String memoryMode) {
        TimingProfileRule rule = profiles.detect(row -> row.matches(accelerator, memoryMode));
        return rule == null ? null : rule.timingProfile();
    }
}
