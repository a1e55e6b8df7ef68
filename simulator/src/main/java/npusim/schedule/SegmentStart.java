package npusim.schedule;

/**
 * What lies before a segment of a network that both sides of the partition share.
 *
 * @param operations scheduled operations before it
 * @param constantBytes bytes of constants of the segments before it
 * @param allConstantBytes bytes of the constants of all segments
 */
public record SegmentStart(int operations, long constantBytes, long allConstantBytes) {}
