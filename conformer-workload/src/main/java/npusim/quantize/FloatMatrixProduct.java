package npusim.quantize;

import java.util.Arrays;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code C = A · B} in float. Every element is one chain of fused multiply-adds over ascending k, so the result does not
 * depend on the vector length, the tile or the number of threads.
 */
final class FloatMatrixProduct {
    private static final boolean VECTORS =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    private static final int TILE_ROWS = 8;
    private static final int SCALAR_PANEL = 16;
    private static final long WORTH_SPLITTING = 1L << 22;

    private FloatMatrixProduct() {}

    /**
     * Multiplies by a matrix that is stored transposed, as the weights of a linear layer are.
     *
     * @param a {@code rows x inner}, row-major
     * @param transposed {@code columns x inner}, row-major
     * @return {@code rows x columns}, row-major
     */
    static float[] timesTransposed(float[] a, float[] transposed, int rows, int inner, int columns) {
        float[] result = new float[rows * columns];
        float[] panels = packTransposed(transposed, inner, columns);
        multiply(a, 0, panels, result, 0, rows, inner, columns);
        return result;
    }

    /**
     * One product per batch entry.
     *
     * @param a {@code batch x rows x inner}
     * @param b {@code batch x inner x columns}
     * @return {@code batch x rows x columns}
     */
    static float[] batched(float[] a, float[] b, int batch, int rows, int inner, int columns) {
        float[] result = new float[batch * rows * columns];
        for (int entry = 0; entry < batch; entry++) {
            float[] panels = pack(b, entry * inner * columns, inner, columns);
            multiply(a, entry * rows * inner, panels, result, entry * rows * columns, rows, inner, columns);
        }
        return result;
    }

    private static int panelColumns() {
        return VECTORS ? VectorKernel.PANEL : SCALAR_PANEL;
    }

    private static int panelCount(int columns) {
        return Math.ceilDiv(columns, panelColumns());
    }

    private static float[] packTransposed(float[] transposed, int inner, int columns) {
        int width = panelColumns();
        float[] panels = new float[panelCount(columns) * inner * width];
        for (int column = 0; column < columns; column++) {
            int target = (column / width) * inner * width + column % width;
            int source = column * inner;
            for (int k = 0; k < inner; k++, target += width) {
                panels[target] = transposed[source + k];
            }
        }
        return panels;
    }

    private static float[] pack(float[] b, int offset, int inner, int columns) {
        int width = panelColumns();
        int count = panelCount(columns);
        float[] panels = new float[count * inner * width];
        for (int panel = 0; panel < count; panel++) {
            int first = panel * width;
            int length = Math.min(width, columns - first);
            for (int k = 0; k < inner; k++) {
                System.arraycopy(b, offset + k * columns + first, panels, (panel * inner + k) * width, length);
            }
        }
        return panels;
    }

    private static void multiply(
            float[] a, int aOffset, float[] panels, float[] c, int cOffset, int rows, int inner, int columns) {
        int tiles = Math.ceilDiv(rows, TILE_ROWS);
        int chunks = (long) rows * inner * columns < WORTH_SPLITTING ? 1 : Math.min(tiles, 16);
        IntStream work = IntStream.range(0, chunks);
        (chunks > 1 ? work.parallel() : work).forEach(chunk -> {
            int firstRow = (int) ((long) tiles * chunk / chunks) * TILE_ROWS;
            int endRow = Math.min(rows, (int) ((long) tiles * (chunk + 1) / chunks) * TILE_ROWS);
            if (VECTORS) {
                VectorKernel.rows(a, aOffset, panels, c, cOffset, firstRow, endRow, inner, columns);
            } else {
                scalarRows(a, aOffset, panels, c, cOffset, firstRow, endRow, inner, columns);
            }
        });
    }

    private static void scalarRows(
            float[] a,
            int aOffset,
            float[] panels,
            float[] c,
            int cOffset,
            int firstRow,
            int endRow,
            int inner,
            int columns) {
        float[] sums = new float[SCALAR_PANEL];
        for (int first = 0; first < columns; first += SCALAR_PANEL) {
            int panel = first * inner;
            int length = Math.min(SCALAR_PANEL, columns - first);
            for (int row = firstRow; row < endRow; row++) {
                Arrays.fill(sums, 0);
                int aRow = aOffset + row * inner;
                for (int k = 0; k < inner; k++) {
                    float left = a[aRow + k];
                    int right = panel + k * SCALAR_PANEL;
                    for (int lane = 0; lane < SCALAR_PANEL; lane++) {
                        sums[lane] = Math.fma(left, panels[right + lane], sums[lane]);
                    }
                }
                System.arraycopy(sums, 0, c, cOffset + row * columns + first, length);
            }
        }
    }

