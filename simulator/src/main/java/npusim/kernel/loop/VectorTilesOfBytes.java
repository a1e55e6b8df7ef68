package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.F2I;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile like those of {@link VectorTiles} for matrices of one panel or two, of two vectors of 512 bits: each element of the left
 * operand is read once or twice only, hence from the bytes themselves, which a table makes floats without their zero point. Sums
 * begin with zero, which makes them exact four times as far, and are converted.
 */
final class VectorTilesOfBytes {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;

    /** A constant to the compiler, so that asking for the width sets up nothing of the class. */
    private static final int LANES = 512 / Float.SIZE;

    static final int WIDTH = 2 * LANES;

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
    static void tenByTwo(Tile tile, PackedRows rows, int leftStart, float[] right, int rightStart, int depth) {
        FloatVector nothing = FloatVector.zero(FLOATS);
        IntVector terms0 =
                IntVector.fromArray(INTS, tile.terms, tile.termsStart).add(Tile.ORIGIN_BITS);
        IntVector terms1 =
                IntVector.fromArray(INTS, tile.terms, tile.termsStart + LANES).add(Tile.ORIGIN_BITS);
        int[] sums = tile.sums;
        byte[] left = rows.bytes();
        int leftStride = rows.bytesStride();
        int zero = ZERO - (byte) rows.zeroPoint(); // so that C2 knows all to be in the table
        int last = tile.lastStart(10);
        int lastRow = tile.rows - 1;
        for (int next = 0; next < tile.rows; next += 10) {
            int row = Math.min(next, last);
            FloatVector sum0_0 = nothing;
            FloatVector sum0_1 = nothing;
            FloatVector sum1_0 = nothing;
            FloatVector sum1_1 = nothing;
            FloatVector sum2_0 = nothing;
            FloatVector sum2_1 = nothing;
            FloatVector sum3_0 = nothing;
            FloatVector sum3_1 = nothing;
            FloatVector sum4_0 = nothing;
            FloatVector sum4_1 = nothing;
            FloatVector sum5_0 = nothing;
            FloatVector sum5_1 = nothing;
            FloatVector sum6_0 = nothing;
            FloatVector sum6_1 = nothing;
            FloatVector sum7_0 = nothing;
            FloatVector sum7_1 = nothing;
            FloatVector sum8_0 = nothing;
            FloatVector sum8_1 = nothing;
            FloatVector sum9_0 = nothing;
            FloatVector sum9_1 = nothing;
            int position = rightStart;
            int start0 = leftStart + row * leftStride;
            int start1 = leftStart + Math.min(row + 1, lastRow) * leftStride;
            int start2 = leftStart + Math.min(row + 2, lastRow) * leftStride;
            int start3 = leftStart + Math.min(row + 3, lastRow) * leftStride;
            int start4 = leftStart + Math.min(row + 4, lastRow) * leftStride;
            int start5 = leftStart + Math.min(row + 5, lastRow) * leftStride;
            int start6 = leftStart + Math.min(row + 6, lastRow) * leftStride;
            int start7 = leftStart + Math.min(row + 7, lastRow) * leftStride;
            int start8 = leftStart + Math.min(row + 8, lastRow) * leftStride;
            int start9 = leftStart + Math.min(row + 9, lastRow) * leftStride;
            for (int k = 0; k < depth; k++) {
                FloatVector right0 = FloatVector.fromArray(FLOATS, right, position);
                FloatVector right1 = FloatVector.fromArray(FLOATS, right, position + LANES);
                position += WIDTH;
                FloatVector left0 = FloatVector.broadcast(FLOATS, VALUES[zero + left[start0 + k]]);
                sum0_0 = left0.fma(right0, sum0_0);
                sum0_1 = left0.fma(right1, sum0_1);
                FloatVector left1 = FloatVector.broadcast(FLOATS, VALUES[zero + left[start1 + k]]);
                sum1_0 = left1.fma(right0, sum1_0);
                sum1_1 = left1.fma(right1, sum1_1);
                FloatVector left2 = FloatVector.broadcast(FLOATS, VALUES[zero + left[start2 + k]]);
                sum2_0 = left2.fma(right0, sum2_0);
                sum2_1 = left2.fma(right1, sum2_1);
                FloatVector left3 = FloatVector.broadcast(FLOATS, VALUES[zero + left[start3 + k]]);
                sum3_0 = left3.fma(right0, sum3_0);
                sum3_1 = left3.fma(right1, sum3_1);
                FloatVector left4 = FloatVector.broadcast(FLOATS, VALUES[zero + left[start4 + k]]);
                sum4_0 = left4.fma(right0, sum4_0);
                sum4_1 = left4.fma(right1, sum4_1);
                FloatVector left5 = FloatVector.broadcast(FLOATS, VALUES[zero + left[start5 + k]]);
                sum5_0 = left5.fma(right0, sum5_0);
                sum5_1 = left5.fma(right1, sum5_1);
                FloatVector left6 = FloatVector.broadcast(FLOATS, VALUES[zero + left[start6 + k]]);
                sum6_0 = left6.fma(right0, sum6_0);
                sum6_1 = left6.fma(right1, sum6_1);
                FloatVector left7 = FloatVector.broadcast(FLOATS, VALUES[zero + left[start7 + k]]);
                sum7_0 = left7.fma(right0, sum7_0);
                sum7_1 = left7.fma(right1, sum7_1);
                FloatVector left8 = FloatVector.broadcast(FLOATS, VALUES[zero + left[start8 + k]]);
                sum8_0 = left8.fma(right0, sum8_0);
                sum8_1 = left8.fma(right1, sum8_1);
                FloatVector left9 = FloatVector.broadcast(FLOATS, VALUES[zero + left[start9 + k]]);
                sum9_0 = left9.fma(right0, sum9_0);
                sum9_1 = left9.fma(right1, sum9_1);
            }
            int sum = tile.sumsStart + row * tile.sumsStride;
            ((IntVector) sum0_0.convertShape(F2I, INTS, 0)).add(terms0).intoArray(sums, sum);
            ((IntVector) sum0_1.convertShape(F2I, INTS, 0)).add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            ((IntVector) sum1_0.convertShape(F2I, INTS, 0)).add(terms0).intoArray(sums, sum);
            ((IntVector) sum1_1.convertShape(F2I, INTS, 0)).add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            ((IntVector) sum2_0.convertShape(F2I, INTS, 0)).add(terms0).intoArray(sums, sum);
            ((IntVector) sum2_1.convertShape(F2I, INTS, 0)).add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            ((IntVector) sum3_0.convertShape(F2I, INTS, 0)).add(terms0).intoArray(sums, sum);
            ((IntVector) sum3_1.convertShape(F2I, INTS, 0)).add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            ((IntVector) sum4_0.convertShape(F2I, INTS, 0)).add(terms0).intoArray(sums, sum);
            ((IntVector) sum4_1.convertShape(F2I, INTS, 0)).add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            ((IntVector) sum5_0.convertShape(F2I, INTS, 0)).add(terms0).intoArray(sums, sum);
            ((IntVector) sum5_1.convertShape(F2I, INTS, 0)).add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            ((IntVector) sum6_0.convertShape(F2I, INTS, 0)).add(terms0).intoArray(sums, sum);
            ((IntVector) sum6_1.convertShape(F2I, INTS, 0)).add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            ((IntVector) sum7_0.convertShape(F2I, INTS, 0)).add(terms0).intoArray(sums, sum);
            ((IntVector) sum7_1.convertShape(F2I, INTS, 0)).add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            ((IntVector) sum8_0.convertShape(F2I, INTS, 0)).add(terms0).intoArray(sums, sum);
            ((IntVector) sum8_1.convertShape(F2I, INTS, 0)).add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            ((IntVector) sum9_0.convertShape(F2I, INTS, 0)).add(terms0).intoArray(sums, sum);
            ((IntVector) sum9_1.convertShape(F2I, INTS, 0)).add(terms1).intoArray(sums, sum + LANES);
        }
    }
}
