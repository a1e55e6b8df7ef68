package npusim.kernel.loop;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of the matrix product on float fused multiply-add. The sums of a tile stay in registers, which C2 grants only to
 * local variables of one method: hence one method for each tile form, written out. Twelve rows by two vectors use 24 of the
 * 32 registers of a 512-bit machine for sums; with 16 registers in all, four rows by two vectors are the most that fit.
 */
final class VectorTiles {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final int LANES = FLOATS.length();
    private static final boolean MANY_REGISTERS = FLOATS.vectorBitSize() == 512;

    private VectorTiles() {}

    /** See {@link InnerLoops#multiplyTile}. */
    static void multiply(
            float[] a,
            int[] rowStarts,
            int rowOffset,
            float[] panel,
            int panelStart,
            int width,
            int depth,
            float[] tile) {
        if (width == LANES) {
            twelveByOne(a, rowStarts, rowOffset, panel, panelStart, depth, tile);
        } else if (MANY_REGISTERS) {
            twelveByTwo(a, rowStarts, rowOffset, panel, panelStart, depth, tile);
        } else {
            for (int firstRow = 0; firstRow < InnerLoops.TILE_ROWS; firstRow += 4) {
                fourByTwo(a, rowStarts, firstRow, rowOffset, panel, panelStart, depth, tile);
            }
        }
    }

