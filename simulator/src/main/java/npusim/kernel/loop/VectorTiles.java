package npusim.kernel.loop;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of the matrix product on float fused multiply-add. The sums of a tile stay in registers, which C2 grants only to
 * local variables of one method: hence one method for each tile form, written out. Eight rows by two vectors use 16 of the
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
        if (width == 2 * LANES) {
            if (MANY_REGISTERS) {
                eightByTwo(a, rowStarts, 0, rowOffset, panel, panelStart, depth, tile);
            } else {
                fourByTwo(a, rowStarts, 0, rowOffset, panel, panelStart, depth, tile);
                fourByTwo(a, rowStarts, 4, rowOffset, panel, panelStart, depth, tile);
            }
        } else {
            eightByOne(a, rowStarts, 0, rowOffset, panel, panelStart, depth, tile);
        }
    }

    private static void eightByTwo(
            float[] a,
            int[] rowStarts,
            int firstRow,
            int rowOffset,
            float[] panel,
            int panelStart,
            int depth,
            float[] tile) {
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector sum00 = zero;
        FloatVector sum01 = zero;
        FloatVector sum10 = zero;
        FloatVector sum11 = zero;
        FloatVector sum20 = zero;
        FloatVector sum21 = zero;
        FloatVector sum30 = zero;
        FloatVector sum31 = zero;
        FloatVector sum40 = zero;
        FloatVector sum41 = zero;
        FloatVector sum50 = zero;
        FloatVector sum51 = zero;
        FloatVector sum60 = zero;
        FloatVector sum61 = zero;
        FloatVector sum70 = zero;
        FloatVector sum71 = zero;
        int row0 = rowStarts[firstRow + 0] + rowOffset;
        int row1 = rowStarts[firstRow + 1] + rowOffset;
        int row2 = rowStarts[firstRow + 2] + rowOffset;
        int row3 = rowStarts[firstRow + 3] + rowOffset;
        int row4 = rowStarts[firstRow + 4] + rowOffset;
        int row5 = rowStarts[firstRow + 5] + rowOffset;
        int row6 = rowStarts[firstRow + 6] + rowOffset;
        int row7 = rowStarts[firstRow + 7] + rowOffset;
        for (int k = 0; k < depth; k++) {
            int position = panelStart + k * (2 * LANES);
            FloatVector b0 = FloatVector.fromArray(FLOATS, panel, position);
            FloatVector b1 = FloatVector.fromArray(FLOATS, panel, position + LANES);
            FloatVector a0 = FloatVector.broadcast(FLOATS, a[row0 + k]);
            sum00 = a0.fma(b0, sum00);
            sum01 = a0.fma(b1, sum01);
            FloatVector a1 = FloatVector.broadcast(FLOATS, a[row1 + k]);
            sum10 = a1.fma(b0, sum10);
            sum11 = a1.fma(b1, sum11);
            FloatVector a2 = FloatVector.broadcast(FLOATS, a[row2 + k]);
            sum20 = a2.fma(b0, sum20);
            sum21 = a2.fma(b1, sum21);
            FloatVector a3 = FloatVector.broadcast(FLOATS, a[row3 + k]);
            sum30 = a3.fma(b0, sum30);
            sum31 = a3.fma(b1, sum31);
            FloatVector a4 = FloatVector.broadcast(FLOATS, a[row4 + k]);
            sum40 = a4.fma(b0, sum40);
            sum41 = a4.fma(b1, sum41);
            FloatVector a5 = FloatVector.broadcast(FLOATS, a[row5 + k]);
            sum50 = a5.fma(b0, sum50);
            sum51 = a5.fma(b1, sum51);
            FloatVector a6 = FloatVector.broadcast(FLOATS, a[row6 + k]);
            sum60 = a6.fma(b0, sum60);
            sum61 = a6.fma(b1, sum61);
            FloatVector a7 = FloatVector.broadcast(FLOATS, a[row7 + k]);
            sum70 = a7.fma(b0, sum70);
            sum71 = a7.fma(b1, sum71);
        }
        int target = firstRow * 2 * LANES;
        sum00.intoArray(tile, target);
        sum01.intoArray(tile, target + LANES);
        sum10.intoArray(tile, target + 2 * LANES);
        sum11.intoArray(tile, target + 3 * LANES);
        sum20.intoArray(tile, target + 4 * LANES);
        sum21.intoArray(tile, target + 5 * LANES);
        sum30.intoArray(tile, target + 6 * LANES);
        sum31.intoArray(tile, target + 7 * LANES);
        sum40.intoArray(tile, target + 8 * LANES);
        sum41.intoArray(tile, target + 9 * LANES);
        sum50.intoArray(tile, target + 10 * LANES);
        sum51.intoArray(tile, target + 11 * LANES);
        sum60.intoArray(tile, target + 12 * LANES);
        sum61.intoArray(tile, target + 13 * LANES);
        sum70.intoArray(tile, target + 14 * LANES);
        sum71.intoArray(tile, target + 15 * LANES);
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
        FloatVector sum00 = zero;
        FloatVector sum01 = zero;
        FloatVector sum10 = zero;
        FloatVector sum11 = zero;
        FloatVector sum20 = zero;
        FloatVector sum21 = zero;
        FloatVector sum30 = zero;
        FloatVector sum31 = zero;
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
            sum00 = a0.fma(b0, sum00);
            sum01 = a0.fma(b1, sum01);
            FloatVector a1 = FloatVector.broadcast(FLOATS, a[row1 + k]);
            sum10 = a1.fma(b0, sum10);
            sum11 = a1.fma(b1, sum11);
            FloatVector a2 = FloatVector.broadcast(FLOATS, a[row2 + k]);
            sum20 = a2.fma(b0, sum20);
            sum21 = a2.fma(b1, sum21);
            FloatVector a3 = FloatVector.broadcast(FLOATS, a[row3 + k]);
            sum30 = a3.fma(b0, sum30);
            sum31 = a3.fma(b1, sum31);
        }
        int target = firstRow * 2 * LANES;
        sum00.intoArray(tile, target);
        sum01.intoArray(tile, target + LANES);
        sum10.intoArray(tile, target + 2 * LANES);
        sum11.intoArray(tile, target + 3 * LANES);
        sum20.intoArray(tile, target + 4 * LANES);
        sum21.intoArray(tile, target + 5 * LANES);
        sum30.intoArray(tile, target + 6 * LANES);
        sum31.intoArray(tile, target + 7 * LANES);
    }

    private static void eightByOne(
            float[] a,
            int[] rowStarts,
            int firstRow,
            int rowOffset,
            float[] panel,
            int panelStart,
            int depth,
            float[] tile) {
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector sum00 = zero;
        FloatVector sum10 = zero;
        FloatVector sum20 = zero;
        FloatVector sum30 = zero;
        FloatVector sum40 = zero;
        FloatVector sum50 = zero;
        FloatVector sum60 = zero;
        FloatVector sum70 = zero;
        int row0 = rowStarts[firstRow + 0] + rowOffset;
        int row1 = rowStarts[firstRow + 1] + rowOffset;
        int row2 = rowStarts[firstRow + 2] + rowOffset;
        int row3 = rowStarts[firstRow + 3] + rowOffset;
        int row4 = rowStarts[firstRow + 4] + rowOffset;
        int row5 = rowStarts[firstRow + 5] + rowOffset;
        int row6 = rowStarts[firstRow + 6] + rowOffset;
        int row7 = rowStarts[firstRow + 7] + rowOffset;
        int position = panelStart;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, panel, position);
            position += LANES;
            FloatVector a0 = FloatVector.broadcast(FLOATS, a[row0 + k]);
            sum00 = a0.fma(b0, sum00);
            FloatVector a1 = FloatVector.broadcast(FLOATS, a[row1 + k]);
            sum10 = a1.fma(b0, sum10);
            FloatVector a2 = FloatVector.broadcast(FLOATS, a[row2 + k]);
            sum20 = a2.fma(b0, sum20);
            FloatVector a3 = FloatVector.broadcast(FLOATS, a[row3 + k]);
            sum30 = a3.fma(b0, sum30);
            FloatVector a4 = FloatVector.broadcast(FLOATS, a[row4 + k]);
            sum40 = a4.fma(b0, sum40);
            FloatVector a5 = FloatVector.broadcast(FLOATS, a[row5 + k]);
            sum50 = a5.fma(b0, sum50);
            FloatVector a6 = FloatVector.broadcast(FLOATS, a[row6 + k]);
            sum60 = a6.fma(b0, sum60);
            FloatVector a7 = FloatVector.broadcast(FLOATS, a[row7 + k]);
            sum70 = a7.fma(b0, sum70);
        }
        int target = firstRow * LANES;
        sum00.intoArray(tile, target);
        sum10.intoArray(tile, target + LANES);
        sum20.intoArray(tile, target + 2 * LANES);
        sum30.intoArray(tile, target + 3 * LANES);
        sum40.intoArray(tile, target + 4 * LANES);
        sum50.intoArray(tile, target + 5 * LANES);
        sum60.intoArray(tile, target + 6 * LANES);
        sum70.intoArray(tile, target + 7 * LANES);
    }
}
