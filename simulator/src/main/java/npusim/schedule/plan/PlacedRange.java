package npusim.schedule.plan;

/**
 * A live range with its place; leaders are counted in execution order.
 *
 * @param name what lives
 * @param area where
 * @param address byte within the area
 * @param bytes size
 * @param rolls whether it is a rolling buffer: rows behind its end are at its start
 * @param firstLeader first operation that needs it
 * @param lastLeader last operation that needs it, inclusive
 */
public record PlacedRange(
        String name, MemoryArea area, long address, long bytes, boolean rolls, int firstLeader, int lastLeader) {}
