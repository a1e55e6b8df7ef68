package npusim.graph;

/** Elements added before the first row, after the last row, before the first column and after the last column. */
public record Padding(int top, int bottom, int left, int right) {
    public static final Padding NONE = new Padding(0, 0, 0, 0);
}
