package npusim.hardware;

import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;
import org.jspecify.annotations.Nullable;

/**
 * Timing adapters of a platform for one accelerator, by axi index; an absent index has no adapter.
 *
 * @param name name in the description
 * @param adapters by axi index
 */
public record TimingProfile(String name, ImmutableMap<Integer, TimingAdapter> adapters) {
    /** Name of the profile without adapters. */
    public static final String NONE = "none";

    /** Name of the profile that times memories as their system describes them. */
    public static final String DESCRIBED = "described";

    /** No adapters: memories answer at once. */
    public static TimingProfile none() {
        return new TimingProfile(NONE, Maps.immutable.empty());
    }

    /** Memories of {@code system} as described, reached through {@code ports}, axi0 first. */
    public static TimingProfile described(SystemConfig system, ImmutableList<PortGroup> ports) {
        MutableMap<Integer, TimingAdapter> adapters = Maps.mutable.empty();
        for (int side = 0; side < Math.min(ports.size(), system.attached().size()); side++) {
            adapters.put(
                    side,
                    TimingAdapter.described(
                            system.attachedMemory(side), ports.get(side).ports()));
        }
        return new TimingProfile(DESCRIBED, adapters.toImmutable());
    }

    /** The adapter of axi side {@code index}, or null when there is none. */
    public @Nullable TimingAdapter adapter(int index) {
        return adapters.get(index);
    }
}
