package npusim.hardware;

/**
 * Unit in which the IFM buffer is allocated for IFM blocks up to a depth. Units are
 * listed by rising depth; the first that is deep enough holds.
 *
 * @param maxDepthBits deepest IFM block in bits, {@link Integer#MAX_VALUE} for the last
 * @param height rows
 * @param width columns
 * @param depthBricks bricks of 128 bits in depth
 */
public record IfmAllocationUnit(int maxDepthBits, int height, int width, int depthBricks) {}
