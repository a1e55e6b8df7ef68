package npusim.kernel.loop;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of a depthwise convolution on float fused multiply-add. Four rows share each weight that is loaded, so that there is
 * little more than one load for each multiplication, and eight sums hide its latency; see {@link VectorTiles} on the form.
 */
final class VectorTaps {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    private VectorTaps() {}

    /** See {@link InnerLoops#multiplyTaps}. */
    static void multiply(
            float[] a,
            int[] rowStarts,
            int channel,
            int[] tapStarts,
            int firstTap,
            int taps,
            float[] weights,
            int stride,
            int width,
            float[] tile) {
        for (int firstRow = 0; firstRow < InnerLoops.TILE_ROWS; firstRow += 4) {
            if (width == LANES) {
                fourByOneTaps(a, rowStarts, firstRow, channel, tapStarts, firstTap, taps, weights, stride, tile);
            } else {
                fourByTwoTaps(a, rowStarts, firstRow, channel, tapStarts, firstTap, taps, weights, stride, tile);
            }
        }
    }

    private static void fourByTwoTaps(
            float[] a,
            int[] rowStarts,
            int firstRow,
            int channel,
            int[] tapStarts,
            int firstTap,
            int taps,
            float[] weights,
            int stride,
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
        int row0 = rowStarts[firstRow] + channel;
        int row1 = rowStarts[firstRow + 1] + channel;
        int row2 = rowStarts[firstRow + 2] + channel;
        int row3 = rowStarts[firstRow + 3] + channel;
        int position = firstTap * stride + channel;
        for (int tap = firstTap; tap < firstTap + taps; tap++) {
            int offset = tapStarts[tap];
            FloatVector weight0 = FloatVector.fromArray(FLOATS, weights, position);
            FloatVector weight1 = FloatVector.fromArray(FLOATS, weights, position + LANES);
            position += stride;
            sum0_0 = FloatVector.fromArray(FLOATS, a, row0 + offset).fma(weight0, sum0_0);
            sum0_1 = FloatVector.fromArray(FLOATS, a, row0 + offset + LANES).fma(weight1, sum0_1);
            sum1_0 = FloatVector.fromArray(FLOATS, a, row1 + offset).fma(weight0, sum1_0);
            sum1_1 = FloatVector.fromArray(FLOATS, a, row1 + offset + LANES).fma(weight1, sum1_1);
            sum2_0 = FloatVector.fromArray(FLOATS, a, row2 + offset).fma(weight0, sum2_0);
            sum2_1 = FloatVector.fromArray(FLOATS, a, row2 + offset + LANES).fma(weight1, sum2_1);
            sum3_0 = FloatVector.fromArray(FLOATS, a, row3 + offset).fma(weight0, sum3_0);
            sum3_1 = FloatVector.fromArray(FLOATS, a, row3 + offset + LANES).fma(weight1, sum3_1);
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

    private static void fourByOneTaps(
            float[] a,
            int[] rowStarts,
            int firstRow,
            int channel,
            int[] tapStarts,
            int firstTap,
            int taps,
            float[] weights,
            int stride,
            float[] tile) {
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector sum0 = zero;
        FloatVector sum1 = zero;
        FloatVector sum2 = zero;
        FloatVector sum3 = zero;
        int row0 = rowStarts[firstRow] + channel;
        int row1 = rowStarts[firstRow + 1] + channel;
        int row2 = rowStarts[firstRow + 2] + channel;
        int row3 = rowStarts[firstRow + 3] + channel;
        int position = firstTap * stride + channel;
        for (int tap = firstTap; tap < firstTap + taps; tap++) {
            int offset = tapStarts[tap];
            FloatVector weight0 = FloatVector.fromArray(FLOATS, weights, position);
            position += stride;
            sum0 = FloatVector.fromArray(FLOATS, a, row0 + offset).fma(weight0, sum0);
            sum1 = FloatVector.fromArray(FLOATS, a, row1 + offset).fma(weight0, sum1);
            sum2 = FloatVector.fromArray(FLOATS, a, row2 + offset).fma(weight0, sum2);
            sum3 = FloatVector.fromArray(FLOATS, a, row3 + offset).fma(weight0, sum3);
        }
        int target = firstRow * LANES;
        sum0.intoArray(tile, target);
        sum1.intoArray(tile, target + LANES);
        sum2.intoArray(tile, target + 2 * LANES);
        sum3.intoArray(tile, target + 3 * LANES);
    }
}
