package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.B2F;
import static jdk.incubator.vector.VectorOperators.F2I;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of rows by a few columns, which would fill a vector by a quarter or less: lanes are places along the depth, and are added
 * up at the end. Sums begin with zero, so that those of a lane are exact to 2²⁴ as they are.
 */
final class VectorTilesOfColumns {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_128;
    private static final int LANES = FewColumns.LANES;
    private static final int WIDTH = FewColumns.WIDTH;

    /** Every other lane of two vectors, and those between. */
    private static final int[] EVEN = new int[LANES];

    private static final int[] ODD = new int[LANES];

    static {
        for (int i = 0; i < LANES; i++) {
            EVEN[i] = 2 * i;
            ODD[i] = 2 * i + 1;
        }
    }

    private VectorTilesOfColumns() {}

    /** See {@link InnerLoops#multiplyFewColumns}. */
    static void multiply(PackedRows left, PackedMatrix right, int[] terms, int[] sums, int start) {
        FewColumns columns = right.last();
        int vectors = left.rows() * WIDTH;
        int[] lanes = left.lanes((vectors + 4 * WIDTH) * LANES);
        for (int group = 0; group * WIDTH < columns.count(); group++) {
            fourByFour(left, columns.values(), columns.start(group), right.depth(), lanes);
            addLanes(lanes, vectors);
            int first = columns.first() + group * WIDTH;
            int count = Math.min(WIDTH, right.columns() - first);
            for (int row = 0; row < left.rows(); row++) {
                int to = start + row * right.columns() + first;
                for (int i = 0; i < count; i++) {
                    sums[to + i] = lanes[row * WIDTH + i] + terms[first + i];
                }
            }
        }
    }

