package npusim.kernel.loop;

import static npusim.kernel.loop.DepthwiseProduct.GROUP_TAPS;
import static npusim.kernel.loop.DepthwiseProduct.LINE_BYTES;
import static npusim.kernel.loop.FloatLanes.fromBytes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of a depthwise convolution on float fused multiply-add. Each slot is loaded once for the three taps of a group, so that
 * there is less than half a load for each multiplication: a vector that crosses a cache line takes two. See {@link VectorTiles}
 * on the form. Sums are only set, so that their terms stay in a register.
 */
final class VectorTaps {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final boolean MANY_REGISTERS = FLOATS.vectorBitSize() == 512;

    private VectorTaps() {}

    /** See {@link InnerLoops#multiplyTaps}. */
    static void multiply(
            Tile tile,
            float[] inputs,
            int start,
            int[] groupStarts,
            int firstGroup,
            int groups,
            float[] weights,
            int weightsStart) {
        if (MANY_REGISTERS) {
            fourteenByThreeTaps(tile, inputs, start, groupStarts, firstGroup, groups, weights, weightsStart);
        } else {
            fourByThreeTaps(tile, inputs, start, groupStarts, firstGroup, groups, weights, weightsStart);
        }
    }

    /**
     * See {@link InnerLoops#multiplyTwoLines}. An input is loaded and converted once for the taps of both lines that meet it; the
     * sums of the pixels that begin at this column and at the one before are carried on to the next.
     */
    static void twoLinesByNineTaps(
            byte[] inputs,
            int start,
            float[] weights,
            int weightsStart,
            int[] allTerms,
            int termsStart,
            int[] sums,
            int sumsStart,
            int sumsLine,
            int pixels,
            int channels) {
        FloatVector origin = FloatVector.broadcast(FLOATS, Tile.ORIGIN);
        IntVector terms = IntVector.fromArray(INTS, allTerms, termsStart);
        FloatVector weight0_0 = FloatVector.fromArray(FLOATS, weights, weightsStart);
        FloatVector weight0_1 = FloatVector.fromArray(FLOATS, weights, weightsStart + LANES);
        FloatVector weight0_2 = FloatVector.fromArray(FLOATS, weights, weightsStart + 2 * LANES);
        FloatVector weight1_0 = FloatVector.fromArray(FLOATS, weights, weightsStart + 3 * LANES);
        FloatVector weight1_1 = FloatVector.fromArray(FLOATS, weights, weightsStart + 4 * LANES);
        FloatVector weight1_2 = FloatVector.fromArray(FLOATS, weights, weightsStart + 5 * LANES);
        FloatVector weight2_0 = FloatVector.fromArray(FLOATS, weights, weightsStart + 6 * LANES);
        FloatVector weight2_1 = FloatVector.fromArray(FLOATS, weights, weightsStart + 7 * LANES);
        FloatVector weight2_2 = FloatVector.fromArray(FLOATS, weights, weightsStart + 8 * LANES);
        int end = start + (pixels + 2) * channels;
        int way = sumsStart - 2 * channels - start;
        FloatVector upper0 = origin;
        FloatVector upper1 = origin;
        FloatVector lower0 = origin;
        FloatVector lower1 = origin;
        for (int from = start; from < end; from += channels) {
            FloatVector input0 = fromBytes(inputs, from);
            FloatVector input1 = fromBytes(inputs, from + LINE_BYTES);
            FloatVector input2 = fromBytes(inputs, from + 2 * LINE_BYTES);
            FloatVector input3 = fromBytes(inputs, from + 3 * LINE_BYTES);
            FloatVector upper2 = input2.fma(weight2_2, input1.fma(weight1_2, input0.fma(weight0_2, upper1)));
            FloatVector lower2 = input3.fma(weight2_2, input2.fma(weight1_2, input1.fma(weight0_2, lower1)));
            upper1 = input2.fma(weight2_1, input1.fma(weight1_1, input0.fma(weight0_1, upper0)));
            lower1 = input3.fma(weight2_1, input2.fma(weight1_1, input1.fma(weight0_1, lower0)));
            upper0 = input2.fma(weight2_0, input1.fma(weight1_0, input0.fma(weight0_0, origin)));
            lower0 = input3.fma(weight2_0, input2.fma(weight1_0, input1.fma(weight0_0, origin)));
            // the first two columns end no pixel: what they store is overwritten, since a branch would cost more
            int to = Math.max(from + way, sumsStart);
            upper2.reinterpretAsInts().add(terms).intoArray(sums, to);
            lower2.reinterpretAsInts().add(terms).intoArray(sums, to + sumsLine);
        }
    }

