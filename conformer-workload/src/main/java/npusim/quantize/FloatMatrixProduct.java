package npusim.quantize;

import java.util.stream.IntStream;

/**
 * {@code C = A · B} in float. Every element is one chain of fused multiply-adds over ascending k, so the result does not
 * depend on the tile or the number of threads.
 */
final class FloatMatrixProduct {
    private static final int TILE_ROWS = 4;
    private static final int PANEL = 4;
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

    private static int panelCount(int columns) {
        return Math.ceilDiv(columns, PANEL);
    }

    private static float[] packTransposed(float[] transposed, int inner, int columns) {
        float[] panels = new float[panelCount(columns) * inner * PANEL];
        for (int column = 0; column < columns; column++) {
            int target = (column / PANEL) * inner * PANEL + column % PANEL;
            int source = column * inner;
            for (int k = 0; k < inner; k++, target += PANEL) {
                panels[target] = transposed[source + k];
            }
        }
        return panels;
    }

    private static float[] pack(float[] b, int offset, int inner, int columns) {
        int count = panelCount(columns);
        float[] panels = new float[count * inner * PANEL];
        for (int panel = 0; panel < count; panel++) {
            int first = panel * PANEL;
            int length = Math.min(PANEL, columns - first);
            for (int k = 0; k < inner; k++) {
                System.arraycopy(b, offset + k * columns + first, panels, (panel * inner + k) * PANEL, length);
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
            rows(a, aOffset, panels, c, cOffset, firstRow, endRow, inner, columns);
        });
    }

    private static void rows(
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

    /** Four rows by four columns, whose sums stay in registers: without vectors, since some verbs have the quick compiler only. */
    private static void tile(float[] a, int aOffset, float[] panel, int panelOffset, int inner, float[] out) {
        float s00 = 0;
        float s01 = 0;
        float s02 = 0;
        float s03 = 0;
        float s10 = 0;
        float s11 = 0;
        float s12 = 0;
        float s13 = 0;
        float s20 = 0;
        float s21 = 0;
        float s22 = 0;
        float s23 = 0;
        float s30 = 0;
        float s31 = 0;
        float s32 = 0;
        float s33 = 0;
        for (int k = 0; k < inner; k++) {
            int right = panelOffset + k * PANEL;
            int left = aOffset + k;
            float b0 = panel[right];
            float b1 = panel[right + 1];
            float b2 = panel[right + 2];
            float b3 = panel[right + 3];
            float x = a[left];
            s00 = Math.fma(x, b0, s00);
            s01 = Math.fma(x, b1, s01);
            s02 = Math.fma(x, b2, s02);
            s03 = Math.fma(x, b3, s03);
            x = a[left + inner];
            s10 = Math.fma(x, b0, s10);
            s11 = Math.fma(x, b1, s11);
            s12 = Math.fma(x, b2, s12);
            s13 = Math.fma(x, b3, s13);
            x = a[left + 2 * inner];
            s20 = Math.fma(x, b0, s20);
            s21 = Math.fma(x, b1, s21);
            s22 = Math.fma(x, b2, s22);
            s23 = Math.fma(x, b3, s23);
            x = a[left + 3 * inner];
            s30 = Math.fma(x, b0, s30);
            s31 = Math.fma(x, b1, s31);
            s32 = Math.fma(x, b2, s32);
            s33 = Math.fma(x, b3, s33);
        }
        out[0] = s00;
        out[1] = s01;
        out[2] = s02;
        out[3] = s03;
        out[4] = s10;
        out[5] = s11;
        out[6] = s12;
        out[7] = s13;
        out[8] = s20;
        out[9] = s21;
        out[10] = s22;
        out[11] = s23;
        out[12] = s30;
        out[13] = s31;
        out[14] = s32;
        out[15] = s33;
    }
}
