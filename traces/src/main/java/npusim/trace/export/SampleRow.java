package npusim.trace.export;

import org.jspecify.annotations.Nullable;

/**
 * One sample with its numbers resolved, as every tabular form shows it.
 *
 * @param cycle as in {@link npusim.trace.PmuSample}
 * @param scope name of what {@code unit} numbers
 * @param unit index within the scope: of scope {@code operation} that of the command
 * @param operation index of the scheduled operation that the command belongs to, {@link npusim.trace.TraceEvents#UNATTRIBUTED} if it
 *     belongs to none; null in other scopes
 * @param event event number
 * @param name name of the event
 * @param value increase of the counter, in the event's unit
 */
public record SampleRow(
        long cycle, String scope, int unit, @Nullable Integer operation, int event, String name, long value) {
    /** The columns of {@link #csv}. */
    public static final String HEADER = "cycle,scope,unit,operation,event,name,value";

    /** Comma-separated values without a line end. */
    public String csv() {
        return cycle + "," + scope + "," + unit + "," + (operation == null ? "" : operation) + "," + event + "," + name
                + "," + value;
    }

    /** A JSON object. Names hold only letters, digits and underscores, so nothing needs escaping. */
    public String json() {
        return "{\"cycle\":" + cycle + ",\"scope\":\"" + scope + "\",\"unit\":" + unit + ",\"operation\":" + operation
                + ",\"event\":" + event + ",\"name\":\"" + name + "\",\"value\":" + value + "}";
    }
}
