package npusim.hardware;

/**
 * A line of the standard PMU report of a generation.
 *
 * @param event PMU event name, or {@code IDLE}, {@code TOTAL} for what the report derives
 * @param label words in front of the count, such as {@code NPU ACTIVE}
 * @param unit {@code cycles} or {@code beats}
 */
public record ReportedCounter(String event, String label, String unit) {}