    /** Apart, so that the outer class loads where the Vector API is absent. */
    private static final class VectorKernel {
        private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
        private static final int LANES = SPECIES.length();
        static final int PANEL = 2 * LANES;

        static void rows(
                float[] a,
                int aOffset,
                float[] panels,
                float[] c,
                int cOffset,
                int firstRow,
                int endRow,
                int inner,
                int columns) {
            float[] tile = new float[TILE_ROWS * PANEL];
            float[] lastRows = new float[TILE_ROWS * inner];
            for (int row = firstRow; row < endRow; row += TILE_ROWS) {
                int height = Math.min(TILE_ROWS, endRow - row);
                float[] left = a;
                int leftOffset = aOffset + row * inner;
                if (height < TILE_ROWS) {
                    System.arraycopy(a, leftOffset, lastRows, 0, height * inner);
                    left = lastRows;
                    leftOffset = 0;
                }
                for (int first = 0; first < columns; first += PANEL) {
                    tile(left, leftOffset, panels, first * inner, inner, tile);
                    int length = Math.min(PANEL, columns - first);
                    for (int i = 0; i < height; i++) {
                        System.arraycopy(tile, i * PANEL, c, cOffset + (row + i) * columns + first, length);
                    }
                }
            }
        }

        /** The sums stay in registers: they must not leave this method. */
        private static void tile(float[] a, int aOffset, float[] panel, int panelOffset, int inner, float[] out) {
            FloatVector s00 = FloatVector.zero(SPECIES);
            FloatVector s01 = s00;
            FloatVector s10 = s00;
            FloatVector s11 = s00;
            FloatVector s20 = s00;
            FloatVector s21 = s00;
            FloatVector s30 = s00;
            FloatVector s31 = s00;
            FloatVector s40 = s00;
            FloatVector s41 = s00;
            FloatVector s50 = s00;
            FloatVector s51 = s00;
            FloatVector s60 = s00;
            FloatVector s61 = s00;
            FloatVector s70 = s00;
            FloatVector s71 = s00;
            for (int k = 0; k < inner; k++) {
                int right = panelOffset + k * PANEL;
                FloatVector b0 = FloatVector.fromArray(SPECIES, panel, right);
                FloatVector b1 = FloatVector.fromArray(SPECIES, panel, right + LANES);
                int left = aOffset + k;
                FloatVector x = FloatVector.broadcast(SPECIES, a[left]);
                s00 = x.fma(b0, s00);
                s01 = x.fma(b1, s01);
                x = FloatVector.broadcast(SPECIES, a[left + inner]);
                s10 = x.fma(b0, s10);
                s11 = x.fma(b1, s11);
                x = FloatVector.broadcast(SPECIES, a[left + 2 * inner]);
                s20 = x.fma(b0, s20);
                s21 = x.fma(b1, s21);
                x = FloatVector.broadcast(SPECIES, a[left + 3 * inner]);
                s30 = x.fma(b0, s30);
                s31 = x.fma(b1, s31);
                x = FloatVector.broadcast(SPECIES, a[left + 4 * inner]);
                s40 = x.fma(b0, s40);
                s41 = x.fma(b1, s41);
                x = FloatVector.broadcast(SPECIES, a[left + 5 * inner]);
                s50 = x.fma(b0, s50);
                s51 = x.fma(b1, s51);
                x = FloatVector.broadcast(SPECIES, a[left + 6 * inner]);
                s60 = x.fma(b0, s60);
                s61 = x.fma(b1, s61);
                x = FloatVector.broadcast(SPECIES, a[left + 7 * inner]);
                s70 = x.fma(b0, s70);
                s71 = x.fma(b1, s71);
            }
            s00.intoArray(out, 0);
            s01.intoArray(out, LANES);
            s10.intoArray(out, PANEL);
            s11.intoArray(out, PANEL + LANES);
            s20.intoArray(out, 2 * PANEL);
            s21.intoArray(out, 2 * PANEL + LANES);
            s30.intoArray(out, 3 * PANEL);
            s31.intoArray(out, 3 * PANEL + LANES);
            s40.intoArray(out, 4 * PANEL);
            s41.intoArray(out, 4 * PANEL + LANES);
            s50.intoArray(out, 5 * PANEL);
            s51.intoArray(out, 5 * PANEL + LANES);
            s60.intoArray(out, 6 * PANEL);
            s61.intoArray(out, 6 * PANEL + LANES);
            s70.intoArray(out, 7 * PANEL);
            s71.intoArray(out, 7 * PANEL + LANES);
        }
    }
}
