package npusim.simulation;

/**
 * A cache between a side and its memory.
 *
 * @param capacityBytes bytes of data
 * @param lineBytes bytes of a line, a power of two
 * @param ways lines of a set
 * @param backing the side of the memory behind it, with the cache as its only master
 */
record CacheParameters(long capacityBytes, int lineBytes, int ways, SideParameters backing) {}
