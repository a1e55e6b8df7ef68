package npusim.graph;

/** A kernel size, stride or dilation in elements along height and width. */
public record Extent2d(int y, int x) {
    public static final Extent2d ONE = new Extent2d(1, 1);
}