    private static void fourteenByThreeTaps(
            Tile tile,
            float[] inputs,
            int tileStart,
            int[] groupStarts,
            int firstGroup,
            int groups,
            float[] weights,
            int weightsStart) {
        FloatVector origin = FloatVector.broadcast(FLOATS, Tile.ORIGIN);
        IntVector terms = IntVector.fromArray(INTS, tile.terms, tile.termsStart);
        int[] sums = tile.sums;
        int last = tile.lastStart(14);
        for (int next = 0; next < tile.rows; next += 14) {
            int row = Math.min(next, last);
            int start = tileStart + row * LANES;
            FloatVector sum0 = origin;
            FloatVector sum1 = origin;
            FloatVector sum2 = origin;
            FloatVector sum3 = origin;
            FloatVector sum4 = origin;
            FloatVector sum5 = origin;
            FloatVector sum6 = origin;
            FloatVector sum7 = origin;
            FloatVector sum8 = origin;
            FloatVector sum9 = origin;
            FloatVector sum10 = origin;
            FloatVector sum11 = origin;
            FloatVector sum12 = origin;
            FloatVector sum13 = origin;
            int weight = weightsStart;
            for (int group = firstGroup; group < firstGroup + groups; group++) {
                int slot = start + groupStarts[group];
                FloatVector weight0 = FloatVector.fromArray(FLOATS, weights, weight);
                FloatVector weight1 = FloatVector.fromArray(FLOATS, weights, weight + LANES);
                FloatVector weight2 = FloatVector.fromArray(FLOATS, weights, weight + 2 * LANES);
                weight += GROUP_TAPS * LANES;
                FloatVector input0 = FloatVector.fromArray(FLOATS, inputs, slot);
                sum0 = input0.fma(weight0, sum0);
                FloatVector input1 = FloatVector.fromArray(FLOATS, inputs, slot + LANES);
                sum0 = input1.fma(weight1, sum0);
                sum1 = input1.fma(weight0, sum1);
                FloatVector input2 = FloatVector.fromArray(FLOATS, inputs, slot + 2 * LANES);
                sum0 = input2.fma(weight2, sum0);
                sum1 = input2.fma(weight1, sum1);
                sum2 = input2.fma(weight0, sum2);
                FloatVector input3 = FloatVector.fromArray(FLOATS, inputs, slot + 3 * LANES);
                sum1 = input3.fma(weight2, sum1);
                sum2 = input3.fma(weight1, sum2);
                sum3 = input3.fma(weight0, sum3);
                FloatVector input4 = FloatVector.fromArray(FLOATS, inputs, slot + 4 * LANES);
                sum2 = input4.fma(weight2, sum2);
                sum3 = input4.fma(weight1, sum3);
                sum4 = input4.fma(weight0, sum4);
                FloatVector input5 = FloatVector.fromArray(FLOATS, inputs, slot + 5 * LANES);
                sum3 = input5.fma(weight2, sum3);
                sum4 = input5.fma(weight1, sum4);
                sum5 = input5.fma(weight0, sum5);
                FloatVector input6 = FloatVector.fromArray(FLOATS, inputs, slot + 6 * LANES);
                sum4 = input6.fma(weight2, sum4);
                sum5 = input6.fma(weight1, sum5);
                sum6 = input6.fma(weight0, sum6);
                FloatVector input7 = FloatVector.fromArray(FLOATS, inputs, slot + 7 * LANES);
                sum5 = input7.fma(weight2, sum5);
                sum6 = input7.fma(weight1, sum6);
                sum7 = input7.fma(weight0, sum7);
                FloatVector input8 = FloatVector.fromArray(FLOATS, inputs, slot + 8 * LANES);
                sum6 = input8.fma(weight2, sum6);
                sum7 = input8.fma(weight1, sum7);
                sum8 = input8.fma(weight0, sum8);
                FloatVector input9 = FloatVector.fromArray(FLOATS, inputs, slot + 9 * LANES);
                sum7 = input9.fma(weight2, sum7);
                sum8 = input9.fma(weight1, sum8);
                sum9 = input9.fma(weight0, sum9);
                FloatVector input10 = FloatVector.fromArray(FLOATS, inputs, slot + 10 * LANES);
                sum8 = input10.fma(weight2, sum8);
                sum9 = input10.fma(weight1, sum9);
                sum10 = input10.fma(weight0, sum10);
                FloatVector input11 = FloatVector.fromArray(FLOATS, inputs, slot + 11 * LANES);
                sum9 = input11.fma(weight2, sum9);
                sum10 = input11.fma(weight1, sum10);
                sum11 = input11.fma(weight0, sum11);
                FloatVector input12 = FloatVector.fromArray(FLOATS, inputs, slot + 12 * LANES);
                sum10 = input12.fma(weight2, sum10);
                sum11 = input12.fma(weight1, sum11);
                sum12 = input12.fma(weight0, sum12);
                FloatVector input13 = FloatVector.fromArray(FLOATS, inputs, slot + 13 * LANES);
                sum11 = input13.fma(weight2, sum11);
                sum12 = input13.fma(weight1, sum12);
                sum13 = input13.fma(weight0, sum13);
                FloatVector input14 = FloatVector.fromArray(FLOATS, inputs, slot + 14 * LANES);
                sum12 = input14.fma(weight2, sum12);
                sum13 = input14.fma(weight1, sum13);
                FloatVector input15 = FloatVector.fromArray(FLOATS, inputs, slot + 15 * LANES);
                sum13 = input15.fma(weight2, sum13);
            }
            int sum = tile.sumsStart + row * tile.sumsStride;
            sum0.reinterpretAsInts().add(terms).intoArray(sums, sum);
            sum += tile.sumsStride;
            sum1.reinterpretAsInts().add(terms).intoArray(sums, sum);
            sum += tile.sumsStride;
            sum2.reinterpretAsInts().add(terms).intoArray(sums, sum);
            sum += tile.sumsStride;
            sum3.reinterpretAsInts().add(terms).intoArray(sums, sum);
            sum += tile.sumsStride;
            sum4.reinterpretAsInts().add(terms).intoArray(sums, sum);
            sum += tile.sumsStride;
            sum5.reinterpretAsInts().add(terms).intoArray(sums, sum);
            sum += tile.sumsStride;
            sum6.reinterpretAsInts().add(terms).intoArray(sums, sum);
            sum += tile.sumsStride;
            sum7.reinterpretAsInts().add(terms).intoArray(sums, sum);
            sum += tile.sumsStride;
            sum8.reinterpretAsInts().add(terms).intoArray(sums, sum);
            sum += tile.sumsStride;
            sum9.reinterpretAsInts().add(terms).intoArray(sums, sum);
            sum += tile.sumsStride;
            sum10.reinterpretAsInts().add(terms).intoArray(sums, sum);
            sum += tile.sumsStride;
            sum11.reinterpretAsInts().add(terms).intoArray(sums, sum);
            sum += tile.sumsStride;
            sum12.reinterpretAsInts().add(terms).intoArray(sums, sum);
            sum += tile.sumsStride;
            sum13.reinterpretAsInts().add(terms).intoArray(sums, sum);
        }
    }

