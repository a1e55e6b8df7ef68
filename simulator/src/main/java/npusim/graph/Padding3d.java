package npusim.graph;

/** Elements added before and after depth ({@code front}, {@code back}), height and width. */
public record Padding3d(int front, int back, int top, int bottom, int left, int right) {}
