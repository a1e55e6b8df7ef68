package npusim.kernel.loop;

/**
 * Windows of two by two pixels.
 *
 * @param line elements from a pixel to the one below
 * @param step elements from one window to the next
 * @param channels of a pixel
 */
public record SquareWindows(int line, int step, int channels) {}
