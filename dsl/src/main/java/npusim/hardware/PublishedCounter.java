package npusim.hardware;

/**
 * A counter value somebody published.
 *
 * @param event PMU event name or {@code TOTAL}, {@code IDLE}
 * @param label words of the report line
 * @param unit {@code cycles} or {@code beats}
 * @param value published value
 */
public record PublishedCounter(String event, String label, String unit, long value) {}
