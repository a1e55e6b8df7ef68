package npusim.kernel.loop;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile like those of {@link VectorTiles} for matrices with few columns more than two vectors of 512 bits: the third vector is a
 * quarter as long, which costs half as much where such a vector is calculated in two halves. Each element of
 * the left operand is read once only, hence from the bytes themselves, which a table makes floats without their zero point.
 */
final class VectorTilesOfBytes {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
    private static final VectorSpecies<Float> QUARTER = FloatVector.SPECIES_128;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
    private static final VectorSpecies<Integer> QUARTER_INTS = IntVector.SPECIES_128;

    /** A constant to the compiler, so that asking for the width sets up nothing of the class. */
    private static final int LANES = 512 / Float.SIZE;

    static final int WIDTH = 2 * LANES + LANES / 4;

    /** Where in {@link #VALUES} zero is. */
    private static final int ZERO = 255;

    /** All differences of two bytes. */
    private static final float[] VALUES = new float[2 * ZERO + 1];

    static {
        for (int i = 0; i < VALUES.length; i++) {
            VALUES[i] = i - ZERO;
        }
    }

    private VectorTilesOfBytes() {}

    /** See {@link InnerLoops#multiplyTileOfBytes}. */
    static void sevenByTwoAndAQuarter(
            Tile tile, PackedRows rows, int leftStart, float[] right, int rightStart, int depth) {
        FloatVector origin = FloatVector.broadcast(FLOATS, Tile.ORIGIN);
        FloatVector quarterOrigin = FloatVector.broadcast(QUARTER, Tile.ORIGIN);
        IntVector terms0 = IntVector.fromArray(INTS, tile.terms, tile.termsStart);
        IntVector terms1 = IntVector.fromArray(INTS, tile.terms, tile.termsStart + LANES);
        IntVector terms2 = IntVector.fromArray(QUARTER_INTS, tile.terms, tile.termsStart + 2 * LANES);
        int[] sums = tile.sums;
        byte[] left = rows.bytes();
        int leftStride = rows.bytesStride();
        int zero = ZERO - (byte) rows.zeroPoint(); // so that C2 knows all to be in the table
        int last = tile.lastStart(7);
        int lastRow = tile.rows - 1;
        for (int next = 0; next < tile.rows; next += 7) {
            int row = Math.min(next, last);
            FloatVector sum0_0 = origin;
            FloatVector sum0_1 = origin;
            FloatVector sum0_2 = quarterOrigin;
            FloatVector sum1_0 = origin;
            FloatVector sum1_1 = origin;
            FloatVector sum1_2 = quarterOrigin;
            FloatVector sum2_0 = origin;
            FloatVector sum2_1 = origin;
            FloatVector sum2_2 = quarterOrigin;
            FloatVector sum3_0 = origin;
            FloatVector sum3_1 = origin;
            FloatVector sum3_2 = quarterOrigin;
            FloatVector sum4_0 = origin;
            FloatVector sum4_1 = origin;
            FloatVector sum4_2 = quarterOrigin;
            FloatVector sum5_0 = origin;
            FloatVector sum5_1 = origin;
            FloatVector sum5_2 = quarterOrigin;
            FloatVector sum6_0 = origin;
            FloatVector sum6_1 = origin;
            FloatVector sum6_2 = quarterOrigin;
            int position = rightStart;
            int start0 = leftStart + row * leftStride;
            int start1 = leftStart + Math.min(row + 1, lastRow) * leftStride;
            int start2 = leftStart + Math.min(row + 2, lastRow) * leftStride;
            int start3 = leftStart + Math.min(row + 3, lastRow) * leftStride;
            int start4 = leftStart + Math.min(row + 4, lastRow) * leftStride;
            int start5 = leftStart + Math.min(row + 5, lastRow) * leftStride;
            int start6 = leftStart + Math.min(row + 6, lastRow) * leftStride;
            for (int k = 0; k < depth; k++) {
                FloatVector right0 = FloatVector.fromArray(FLOATS, right, position);
                FloatVector right1 = FloatVector.fromArray(FLOATS, right, position + LANES);
                FloatVector right2 = FloatVector.fromArray(QUARTER, right, position + 2 * LANES);
                position += WIDTH;
                float left0 = VALUES[zero + left[start0 + k]];
                FloatVector all0 = FloatVector.broadcast(FLOATS, left0);
                sum0_0 = all0.fma(right0, sum0_0);
                sum0_1 = all0.fma(right1, sum0_1);
                sum0_2 = FloatVector.broadcast(QUARTER, left0).fma(right2, sum0_2);
                float left1 = VALUES[zero + left[start1 + k]];
                FloatVector all1 = FloatVector.broadcast(FLOATS, left1);
                sum1_0 = all1.fma(right0, sum1_0);
                sum1_1 = all1.fma(right1, sum1_1);
                sum1_2 = FloatVector.broadcast(QUARTER, left1).fma(right2, sum1_2);
                float left2 = VALUES[zero + left[start2 + k]];
                FloatVector all2 = FloatVector.broadcast(FLOATS, left2);
                sum2_0 = all2.fma(right0, sum2_0);
                sum2_1 = all2.fma(right1, sum2_1);
                sum2_2 = FloatVector.broadcast(QUARTER, left2).fma(right2, sum2_2);
                float left3 = VALUES[zero + left[start3 + k]];
                FloatVector all3 = FloatVector.broadcast(FLOATS, left3);
                sum3_0 = all3.fma(right0, sum3_0);
                sum3_1 = all3.fma(right1, sum3_1);
                sum3_2 = FloatVector.broadcast(QUARTER, left3).fma(right2, sum3_2);
                float left4 = VALUES[zero + left[start4 + k]];
                FloatVector all4 = FloatVector.broadcast(FLOATS, left4);
                sum4_0 = all4.fma(right0, sum4_0);
                sum4_1 = all4.fma(right1, sum4_1);
                sum4_2 = FloatVector.broadcast(QUARTER, left4).fma(right2, sum4_2);
                float left5 = VALUES[zero + left[start5 + k]];
                FloatVector all5 = FloatVector.broadcast(FLOATS, left5);
                sum5_0 = all5.fma(right0, sum5_0);
                sum5_1 = all5.fma(right1, sum5_1);
                sum5_2 = FloatVector.broadcast(QUARTER, left5).fma(right2, sum5_2);
                float left6 = VALUES[zero + left[start6 + k]];
                FloatVector all6 = FloatVector.broadcast(FLOATS, left6);
                sum6_0 = all6.fma(right0, sum6_0);
                sum6_1 = all6.fma(right1, sum6_1);
                sum6_2 = FloatVector.broadcast(QUARTER, left6).fma(right2, sum6_2);
            }
            int sum = tile.sumsStart + row * tile.sumsStride;
            sum0_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum0_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
            sum0_2.reinterpretAsInts().add(terms2).intoArray(sums, sum + 2 * LANES);
            sum += tile.sumsStride;
            sum1_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum1_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
            sum1_2.reinterpretAsInts().add(terms2).intoArray(sums, sum + 2 * LANES);
            sum += tile.sumsStride;
            sum2_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum2_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
            sum2_2.reinterpretAsInts().add(terms2).intoArray(sums, sum + 2 * LANES);
            sum += tile.sumsStride;
            sum3_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum3_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
            sum3_2.reinterpretAsInts().add(terms2).intoArray(sums, sum + 2 * LANES);
            sum += tile.sumsStride;
            sum4_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum4_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
            sum4_2.reinterpretAsInts().add(terms2).intoArray(sums, sum + 2 * LANES);
            sum += tile.sumsStride;
            sum5_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum5_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
            sum5_2.reinterpretAsInts().add(terms2).intoArray(sums, sum + 2 * LANES);
            sum += tile.sumsStride;
            sum6_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum6_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
            sum6_2.reinterpretAsInts().add(terms2).intoArray(sums, sum + 2 * LANES);
        }
    }
}