    private static void fourByThreeTaps(
            Tile tile,
            float[] inputs,
            int tileStart,
            int[] groupStarts,
            int firstGroup,
            int groups,
            float[] weights,
            int weightsStart) {
        FloatVector origin = FloatVector.broadcast(FLOATS, Tile.ORIGIN);
        IntVector terms = IntVector.fromArray(INTS, tile.terms, tile.termsStart);
        int[] sums = tile.sums;
        int last = tile.lastStart(4);
        for (int next = 0; next < tile.rows; next += 4) {
            int row = Math.min(next, last);
            int start = tileStart + row * LANES;
            FloatVector sum0 = origin;
            FloatVector sum1 = origin;
            FloatVector sum2 = origin;
            FloatVector sum3 = origin;
            int weight = weightsStart;
            for (int group = firstGroup; group < firstGroup + groups; group++) {
                int slot = start + groupStarts[group];
                FloatVector weight0 = FloatVector.fromArray(FLOATS, weights, weight);
                FloatVector weight1 = FloatVector.fromArray(FLOATS, weights, weight + LANES);
                FloatVector weight2 = FloatVector.fromArray(FLOATS, weights, weight + 2 * LANES);
                weight += GROUP_TAPS * LANES;
                FloatVector input0 = FloatVector.fromArray(FLOATS, inputs, slot);
                sum0 = input0.fma(weight0, sum0);
                FloatVector input1 = FloatVector.fromArray(FLOATS, inputs, slot + LANES);
                sum0 = input1.fma(weight1, sum0);
                sum1 = input1.fma(weight0, sum1);
                FloatVector input2 = FloatVector.fromArray(FLOATS, inputs, slot + 2 * LANES);
                sum0 = input2.fma(weight2, sum0);
                sum1 = input2.fma(weight1, sum1);
                sum2 = input2.fma(weight0, sum2);
                FloatVector input3 = FloatVector.fromArray(FLOATS, inputs, slot + 3 * LANES);
                sum1 = input3.fma(weight2, sum1);
                sum2 = input3.fma(weight1, sum2);
                sum3 = input3.fma(weight0, sum3);
                FloatVector input4 = FloatVector.fromArray(FLOATS, inputs, slot + 4 * LANES);
                sum2 = input4.fma(weight2, sum2);
                sum3 = input4.fma(weight1, sum3);
                FloatVector input5 = FloatVector.fromArray(FLOATS, inputs, slot + 5 * LANES);
                sum3 = input5.fma(weight2, sum3);
            }
            int sum = tile.sumsStart + row * tile.sumsStride;
            sum0.reinterpretAsInts().add(terms).intoArray(sums, sum);
            sum += tile.sumsStride;
            sum1.reinterpretAsInts().add(terms).intoArray(sums, sum);
            sum += tile.sumsStride;
            sum2.reinterpretAsInts().add(terms).intoArray(sums, sum);
            sum += tile.sumsStride;
            sum3.reinterpretAsInts().add(terms).intoArray(sums, sum);
        }
    }
}
