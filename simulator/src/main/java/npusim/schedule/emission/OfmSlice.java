package npusim.schedule.emission;

/**
 * Rows and channels of an OFM that one kernel computes; an end of -1 stands for all.
 *
 * @param startRow first row
 * @param endRow row behind the last
 * @param startChannel first channel
 * @param endChannel channel behind the last
 */
record OfmSlice(int startRow, int endRow, int startChannel, int endChannel) {}
