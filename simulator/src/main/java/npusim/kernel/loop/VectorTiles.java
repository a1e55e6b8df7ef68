package npusim.kernel.loop;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of the matrix product on float fused multiply-add. The sums of a tile stay in registers, which C2 grants only to
 * local variables of one method: hence one method for each tile form, written out. They start from {@link Tile#ORIGIN}, so that
 * their bits are those of the integer but for a constant and no conversion is needed. Rows of the left operand lie a constant
 * distance apart, so that one register addresses all of them.
 */
final class VectorTiles {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final int STRIDE = PackedRows.STRIDE;

    private static final boolean MANY_REGISTERS = FLOATS.vectorBitSize() == 512;

    private VectorTiles() {}

    /** Widths of the tiles of {@link #multiply}, the best for its rate and for the first-level cache first. */
    static int[] widths() {
        return MANY_REGISTERS ? new int[] {3 * LANES, 2 * LANES} : new int[] {2 * LANES};
    }

    /** See {@link InnerLoops#multiplyTile}. */
    static void multiply(Tile tile, float[] left, int leftStart, float[] right, int rightStart, int depth) {
        if (!MANY_REGISTERS) {
            fourByTwo(tile, left, leftStart, right, rightStart, depth);
        } else if (tile.width == 3 * LANES) {
            sevenByThree(tile, left, leftStart, right, rightStart, depth);
        } else {
            sevenByTwo(tile, left, leftStart, right, rightStart, depth);
        }
    }

    private static void sevenByThree(Tile tile, float[] left, int leftStart, float[] right, int rightStart, int depth) {
        FloatVector origin = FloatVector.broadcast(FLOATS, Tile.ORIGIN);
        int last = tile.lastStart(7);
        IntVector terms0 = IntVector.fromArray(INTS, tile.terms, tile.termsStart);
        IntVector terms1 = IntVector.fromArray(INTS, tile.terms, tile.termsStart + LANES);
        IntVector terms2 = IntVector.fromArray(INTS, tile.terms, tile.termsStart + 2 * LANES);
        for (int next = 0; next < tile.rows; next += 7) {
            int row = Math.min(next, last);
            FloatVector sum0_0 = origin;
            FloatVector sum0_1 = origin;
            FloatVector sum0_2 = origin;
            FloatVector sum1_0 = origin;
            FloatVector sum1_1 = origin;
            FloatVector sum1_2 = origin;
            FloatVector sum2_0 = origin;
            FloatVector sum2_1 = origin;
            FloatVector sum2_2 = origin;
            FloatVector sum3_0 = origin;
            FloatVector sum3_1 = origin;
            FloatVector sum3_2 = origin;
            FloatVector sum4_0 = origin;
            FloatVector sum4_1 = origin;
            FloatVector sum4_2 = origin;
            FloatVector sum5_0 = origin;
            FloatVector sum5_1 = origin;
            FloatVector sum5_2 = origin;
            FloatVector sum6_0 = origin;
            FloatVector sum6_1 = origin;
            FloatVector sum6_2 = origin;
            int start = leftStart + row * STRIDE;
            int position = rightStart;
            for (int k = start; k < start + depth; k++) {
                FloatVector right0 = FloatVector.fromArray(FLOATS, right, position);
                FloatVector right1 = FloatVector.fromArray(FLOATS, right, position + LANES);
                FloatVector right2 = FloatVector.fromArray(FLOATS, right, position + 2 * LANES);
                position += 3 * LANES;
                FloatVector left0 = FloatVector.broadcast(FLOATS, left[k]);
                sum0_0 = left0.fma(right0, sum0_0);
                sum0_1 = left0.fma(right1, sum0_1);
                sum0_2 = left0.fma(right2, sum0_2);
                FloatVector left1 = FloatVector.broadcast(FLOATS, left[k + STRIDE]);
                sum1_0 = left1.fma(right0, sum1_0);
                sum1_1 = left1.fma(right1, sum1_1);
                sum1_2 = left1.fma(right2, sum1_2);
                FloatVector left2 = FloatVector.broadcast(FLOATS, left[k + 2 * STRIDE]);
                sum2_0 = left2.fma(right0, sum2_0);
                sum2_1 = left2.fma(right1, sum2_1);
                sum2_2 = left2.fma(right2, sum2_2);
                FloatVector left3 = FloatVector.broadcast(FLOATS, left[k + 3 * STRIDE]);
                sum3_0 = left3.fma(right0, sum3_0);
                sum3_1 = left3.fma(right1, sum3_1);
                sum3_2 = left3.fma(right2, sum3_2);
                FloatVector left4 = FloatVector.broadcast(FLOATS, left[k + 4 * STRIDE]);
                sum4_0 = left4.fma(right0, sum4_0);
                sum4_1 = left4.fma(right1, sum4_1);
                sum4_2 = left4.fma(right2, sum4_2);
                FloatVector left5 = FloatVector.broadcast(FLOATS, left[k + 5 * STRIDE]);
                sum5_0 = left5.fma(right0, sum5_0);
                sum5_1 = left5.fma(right1, sum5_1);
                sum5_2 = left5.fma(right2, sum5_2);
                FloatVector left6 = FloatVector.broadcast(FLOATS, left[k + 6 * STRIDE]);
                sum6_0 = left6.fma(right0, sum6_0);
                sum6_1 = left6.fma(right1, sum6_1);
                sum6_2 = left6.fma(right2, sum6_2);
            }
            int[] sums = tile.sums;
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

    private static void sevenByTwo(Tile tile, float[] left, int leftStart, float[] right, int rightStart, int depth) {
        FloatVector origin = FloatVector.broadcast(FLOATS, Tile.ORIGIN);
        int last = tile.lastStart(7);
        IntVector terms0 = IntVector.fromArray(INTS, tile.terms, tile.termsStart);
        IntVector terms1 = IntVector.fromArray(INTS, tile.terms, tile.termsStart + LANES);
        for (int next = 0; next < tile.rows; next += 7) {
            int row = Math.min(next, last);
            FloatVector sum0_0 = origin;
            FloatVector sum0_1 = origin;
            FloatVector sum1_0 = origin;
            FloatVector sum1_1 = origin;
            FloatVector sum2_0 = origin;
            FloatVector sum2_1 = origin;
            FloatVector sum3_0 = origin;
            FloatVector sum3_1 = origin;
            FloatVector sum4_0 = origin;
            FloatVector sum4_1 = origin;
            FloatVector sum5_0 = origin;
            FloatVector sum5_1 = origin;
            FloatVector sum6_0 = origin;
            FloatVector sum6_1 = origin;
            int start = leftStart + row * STRIDE;
            int position = rightStart;
            for (int k = start; k < start + depth; k++) {
                FloatVector right0 = FloatVector.fromArray(FLOATS, right, position);
                FloatVector right1 = FloatVector.fromArray(FLOATS, right, position + LANES);
                position += 2 * LANES;
                FloatVector left0 = FloatVector.broadcast(FLOATS, left[k]);
                sum0_0 = left0.fma(right0, sum0_0);
                sum0_1 = left0.fma(right1, sum0_1);
                FloatVector left1 = FloatVector.broadcast(FLOATS, left[k + STRIDE]);
                sum1_0 = left1.fma(right0, sum1_0);
                sum1_1 = left1.fma(right1, sum1_1);
                FloatVector left2 = FloatVector.broadcast(FLOATS, left[k + 2 * STRIDE]);
                sum2_0 = left2.fma(right0, sum2_0);
                sum2_1 = left2.fma(right1, sum2_1);
                FloatVector left3 = FloatVector.broadcast(FLOATS, left[k + 3 * STRIDE]);
                sum3_0 = left3.fma(right0, sum3_0);
                sum3_1 = left3.fma(right1, sum3_1);
                FloatVector left4 = FloatVector.broadcast(FLOATS, left[k + 4 * STRIDE]);
                sum4_0 = left4.fma(right0, sum4_0);
                sum4_1 = left4.fma(right1, sum4_1);
                FloatVector left5 = FloatVector.broadcast(FLOATS, left[k + 5 * STRIDE]);
                sum5_0 = left5.fma(right0, sum5_0);
                sum5_1 = left5.fma(right1, sum5_1);
                FloatVector left6 = FloatVector.broadcast(FLOATS, left[k + 6 * STRIDE]);
                sum6_0 = left6.fma(right0, sum6_0);
                sum6_1 = left6.fma(right1, sum6_1);
            }
            int[] sums = tile.sums;
            int sum = tile.sumsStart + row * tile.sumsStride;
            sum0_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum0_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            sum1_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum1_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            sum2_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum2_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            sum3_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum3_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            sum4_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum4_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            sum5_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum5_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            sum6_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum6_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
        }
    }

    private static void fourByTwo(Tile tile, float[] left, int leftStart, float[] right, int rightStart, int depth) {
        FloatVector origin = FloatVector.broadcast(FLOATS, Tile.ORIGIN);
        int last = tile.lastStart(4);
        IntVector terms0 = IntVector.fromArray(INTS, tile.terms, tile.termsStart);
        IntVector terms1 = IntVector.fromArray(INTS, tile.terms, tile.termsStart + LANES);
        for (int next = 0; next < tile.rows; next += 4) {
            int row = Math.min(next, last);
            FloatVector sum0_0 = origin;
            FloatVector sum0_1 = origin;
            FloatVector sum1_0 = origin;
            FloatVector sum1_1 = origin;
            FloatVector sum2_0 = origin;
            FloatVector sum2_1 = origin;
            FloatVector sum3_0 = origin;
            FloatVector sum3_1 = origin;
            int start = leftStart + row * STRIDE;
            int position = rightStart;
            for (int k = start; k < start + depth; k++) {
                FloatVector right0 = FloatVector.fromArray(FLOATS, right, position);
                FloatVector right1 = FloatVector.fromArray(FLOATS, right, position + LANES);
                position += 2 * LANES;
                FloatVector left0 = FloatVector.broadcast(FLOATS, left[k]);
                sum0_0 = left0.fma(right0, sum0_0);
                sum0_1 = left0.fma(right1, sum0_1);
                FloatVector left1 = FloatVector.broadcast(FLOATS, left[k + STRIDE]);
                sum1_0 = left1.fma(right0, sum1_0);
                sum1_1 = left1.fma(right1, sum1_1);
                FloatVector left2 = FloatVector.broadcast(FLOATS, left[k + 2 * STRIDE]);
                sum2_0 = left2.fma(right0, sum2_0);
                sum2_1 = left2.fma(right1, sum2_1);
                FloatVector left3 = FloatVector.broadcast(FLOATS, left[k + 3 * STRIDE]);
                sum3_0 = left3.fma(right0, sum3_0);
                sum3_1 = left3.fma(right1, sum3_1);
            }
            int[] sums = tile.sums;
            int sum = tile.sumsStart + row * tile.sumsStride;
            sum0_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum0_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            sum1_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum1_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            sum2_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum2_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
            sum += tile.sumsStride;
            sum3_0.reinterpretAsInts().add(terms0).intoArray(sums, sum);
            sum3_1.reinterpretAsInts().add(terms1).intoArray(sums, sum + LANES);
        }
    }
}
