package npusim.trace.export;

import java.util.HashMap;
import java.util.Map;
import npusim.trace.CycleCategory;
import npusim.trace.TraceEvents;
import npusim.trace.run.RunManifest;

/** Names of the event numbers of a run, the model's own included. */
public final class EventNames {
    private final Map<Integer, String> names = new HashMap<>();

    public EventNames(RunManifest manifest) {
        names.put(TraceEvents.SPAN, "SPAN");
        names.put(TraceEvents.MACS, "MACS");
        names.put(TraceEvents.MEMORY_OCCUPIED, "MEMORY_OCCUPIED");
        names.put(TraceEvents.COMMAND, "COMMAND");
        names.put(TraceEvents.HOST_COMPUTE, "HOST_COMPUTE");
        names.put(TraceEvents.HOST_TRANSFER, "HOST_TRANSFER");
        names.put(TraceEvents.HOST_HANDOVER, "HOST_HANDOVER");
        for (CycleCategory category : CycleCategory.values()) {
            names.put(TraceEvents.of(category), "CYCLES_" + category.name());
        }
        for (RunManifest.Event event : manifest.events()) {
            names.put(event.number(), event.name());
        }
    }

    /** The name of an event, or its number as text if the manifest names none. */
    public String of(int event) {
        return names.getOrDefault(event, Integer.toString(event));
    }
}
