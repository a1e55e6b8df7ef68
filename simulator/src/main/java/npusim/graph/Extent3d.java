package npusim.graph;

/** A kernel size, stride or dilation in elements along depth, height and width. */
public record Extent3d(int d, int y, int x) {}
