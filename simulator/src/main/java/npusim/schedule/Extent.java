package npusim.schedule;

/**
 * A height × width × depth size in elements.
 *
 * @param height rows
 * @param width columns
 * @param depth channels
 */
public record Extent(int height, int width, int depth) {
    public Extent {
        if (height < 0 || width < 0 || depth < 0) {
            throw new IllegalArgumentException("negative extent " + height + "x" + width + "x" + depth);
        }
    }

    /** Number of elements. */
    public long elements() {
        return (long) height * width * depth;
    }

    /** Number of blocks of the given size that cover this extent, per axis. */
    public Extent blocks(Extent block) {
        return new Extent(
                Math.ceilDiv(height, block.height), Math.ceilDiv(width, block.width), Math.ceilDiv(depth, block.depth));
    }

    @Override
    public String toString() {
        return height + "x" + width + "x" + depth;
    }
}
