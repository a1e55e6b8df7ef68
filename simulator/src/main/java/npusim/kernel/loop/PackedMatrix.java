package npusim.kernel.loop;

import java.util.Arrays;

/**
 * The right operand of a matrix product, {@code depth} rows by {@code columns}, held as floats with the zero point taken
 * off and laid out for {@link InnerLoops#multiplyTile}: panels of adjacent columns one after the other, each with its rows
 * contiguous. Panels are {@link InnerLoops#tileColumns} wide, the last one half as wide where that suffices; columns that
 * fill it up are zero.
 */
public final class PackedMatrix {
    private final InnerLoops loops;
    private final int depth;
    private final int columns;
    private final int panelColumns;
    private final float[] values;
    private int magnitude;

    /** An operand of this size, to be filled by one of the pack methods. */
    public PackedMatrix(InnerLoops loops, int depth, int columns) {
        this.loops = loops;
        this.depth = depth;
        this.columns = columns;
        this.panelColumns = loops.tileColumns();
        int rest = columns % panelColumns;
        int restWidth = rest == 0 ? 0 : rest <= panelColumns / 2 ? panelColumns / 2 : panelColumns;
        this.values = new float[Math.multiplyExact(depth, columns - rest + restWidth)];
    }

    /** Floats that an operand of this size takes. */
    public static long floats(InnerLoops loops, long depth, long columns) {
        return depth * (columns + loops.tileColumns());
    }

    public int depth() {
        return depth;
    }

    public int columns() {
        return columns;
    }

    /** Number of panels. */
    int panels() {
        return (columns + panelColumns - 1) / panelColumns;
    }

    /** First column of a panel. */
    int firstColumn(int panel) {
        return panel * panelColumns;
    }

    /** Columns of a panel, those that fill it up included. */
    int width(int panel) {
        int rest = columns - firstColumn(panel);
        return rest > panelColumns / 2 ? panelColumns : panelColumns / 2;
    }

    /** Where row {@code row} of a panel starts in {@link #values}. */
    int start(int panel, int row) {
        return firstColumn(panel) * depth + row * width(panel);
    }

    float[] values() {
        return values;
    }

    /** Bound of the absolute values. */
    int magnitude() {
        return magnitude;
    }

    /** Greatest absolute value of {@code int8 - zeroPoint}. */
    public static int magnitudeOf(int zeroPoint) {
        return Math.max(Math.abs(Byte.MIN_VALUE - zeroPoint), Math.abs(Byte.MAX_VALUE - zeroPoint));
    }

    /** Fills the operand from {@code source[start + row · columns + column]}. */
    public PackedMatrix packRows(byte[] source, int start, int zeroPoint) {
        magnitude = magnitudeOf(zeroPoint);
        for (int panel = 0; panel < panels(); panel++) {
            int firstColumn = firstColumn(panel);
            int width = width(panel);
            int count = Math.min(width, columns - firstColumn);
            for (int row = 0; row < depth; row++) {
                int target = start(panel, row);
                loops.bytesToFloats(source, start + row * columns + firstColumn, zeroPoint, values, target, count);
                Arrays.fill(values, target + count, target + width, 0f);
            }
        }
        return this;
    }

    /** Fills the operand from {@code source[start + column · depth + row]}, the layout of convolution weights. */
    public PackedMatrix packColumns(byte[] source, int start, int zeroPoint) {
        magnitude = magnitudeOf(zeroPoint);
        for (int panel = 0; panel < panels(); panel++) {
            int firstColumn = firstColumn(panel);
            int width = width(panel);
            int count = Math.min(width, columns - firstColumn);
            for (int column = 0; column < count; column++) {
                int from = start + (firstColumn + column) * depth;
                int to = start(panel, 0) + column;
                for (int row = 0; row < depth; row++) {
                    values[to + row * width] = source[from + row] - zeroPoint;
                }
            }
        }
        return this;
    }
}
