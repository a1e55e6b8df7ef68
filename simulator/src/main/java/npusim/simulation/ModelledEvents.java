package npusim.simulation;

import java.util.Arrays;
import npusim.hardware.PmuCatalogue;

/** Which events of a catalogue the engine counts. */
public final class ModelledEvents {
    private ModelledEvents() {}

    /** Whether the engine counts the event of {@code pmu} with that name. */
    public static boolean contains(PmuCatalogue pmu, String event) {
        for (EngineEvent modelled : EngineEvent.values()) {
            boolean known = Arrays.stream(modelled.names())
                    .filter(name -> pmu.event(name) != null)
                    .findFirst()
                    .filter(event::equals)
                    .isPresent();
            if (known) {
                return true;
            }
        }
        return false;
    }
}
