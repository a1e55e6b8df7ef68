package npusim.trace;

/**
 * One reading of one counter.
 *
 * @param cycle NPU clock cycle at which the counted stretch ended ({@link TraceEvents#SPAN}: at which it began)
 * @param unit index of the thing counted within its scope: operation, slice, interval or memory
 * @param scope what {@code unit} numbers
 * @param event event number: the hardware's own below {@link TraceEvents#FIRST_MODEL_EVENT}, the model's above
 * @param value increase of the counter over the stretch, in the event's unit (cycles, beats, transactions, bytes)
 */
public record PmuSample(long cycle, int unit, PmuScope scope, int event, long value) {}
