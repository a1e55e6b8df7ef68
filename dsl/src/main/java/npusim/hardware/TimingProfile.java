package npusim.hardware;

import org.eclipse.collections.api.map.ImmutableMap;
import org.jspecify.annotations.Nullable;

/**
 * Timing adapters of a platform for one accelerator, by axi index; an absent index has no adapter.
 *
 * @param name name in the description
 * @param adapters by axi index
 */
public record TimingProfile(String name, ImmutableMap<Integer, TimingAdapter> adapters) {

    /** The adapter of axi side {@code index}, or null when there is none. */
    public @Nullable TimingAdapter adapter(int index) {
        return adapters.get(index);
    }
}