    /**
     * Sets a vector of {@code lanes} for each row and each column of a group, those of a row behind one another, to the sums of
     * its lanes. Four rows are computed even if there are fewer.
     */
    private static void fourByFour(PackedRows rows, float[] columns, int columnsStart, int depth, int[] lanes) {
        FloatVector nothing = FloatVector.zero(FLOATS);
        byte[] left = rows.bytes();
        int leftStart = rows.bytesStart();
        int leftStride = rows.bytesStride();
        int zeroPoint = rows.zeroPoint();
        int lastPlace = depth - LANES;
        int last = Math.max(0, rows.rows() - 4);
        int lastRow = rows.rows() - 1;
        for (int next = 0; next < rows.rows(); next += 4) {
            int row = Math.min(next, last);
            FloatVector sum0_0 = nothing;
            FloatVector sum0_1 = nothing;
            FloatVector sum0_2 = nothing;
            FloatVector sum0_3 = nothing;
            FloatVector sum1_0 = nothing;
            FloatVector sum1_1 = nothing;
            FloatVector sum1_2 = nothing;
            FloatVector sum1_3 = nothing;
            FloatVector sum2_0 = nothing;
            FloatVector sum2_1 = nothing;
            FloatVector sum2_2 = nothing;
            FloatVector sum2_3 = nothing;
            FloatVector sum3_0 = nothing;
            FloatVector sum3_1 = nothing;
            FloatVector sum3_2 = nothing;
            FloatVector sum3_3 = nothing;
            int position = columnsStart;
            int start0 = leftStart + row * leftStride;
            int start1 = leftStart + Math.min(row + 1, lastRow) * leftStride;
            int start2 = leftStart + Math.min(row + 2, lastRow) * leftStride;
            int start3 = leftStart + Math.min(row + 3, lastRow) * leftStride;
            for (int k = 0; k < depth; k += LANES) {
                int place = Math.min(k, lastPlace);
                FloatVector right0 = FloatVector.fromArray(FLOATS, columns, position);
                FloatVector right1 = FloatVector.fromArray(FLOATS, columns, position + LANES);
                FloatVector right2 = FloatVector.fromArray(FLOATS, columns, position + 2 * LANES);
                FloatVector right3 = FloatVector.fromArray(FLOATS, columns, position + 3 * LANES);
                position += WIDTH * LANES;
                ByteVector bytes0 = ByteVector.fromArray(BYTES, left, start0 + place);
                FloatVector left0 = ((FloatVector) bytes0.convertShape(B2F, FLOATS, 0)).sub(zeroPoint);
                sum0_0 = left0.fma(right0, sum0_0);
                sum0_1 = left0.fma(right1, sum0_1);
                sum0_2 = left0.fma(right2, sum0_2);
                sum0_3 = left0.fma(right3, sum0_3);
                ByteVector bytes1 = ByteVector.fromArray(BYTES, left, start1 + place);
                FloatVector left1 = ((FloatVector) bytes1.convertShape(B2F, FLOATS, 0)).sub(zeroPoint);
                sum1_0 = left1.fma(right0, sum1_0);
                sum1_1 = left1.fma(right1, sum1_1);
                sum1_2 = left1.fma(right2, sum1_2);
                sum1_3 = left1.fma(right3, sum1_3);
                ByteVector bytes2 = ByteVector.fromArray(BYTES, left, start2 + place);
                FloatVector left2 = ((FloatVector) bytes2.convertShape(B2F, FLOATS, 0)).sub(zeroPoint);
                sum2_0 = left2.fma(right0, sum2_0);
                sum2_1 = left2.fma(right1, sum2_1);
                sum2_2 = left2.fma(right2, sum2_2);
                sum2_3 = left2.fma(right3, sum2_3);
                ByteVector bytes3 = ByteVector.fromArray(BYTES, left, start3 + place);
                FloatVector left3 = ((FloatVector) bytes3.convertShape(B2F, FLOATS, 0)).sub(zeroPoint);
                sum3_0 = left3.fma(right0, sum3_0);
                sum3_1 = left3.fma(right1, sum3_1);
                sum3_2 = left3.fma(right2, sum3_2);
                sum3_3 = left3.fma(right3, sum3_3);
            }
            int to = row * WIDTH * LANES;
            ((IntVector) sum0_0.convertShape(F2I, INTS, 0)).intoArray(lanes, to);
            ((IntVector) sum0_1.convertShape(F2I, INTS, 0)).intoArray(lanes, to + LANES);
            ((IntVector) sum0_2.convertShape(F2I, INTS, 0)).intoArray(lanes, to + 2 * LANES);
            ((IntVector) sum0_3.convertShape(F2I, INTS, 0)).intoArray(lanes, to + 3 * LANES);
            ((IntVector) sum1_0.convertShape(F2I, INTS, 0)).intoArray(lanes, to + 4 * LANES);
            ((IntVector) sum1_1.convertShape(F2I, INTS, 0)).intoArray(lanes, to + 5 * LANES);
            ((IntVector) sum1_2.convertShape(F2I, INTS, 0)).intoArray(lanes, to + 6 * LANES);
            ((IntVector) sum1_3.convertShape(F2I, INTS, 0)).intoArray(lanes, to + 7 * LANES);
            ((IntVector) sum2_0.convertShape(F2I, INTS, 0)).intoArray(lanes, to + 8 * LANES);
            ((IntVector) sum2_1.convertShape(F2I, INTS, 0)).intoArray(lanes, to + 9 * LANES);
            ((IntVector) sum2_2.convertShape(F2I, INTS, 0)).intoArray(lanes, to + 10 * LANES);
            ((IntVector) sum2_3.convertShape(F2I, INTS, 0)).intoArray(lanes, to + 11 * LANES);
            ((IntVector) sum3_0.convertShape(F2I, INTS, 0)).intoArray(lanes, to + 12 * LANES);
            ((IntVector) sum3_1.convertShape(F2I, INTS, 0)).intoArray(lanes, to + 13 * LANES);
            ((IntVector) sum3_2.convertShape(F2I, INTS, 0)).intoArray(lanes, to + 14 * LANES);
            ((IntVector) sum3_3.convertShape(F2I, INTS, 0)).intoArray(lanes, to + 15 * LANES);
        }
    }

    /** Puts the sums of the lanes of each of {@code vectors} vectors behind one another. */
    private static void addLanes(int[] lanes, int vectors) {
        IntVector even = IntVector.fromArray(INTS, EVEN, 0);
        IntVector odd = IntVector.fromArray(INTS, ODD, 0);
        int left = vectors;
        for (int summed = 1; summed < LANES; summed *= 2) {
            left = (left + 1) / 2;
            for (int i = 0; i < left; i++) {
                IntVector first = IntVector.fromArray(INTS, lanes, 2 * i * LANES);
                IntVector second = IntVector.fromArray(INTS, lanes, (2 * i + 1) * LANES);
                IntVector sums = even.selectFrom(first, second).add(odd.selectFrom(first, second));
                sums.intoArray(lanes, i * LANES);
            }
        }
    }
}
