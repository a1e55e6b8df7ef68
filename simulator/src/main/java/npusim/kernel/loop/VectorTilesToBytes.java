package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.B2F;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.LT;
import static npusim.kernel.loop.FloatLanes.FLOATS;
import static npusim.kernel.loop.FloatLanes.INTS;
import static npusim.kernel.loop.FloatLanes.LANES;
import static npusim.kernel.loop.FloatLanes.QUARTER;
import static npusim.kernel.loop.FloatRounding.FRACTION_BITS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * A tile like those of {@link VectorTiles} whose sums are rounded by floats as in {@link VectorScaling}, while the next ones are
 * multiplied. Sums begin with their bias instead of {@link Tile#ORIGIN}, so that they are floats as they are. Operations are
 * written out where other loops call {@link FloatLanes}: the method is so large that C2 inlines nothing into it any more but the
 * Vector API's own methods.
 */
final class VectorTilesToBytes {
    private static final int STRIDE = PackedRows.STRIDE;

    static final int WIDTH = 3 * LANES;

    /** From {@code n · LANES} on what selects the first n lanes of a vector and behind them those of a second one. */
    private static final byte[] JOINED = new byte[InnerLoops.JOINED_REACH * LANES];

    static {
        for (int i = 0; i < JOINED.length; i++) {
            int first = i / LANES;
            int lane = i % LANES;
            JOINED[i] = (byte) (lane < first ? lane : LANES + lane - first);
        }
    }

    private VectorTilesToBytes() {}

    /** See {@link InnerLoops#joinLines}. */
    static void rowsByThreeLines(
            byte[] source, int from, int line, int step, int width, float[] target, int to, int count) {
        ByteVector ofTwo = ByteVector.fromArray(QUARTER, JOINED, width * LANES);
        ByteVector ofThree = ByteVector.fromArray(QUARTER, JOINED, 2 * width * LANES);
        for (int row = 0; row < count; row++) {
            int at = from + row * step;
            ByteVector line0 = ByteVector.fromArray(QUARTER, source, at);
            ByteVector line1 = ByteVector.fromArray(QUARTER, source, at + line);
            ByteVector line2 = ByteVector.fromArray(QUARTER, source, at + 2 * line);
            ByteVector joined = ofThree.selectFrom(ofTwo.selectFrom(line0, line1), line2);
            ((FloatVector) joined.convertShape(B2F, FLOATS, 0)).intoArray(target, to + row * STRIDE);
        }
    }

    /** See {@link InnerLoops#multiplyAndScale}. */
    static void fiveByThree(
            ScaledProduct product, PackedRows leftRows, int panel, byte[] target, int targetStart, short[] doubts) {
        PackedMatrix matrix = product.right();
        float[] left = leftRows.values();
        float[] right = matrix.values();
        int rightStart = matrix.start(panel, 0);
        int depth = matrix.depth();
        int columns = matrix.columns();
        int column = matrix.firstColumn(panel);
        float[] bias = product.bias();
        FloatVector bias0 = FloatVector.fromArray(FLOATS, bias, panel * WIDTH);
        FloatVector bias1 = FloatVector.fromArray(FLOATS, bias, panel * WIDTH + LANES);
        FloatVector bias2 = FloatVector.fromArray(FLOATS, bias, panel * WIDTH + 2 * LANES);
        ByteScaling scaling = product.scaling();
        float[] factors = scaling.factors();
        int channel = column % scaling.channels();
        FloatVector factor0 = FloatVector.fromArray(FLOATS, factors, channel);
        FloatVector factor1 = FloatVector.fromArray(FLOATS, factors, channel + LANES);
        FloatVector factor2 = FloatVector.fromArray(FLOATS, factors, channel + 2 * LANES);
        FloatVector offset = FloatVector.broadcast(FLOATS, scaling.offset());
        IntVector lowest = IntVector.broadcast(INTS, product.lowest());
        IntVector highest = IntVector.broadcast(INTS, product.highest());
        IntVector fraction = IntVector.broadcast(INTS, FloatRounding.FRACTION);
        IntVector doubt = IntVector.broadcast(INTS, scaling.doubt());
        int rows = leftRows.rows();
        int last = rows - 5;
        for (int next = 0; next < rows; next += 5) {
            int row = Math.min(next, last);
            FloatVector sum0_0 = bias0;
            FloatVector sum0_1 = bias1;
            FloatVector sum0_2 = bias2;
            FloatVector sum1_0 = bias0;
            FloatVector sum1_1 = bias1;
            FloatVector sum1_2 = bias2;
            FloatVector sum2_0 = bias0;
            FloatVector sum2_1 = bias1;
            FloatVector sum2_2 = bias2;
            FloatVector sum3_0 = bias0;
            FloatVector sum3_1 = bias1;
            FloatVector sum3_2 = bias2;
            FloatVector sum4_0 = bias0;
            FloatVector sum4_1 = bias1;
            FloatVector sum4_2 = bias2;
            int start = row * STRIDE;
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
            }
            int to = targetStart + row * columns + column;
            IntVector bits0_0 =
                    sum0_0.fma(factor0, offset).reinterpretAsInts().max(lowest).min(highest);
            IntVector bits0_1 =
                    sum0_1.fma(factor1, offset).reinterpretAsInts().max(lowest).min(highest);
            IntVector bits0_2 =
                    sum0_2.fma(factor2, offset).reinterpretAsInts().max(lowest).min(highest);
            IntVector least0 = bits0_0.and(fraction).min(bits0_1.and(fraction)).min(bits0_2.and(fraction));
            doubts[row] = (short) least0.compare(LT, doubt).toLong();
            ByteVector bytes0_0 =
                    (ByteVector) bits0_0.lanewise(ASHR, FRACTION_BITS).convertShape(I2B, QUARTER, 0);
            bytes0_0.intoArray(target, to);
            ByteVector bytes0_1 =
                    (ByteVector) bits0_1.lanewise(ASHR, FRACTION_BITS).convertShape(I2B, QUARTER, 0);
            bytes0_1.intoArray(target, to + LANES);
            ByteVector bytes0_2 =
                    (ByteVector) bits0_2.lanewise(ASHR, FRACTION_BITS).convertShape(I2B, QUARTER, 0);
            bytes0_2.intoArray(target, to + 2 * LANES);
            to += columns;
            IntVector bits1_0 =
                    sum1_0.fma(factor0, offset).reinterpretAsInts().max(lowest).min(highest);
            IntVector bits1_1 =
                    sum1_1.fma(factor1, offset).reinterpretAsInts().max(lowest).min(highest);
            IntVector bits1_2 =
                    sum1_2.fma(factor2, offset).reinterpretAsInts().max(lowest).min(highest);
            IntVector least1 = bits1_0.and(fraction).min(bits1_1.and(fraction)).min(bits1_2.and(fraction));
            doubts[row + 1] = (short) least1.compare(LT, doubt).toLong();
            ByteVector bytes1_0 =
                    (ByteVector) bits1_0.lanewise(ASHR, FRACTION_BITS).convertShape(I2B, QUARTER, 0);
            bytes1_0.intoArray(target, to);
            ByteVector bytes1_1 =
                    (ByteVector) bits1_1.lanewise(ASHR, FRACTION_BITS).convertShape(I2B, QUARTER, 0);
            bytes1_1.intoArray(target, to + LANES);
            ByteVector bytes1_2 =
                    (ByteVector) bits1_2.lanewise(ASHR, FRACTION_BITS).convertShape(I2B, QUARTER, 0);
            bytes1_2.intoArray(target, to + 2 * LANES);
            to += columns;
            IntVector bits2_0 =
                    sum2_0.fma(factor0, offset).reinterpretAsInts().max(lowest).min(highest);
            IntVector bits2_1 =
                    sum2_1.fma(factor1, offset).reinterpretAsInts().max(lowest).min(highest);
            IntVector bits2_2 =
                    sum2_2.fma(factor2, offset).reinterpretAsInts().max(lowest).min(highest);
            IntVector least2 = bits2_0.and(fraction).min(bits2_1.and(fraction)).min(bits2_2.and(fraction));
            doubts[row + 2] = (short) least2.compare(LT, doubt).toLong();
            ByteVector bytes2_0 =
                    (ByteVector) bits2_0.lanewise(ASHR, FRACTION_BITS).convertShape(I2B, QUARTER, 0);
            bytes2_0.intoArray(target, to);
            ByteVector bytes2_1 =
                    (ByteVector) bits2_1.lanewise(ASHR, FRACTION_BITS).convertShape(I2B, QUARTER, 0);
            bytes2_1.intoArray(target, to + LANES);
            ByteVector bytes2_2 =
                    (ByteVector) bits2_2.lanewise(ASHR, FRACTION_BITS).convertShape(I2B, QUARTER, 0);
            bytes2_2.intoArray(target, to + 2 * LANES);
            to += columns;
            IntVector bits3_0 =
                    sum3_0.fma(factor0, offset).reinterpretAsInts().max(lowest).min(highest);
            IntVector bits3_1 =
                    sum3_1.fma(factor1, offset).reinterpretAsInts().max(lowest).min(highest);
            IntVector bits3_2 =
                    sum3_2.fma(factor2, offset).reinterpretAsInts().max(lowest).min(highest);
            IntVector least3 = bits3_0.and(fraction).min(bits3_1.and(fraction)).min(bits3_2.and(fraction));
            doubts[row + 3] = (short) least3.compare(LT, doubt).toLong();
            ByteVector bytes3_0 =
                    (ByteVector) bits3_0.lanewise(ASHR, FRACTION_BITS).convertShape(I2B, QUARTER, 0);
            bytes3_0.intoArray(target, to);
            ByteVector bytes3_1 =
                    (ByteVector) bits3_1.lanewise(ASHR, FRACTION_BITS).convertShape(I2B, QUARTER, 0);
            bytes3_1.intoArray(target, to + LANES);
            ByteVector bytes3_2 =
                    (ByteVector) bits3_2.lanewise(ASHR, FRACTION_BITS).convertShape(I2B, QUARTER, 0);
            bytes3_2.intoArray(target, to + 2 * LANES);
            to += columns;
            IntVector bits4_0 =
                    sum4_0.fma(factor0, offset).reinterpretAsInts().max(lowest).min(highest);
            IntVector bits4_1 =
                    sum4_1.fma(factor1, offset).reinterpretAsInts().max(lowest).min(highest);
            IntVector bits4_2 =
                    sum4_2.fma(factor2, offset).reinterpretAsInts().max(lowest).min(highest);
            IntVector least4 = bits4_0.and(fraction).min(bits4_1.and(fraction)).min(bits4_2.and(fraction));
            doubts[row + 4] = (short) least4.compare(LT, doubt).toLong();
            ByteVector bytes4_0 =
                    (ByteVector) bits4_0.lanewise(ASHR, FRACTION_BITS).convertShape(I2B, QUARTER, 0);
            bytes4_0.intoArray(target, to);
            ByteVector bytes4_1 =
                    (ByteVector) bits4_1.lanewise(ASHR, FRACTION_BITS).convertShape(I2B, QUARTER, 0);
            bytes4_1.intoArray(target, to + LANES);
            ByteVector bytes4_2 =
                    (ByteVector) bits4_2.lanewise(ASHR, FRACTION_BITS).convertShape(I2B, QUARTER, 0);
            bytes4_2.intoArray(target, to + 2 * LANES);
        }
    }
}
