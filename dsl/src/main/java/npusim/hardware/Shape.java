package npusim.hardware;

/**
 * Extents of a block, micro-block or kernel in elements.
 *
 * @param height rows
 * @param width columns
 * @param depth channels
 */
public record Shape(int height, int width, int depth) {

    /** Throws {@link IllegalArgumentException} unless all extents are positive. */
    public Shape {
        if (height < 1 || width < 1 || depth < 1) {
            throw new IllegalArgumentException(height + "x" + width + "x" + depth);
        }
    }

    /** Number of elements. */
    public long elements() {
        return (long) height * width * depth;
    }

    /** {@code 2x2x8}. */
    @Override
    public String toString() {
        return height + "x" + width + "x" + depth;
    }
}