    private static void twelveByTwo(
            float[] a, int[] rowStarts, int rowOffset, float[] panel, int panelStart, int depth, float[] tile) {
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector sum0_0 = zero;
        FloatVector sum0_1 = zero;
        FloatVector sum1_0 = zero;
        FloatVector sum1_1 = zero;
        FloatVector sum2_0 = zero;
        FloatVector sum2_1 = zero;
        FloatVector sum3_0 = zero;
        FloatVector sum3_1 = zero;
        FloatVector sum4_0 = zero;
        FloatVector sum4_1 = zero;
        FloatVector sum5_0 = zero;
        FloatVector sum5_1 = zero;
        FloatVector sum6_0 = zero;
        FloatVector sum6_1 = zero;
        FloatVector sum7_0 = zero;
        FloatVector sum7_1 = zero;
        FloatVector sum8_0 = zero;
        FloatVector sum8_1 = zero;
        FloatVector sum9_0 = zero;
        FloatVector sum9_1 = zero;
        FloatVector sum10_0 = zero;
        FloatVector sum10_1 = zero;
        FloatVector sum11_0 = zero;
        FloatVector sum11_1 = zero;
        int row0 = rowStarts[0] + rowOffset;
        int row1 = rowStarts[1] + rowOffset;
        int row2 = rowStarts[2] + rowOffset;
        int row3 = rowStarts[3] + rowOffset;
        int row4 = rowStarts[4] + rowOffset;
        int row5 = rowStarts[5] + rowOffset;
        int row6 = rowStarts[6] + rowOffset;
        int row7 = rowStarts[7] + rowOffset;
        int row8 = rowStarts[8] + rowOffset;
        int row9 = rowStarts[9] + rowOffset;
        int row10 = rowStarts[10] + rowOffset;
        int row11 = rowStarts[11] + rowOffset;
        int position = panelStart;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, panel, position);
            FloatVector b1 = FloatVector.fromArray(FLOATS, panel, position + LANES);
            position += 2 * LANES;
            FloatVector a0 = FloatVector.broadcast(FLOATS, a[row0 + k]);
            sum0_0 = a0.fma(b0, sum0_0);
            sum0_1 = a0.fma(b1, sum0_1);
            FloatVector a1 = FloatVector.broadcast(FLOATS, a[row1 + k]);
            sum1_0 = a1.fma(b0, sum1_0);
            sum1_1 = a1.fma(b1, sum1_1);
            FloatVector a2 = FloatVector.broadcast(FLOATS, a[row2 + k]);
            sum2_0 = a2.fma(b0, sum2_0);
            sum2_1 = a2.fma(b1, sum2_1);
            FloatVector a3 = FloatVector.broadcast(FLOATS, a[row3 + k]);
            sum3_0 = a3.fma(b0, sum3_0);
            sum3_1 = a3.fma(b1, sum3_1);
            FloatVector a4 = FloatVector.broadcast(FLOATS, a[row4 + k]);
            sum4_0 = a4.fma(b0, sum4_0);
            sum4_1 = a4.fma(b1, sum4_1);
            FloatVector a5 = FloatVector.broadcast(FLOATS, a[row5 + k]);
            sum5_0 = a5.fma(b0, sum5_0);
            sum5_1 = a5.fma(b1, sum5_1);
            FloatVector a6 = FloatVector.broadcast(FLOATS, a[row6 + k]);
            sum6_0 = a6.fma(b0, sum6_0);
            sum6_1 = a6.fma(b1, sum6_1);
            FloatVector a7 = FloatVector.broadcast(FLOATS, a[row7 + k]);
            sum7_0 = a7.fma(b0, sum7_0);
            sum7_1 = a7.fma(b1, sum7_1);
            FloatVector a8 = FloatVector.broadcast(FLOATS, a[row8 + k]);
            sum8_0 = a8.fma(b0, sum8_0);
            sum8_1 = a8.fma(b1, sum8_1);
            FloatVector a9 = FloatVector.broadcast(FLOATS, a[row9 + k]);
            sum9_0 = a9.fma(b0, sum9_0);
            sum9_1 = a9.fma(b1, sum9_1);
            FloatVector a10 = FloatVector.broadcast(FLOATS, a[row10 + k]);
            sum10_0 = a10.fma(b0, sum10_0);
            sum10_1 = a10.fma(b1, sum10_1);
            FloatVector a11 = FloatVector.broadcast(FLOATS, a[row11 + k]);
            sum11_0 = a11.fma(b0, sum11_0);
            sum11_1 = a11.fma(b1, sum11_1);
        }
        sum0_0.intoArray(tile, 0);
        sum0_1.intoArray(tile, LANES);
        sum1_0.intoArray(tile, 2 * LANES);
        sum1_1.intoArray(tile, 3 * LANES);
        sum2_0.intoArray(tile, 4 * LANES);
        sum2_1.intoArray(tile, 5 * LANES);
        sum3_0.intoArray(tile, 6 * LANES);
        sum3_1.intoArray(tile, 7 * LANES);
        sum4_0.intoArray(tile, 8 * LANES);
        sum4_1.intoArray(tile, 9 * LANES);
        sum5_0.intoArray(tile, 10 * LANES);
        sum5_1.intoArray(tile, 11 * LANES);
        sum6_0.intoArray(tile, 12 * LANES);
        sum6_1.intoArray(tile, 13 * LANES);
        sum7_0.intoArray(tile, 14 * LANES);
        sum7_1.intoArray(tile, 15 * LANES);
        sum8_0.intoArray(tile, 16 * LANES);
        sum8_1.intoArray(tile, 17 * LANES);
        sum9_0.intoArray(tile, 18 * LANES);
        sum9_1.intoArray(tile, 19 * LANES);
        sum10_0.intoArray(tile, 20 * LANES);
        sum10_1.intoArray(tile, 21 * LANES);
        sum11_0.intoArray(tile, 22 * LANES);
        sum11_1.intoArray(tile, 23 * LANES);
    }

    private static void fourByTwo(
            float[] a,
            int[] rowStarts,
            int firstRow,
            int rowOffset,
            float[] panel,
            int panelStart,
            int depth,
            float[] tile) {
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector sum0_0 = zero;
        FloatVector sum0_1 = zero;
        FloatVector sum1_0 = zero;
        FloatVector sum1_1 = zero;
        FloatVector sum2_0 = zero;
        FloatVector sum2_1 = zero;
        FloatVector sum3_0 = zero;
        FloatVector sum3_1 = zero;
        int row0 = rowStarts[firstRow + 0] + rowOffset;
        int row1 = rowStarts[firstRow + 1] + rowOffset;
        int row2 = rowStarts[firstRow + 2] + rowOffset;
        int row3 = rowStarts[firstRow + 3] + rowOffset;
        int position = panelStart;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, panel, position);
            FloatVector b1 = FloatVector.fromArray(FLOATS, panel, position + LANES);
            position += 2 * LANES;
            FloatVector a0 = FloatVector.broadcast(FLOATS, a[row0 + k]);
            sum0_0 = a0.fma(b0, sum0_0);
            sum0_1 = a0.fma(b1, sum0_1);
            FloatVector a1 = FloatVector.broadcast(FLOATS, a[row1 + k]);
            sum1_0 = a1.fma(b0, sum1_0);
            sum1_1 = a1.fma(b1, sum1_1);
            FloatVector a2 = FloatVector.broadcast(FLOATS, a[row2 + k]);
            sum2_0 = a2.fma(b0, sum2_0);
            sum2_1 = a2.fma(b1, sum2_1);
            FloatVector a3 = FloatVector.broadcast(FLOATS, a[row3 + k]);
            sum3_0 = a3.fma(b0, sum3_0);
            sum3_1 = a3.fma(b1, sum3_1);
        }
        int target = firstRow * 2 * LANES;
        sum0_0.intoArray(tile, target);
        sum0_1.intoArray(tile, target + LANES);
        sum1_0.intoArray(tile, target + 2 * LANES);
        sum1_1.intoArray(tile, target + 3 * LANES);
        sum2_0.intoArray(tile, target + 4 * LANES);
        sum2_1.intoArray(tile, target + 5 * LANES);
        sum3_0.intoArray(tile, target + 6 * LANES);
        sum3_1.intoArray(tile, target + 7 * LANES);
    }

    private static void twelveByOne(
            float[] a, int[] rowStarts, int rowOffset, float[] panel, int panelStart, int depth, float[] tile) {
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector sum0 = zero;
        FloatVector sum1 = zero;
        FloatVector sum2 = zero;
        FloatVector sum3 = zero;
        FloatVector sum4 = zero;
        FloatVector sum5 = zero;
        FloatVector sum6 = zero;
        FloatVector sum7 = zero;
        FloatVector sum8 = zero;
        FloatVector sum9 = zero;
        FloatVector sum10 = zero;
        FloatVector sum11 = zero;
        int row0 = rowStarts[0] + rowOffset;
        int row1 = rowStarts[1] + rowOffset;
        int row2 = rowStarts[2] + rowOffset;
        int row3 = rowStarts[3] + rowOffset;
        int row4 = rowStarts[4] + rowOffset;
        int row5 = rowStarts[5] + rowOffset;
        int row6 = rowStarts[6] + rowOffset;
        int row7 = rowStarts[7] + rowOffset;
        int row8 = rowStarts[8] + rowOffset;
        int row9 = rowStarts[9] + rowOffset;
        int row10 = rowStarts[10] + rowOffset;
        int row11 = rowStarts[11] + rowOffset;
        int position = panelStart;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, panel, position);
            position += LANES;
            FloatVector a0 = FloatVector.broadcast(FLOATS, a[row0 + k]);
            sum0 = a0.fma(b0, sum0);
            FloatVector a1 = FloatVector.broadcast(FLOATS, a[row1 + k]);
            sum1 = a1.fma(b0, sum1);
            FloatVector a2 = FloatVector.broadcast(FLOATS, a[row2 + k]);
            sum2 = a2.fma(b0, sum2);
            FloatVector a3 = FloatVector.broadcast(FLOATS, a[row3 + k]);
            sum3 = a3.fma(b0, sum3);
            FloatVector a4 = FloatVector.broadcast(FLOATS, a[row4 + k]);
            sum4 = a4.fma(b0, sum4);
            FloatVector a5 = FloatVector.broadcast(FLOATS, a[row5 + k]);
            sum5 = a5.fma(b0, sum5);
            FloatVector a6 = FloatVector.broadcast(FLOATS, a[row6 + k]);
            sum6 = a6.fma(b0, sum6);
            FloatVector a7 = FloatVector.broadcast(FLOATS, a[row7 + k]);
            sum7 = a7.fma(b0, sum7);
            FloatVector a8 = FloatVector.broadcast(FLOATS, a[row8 + k]);
            sum8 = a8.fma(b0, sum8);
            FloatVector a9 = FloatVector.broadcast(FLOATS, a[row9 + k]);
            sum9 = a9.fma(b0, sum9);
            FloatVector a10 = FloatVector.broadcast(FLOATS, a[row10 + k]);
            sum10 = a10.fma(b0, sum10);
            FloatVector a11 = FloatVector.broadcast(FLOATS, a[row11 + k]);
            sum11 = a11.fma(b0, sum11);
        }
        sum0.intoArray(tile, 0);
        sum1.intoArray(tile, LANES);
        sum2.intoArray(tile, 2 * LANES);
        sum3.intoArray(tile, 3 * LANES);
        sum4.intoArray(tile, 4 * LANES);
        sum5.intoArray(tile, 5 * LANES);
        sum6.intoArray(tile, 6 * LANES);
        sum7.intoArray(tile, 7 * LANES);
        sum8.intoArray(tile, 8 * LANES);
        sum9.intoArray(tile, 9 * LANES);
        sum10.intoArray(tile, 10 * LANES);
        sum11.intoArray(tile, 11 * LANES);
    }
}
