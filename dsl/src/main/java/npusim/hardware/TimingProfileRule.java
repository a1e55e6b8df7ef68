package npusim.hardware;

import org.eclipse.collections.api.set.ImmutableSet;

/**
 * Row that selects a timing profile; the first matching row holds.
 *
 * @param accelerators names; empty for any
 * @param memoryModes names; empty for any
 * @param timingProfile profile name
 */
public record TimingProfileRule(
        ImmutableSet<String> accelerators, ImmutableSet<String> memoryModes, String timingProfile) {

    boolean matches(String accelerator, String memoryMode) {
        return (accelerators.isEmpty() || accelerators.contains(accelerator))
                && (memoryModes.isEmpty() || memoryModes.contains(memoryMode));
    }
}
