package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.LT;
import static npusim.kernel.loop.FloatLanes.INTS;
import static npusim.kernel.loop.FloatLanes.LANES;
import static npusim.kernel.loop.FloatLanes.fromBytes;
import static npusim.kernel.loop.FloatLanes.intsFromBytes;
import static npusim.kernel.loop.LongLanes.LONGS;
import static npusim.kernel.loop.LongLanes.even;
import static npusim.kernel.loop.LongLanes.multiplier;
import static npusim.kernel.loop.LongLanes.odd;
import static npusim.kernel.loop.LongLanes.offset;
import static npusim.kernel.loop.LongLanes.scale;
import static npusim.kernel.loop.LongLanes.shifted;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops on the Vector API. Odd ends are left to {@link ScalarLoops}.
 *
 * <p>Each method is compiled by itself: the launcher tells the JVM never to inline one into its caller, where two of them
 * can exceed what C2 inlines, and the vectors of what is left over become objects.
 */
final class VectorLoops implements InnerLoops {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final int STEP = VectorScaling.STEP;

    /**
     * Whether one instruction selects bytes from a table of 128, hence shorts from one of 64; without it a look-up element by
     * element is faster.
     */
    static final boolean SELECTS_BYTES = BYTES.vectorBitSize() == 512 && Processor.has("avx512vbmi");

    private static final ScalarLoops ENDS = ScalarLoops.INSTANCE;
    private static final ElementLoops ELEMENTS = new ElementLoops("VectorElements");

    /** Numbers rounded by floats before a loop for factors that repeat with each step does: it saves much less. */
    static final long VERY_OFTEN = 1 << 30;

    /** Threads may lose additions, on which only speed depends. */
    private long roundedAlike;

    static int vectorBits() {
        return INTS.vectorBitSize();
    }

    @Override
    public String description() {
        return "Vector API, " + vectorBits() + " bits";
    }

    @Override
    public void awaitCompilation() {
        LoopSelection.Compilation.await();
    }

    @Override
    public int[] tileWidths() {
        return VectorTiles.widths();
    }

    @Override
    public int slotChannels() {
        return LANES;
    }

    @Override
    public void multiplyTile(Tile tile, float[] left, int leftStart, float[] right, int rightStart, int depth) {
        VectorTiles.multiply(tile, left, leftStart, right, rightStart, depth);
    }

    @Override
    public int byteTileWidth() {
        return vectorBits() == 512 ? VectorTilesOfBytes.WIDTH : 0;
    }

    @Override
    public void multiplyTileOfBytes(
            Tile tile, PackedRows left, int leftStart, float[] right, int rightStart, int depth) {
        VectorTilesOfBytes.tenByTwo(tile, left, leftStart, right, rightStart, depth);
    }

    @Override
    public void multiplyFewColumns(PackedRows left, PackedMatrix right, int[] terms, int[] sums, int start) {
        VectorTilesOfColumns.multiply(left, right, terms, sums, start);
    }

    @Override
    public int scaledWidth() {
        return vectorBits() == 512 ? VectorTilesToBytes.WIDTH : 0;
    }

    @Override
    public void multiplyAndScale(
            ScaledProduct product, PackedRows left, int panel, byte[] target, int start, short[] doubts) {
        VectorTilesToBytes.fiveByThree(product, left, panel, target, start, doubts);
    }

    @Override
    public void addRows(
            int[] source, int from, int fromStride, int[] target, int to, int toStride, int rows, int columns) {
        int end = INTS.loopBound(columns);
        for (int row = 0; row < rows; row++) {
            int start = to + row * toStride;
            int more = from + row * fromStride;
            for (int column = 0; column < end; column += LANES) {
                IntVector sums = IntVector.fromArray(INTS, target, start + column);
                sums.add(IntVector.fromArray(INTS, source, more + column)).intoArray(target, start + column);
            }
        }
        ENDS.addRows(source, from + end, fromStride, target, to + end, toStride, rows, columns - end);
    }

    @Override
    public void multiplyTaps(
            Tile tile,
            float[] inputs,
            int start,
            int[] groupStarts,
            int firstGroup,
            int groups,
            float[] weights,
            int weightsStart) {
        VectorTaps.multiply(tile, inputs, start, groupStarts, firstGroup, groups, weights, weightsStart);
    }

    @Override
    public void multiplyTwoLines(
            byte[] inputs,
            int start,
            float[] weights,
            int weightsStart,
            int[] terms,
            int termsStart,
            int[] sums,
            int sumsStart,
            int sumsLine,
            int pixels,
            int channels) {
        VectorTaps.twoLinesByNineTaps(
                inputs, start, weights, weightsStart, terms, termsStart, sums, sumsStart, sumsLine, pixels, channels);
    }

    @Override
    public void bytesToSlots(
            byte[] source,
            int sourceStart,
            int sourceStep,
            float[] target,
            int targetStart,
            int targetStep,
            int count) {
        int end = count;
        while (end > 0 && sourceStart + (end - 1) * sourceStep + LANES > source.length) {
            end--;
        }
        int from = sourceStart;
        for (int i = 0; i < end; i++) {
            fromBytes(source, from).intoArray(target, targetStart + i * targetStep);
            from += sourceStep;
        }
        for (int i = end; i < count; i++) {
            int length = Math.min(LANES, source.length - from);
            for (int channel = 0; channel < length; channel++) {
                target[targetStart + i * targetStep + channel] = source[from + channel];
            }
            from += sourceStep;
        }
    }

    @Override
    public void bytesToFloats(
            byte[] source,
            int from,
            int fromStride,
            int zeroPoint,
            float[] target,
            int to,
            int toStride,
            int rows,
            int count) {
        if (count < LANES) {
            ENDS.bytesToFloats(source, from, fromStride, zeroPoint, target, to, toStride, rows, count);
            return;
        }
        int last = count - LANES;
        for (int i = 0; i < last + LANES; i += LANES) {
            int at = Math.min(i, last); // the last vectors cover some elements once more
            int sourceStart = from + at;
            int targetStart = to + at;
            for (int row = 0; row < rows; row++) {
                fromBytes(source, sourceStart).sub(zeroPoint).intoArray(target, targetStart);
                sourceStart += fromStride;
                targetStart += toStride;
            }
        }
    }

    @Override
    public int mostJoined() {
        return SELECTS_BYTES ? JOINED_REACH / JOINED_LINES : 0;
    }

    @Override
    public void joinLines(byte[] source, int from, int line, int step, int width, float[] target, int to, int count) {
        VectorTilesToBytes.rowsByThreeLines(source, from, line, step, width, target, to, count);
    }

    @Override
    public void bytesToInts(byte[] source, int sourceStart, int zeroPoint, int[] target, int targetStart, int count) {
        int end = INTS.loopBound(count);
        for (int i = 0; i < end; i += LANES) {
            IntVector values = intsFromBytes(source, sourceStart + i);
            values.sub(zeroPoint).intoArray(target, targetStart + i);
        }
        ENDS.bytesToInts(source, sourceStart + end, zeroPoint, target, targetStart + end, count - end);
    }

    @Override
    public void rescaleToInts(
            int[] source, int sourceStart, Requantization scaling, int[] target, int targetStart, int count) {
        int end = INTS.loopBound(count);
        if (scaling.roundsBySign()) {
            VectorScaling.scaleToIntsBySign(source, sourceStart, scaling, target, targetStart, end);
        } else {
            VectorScaling.scaleToInts(source, sourceStart, scaling, target, targetStart, end);
        }
        ENDS.rescaleToInts(source, sourceStart + end, scaling, target, targetStart + end, count - end);
    }

    @Override
    public void rescaleBytesToInts(
            byte[] source,
            int sourceStart,
            int zeroPoint,
            Requantization scaling,
            int[] target,
            int targetStart,
            int count) {
        int end = INTS.loopBound(count);
        int shift = scaling.shift();
        LongVector multiplier = multiplier(scaling);
        LongVector offset = offset(scaling);
        for (int i = 0; i < end; i += LANES) {
            IntVector values = intsFromBytes(source, sourceStart + i);
            scale(values.sub(zeroPoint), multiplier, offset, shift).intoArray(target, targetStart + i);
        }
        ENDS.rescaleBytesToInts(source, sourceStart + end, zeroPoint, scaling, target, targetStart + end, count - end);
    }

    @Override
    public void rescaleToBytes(
            int[] source,
            int sourceStart,
            ByteScaling scaling,
            int firstChannel,
            byte[] target,
            int targetStart,
            int count) {
        if (scaling.hasFloats() && count >= STEP) {
            boolean repeats = STEP % scaling.channels() == 0;
            boolean staysInRegisters = repeats && roundedAlike >= VERY_OFTEN;
            roundedAlike += repeats && !staysInRegisters ? count : 0;
            int rest = count % STEP;
            VectorScaling.roundByFloats(
                    source, sourceStart, scaling, firstChannel, target, targetStart, count - rest, staysInRegisters);
            if (rest > 0) { // the last step overlaps the one before
                int done = count - STEP;
                int channel = (firstChannel + done) % scaling.channels();
                VectorScaling.roundByFloats(
                        source,
                        sourceStart + done,
                        scaling,
                        channel,
                        target,
                        targetStart + done,
                        STEP,
                        staysInRegisters);
            }
            return;
        }
        int end = 0;
        if (scaling.channels() == 1) {
            end = INTS.loopBound(count);
            Requantization single = scaling.channel(0);
            if (single.roundsBySign()) {
                VectorScaling.scaleToBytesBySign(source, sourceStart, single, target, targetStart, end);
            } else {
                VectorScaling.scaleToBytes(source, sourceStart, single, target, targetStart, end);
            }
        }
        int channel = (firstChannel + end) % scaling.channels();
        ENDS.rescaleToBytes(source, sourceStart + end, scaling, channel, target, targetStart + end, count - end);
    }

    @Override
    public void combineBytes(
            byte[] a, int aStart, byte[] b, int bStart, PairScaling scaling, byte[] target, int start, int count) {
        if (!scaling.hasFloats() || count < STEP) {
            ENDS.combineBytes(a, aStart, b, bStart, scaling, target, start, count);
            return;
        }
        int rest = count % STEP;
        VectorScaling.combineByFloats(a, aStart, b, bStart, 0, scaling, target, start, count - rest);
        if (rest > 0) { // the last step overlaps the one before
            int at = count - STEP;
            VectorScaling.combineByFloats(a, aStart + at, b, bStart + at, 0, scaling, target, start + at, STEP);
        }
    }

    @Override
    public void combineWithPattern(
            byte[] a, int aStart, long pattern, PairScaling scaling, byte[] target, int start, int count) {
        if (!scaling.hasFloats() || count < STEP) {
            ENDS.combineWithPattern(a, aStart, pattern, scaling, target, start, count);
            return;
        }
        int rest = count % STEP;
        combineSteps(a, aStart, pattern, scaling, target, start, count - rest);
        if (rest > 0) {
            int at = count - STEP;
            long rotated = Long.rotateRight(pattern, at % PERIOD * Byte.SIZE);
            combineSteps(a, aStart + at, rotated, scaling, target, start + at, STEP);
        }
    }

    private static void combineSteps(
            byte[] a, int aStart, long pattern, PairScaling scaling, byte[] target, int start, int count) {
        byte[] differences = SELECTS_BYTES ? scaling.differencesAfter(count) : PairScaling.NONE;
        if (differences.length > 0) {
            VectorLookUp.selectByDifference(a, aStart, pattern, differences, target, start, count);
        } else {
            VectorScaling.combineByFloats(a, aStart, null, 0, pattern, scaling, target, start, count);
        }
    }

    @Override
    public void lookUp(byte[] source, int sourceStart, byte[] table, byte[] target, int targetStart, int count) {
        if (!SELECTS_BYTES) {
            ENDS.lookUp(source, sourceStart, table, target, targetStart, count);
            return;
        }
        // Two vectors of 64 bytes are one table of 128 that a byte's low seven bits select from.
        ByteVector negativeLow = ByteVector.fromArray(BYTES, table, 0);
        ByteVector negativeHigh = ByteVector.fromArray(BYTES, table, 64);
        ByteVector positiveLow = ByteVector.fromArray(BYTES, table, 128);
        ByteVector positiveHigh = ByteVector.fromArray(BYTES, table, 192);
        int end = BYTES.loopBound(count);
        for (int i = 0; i < end; i += BYTES.length()) {
            ByteVector values = ByteVector.fromArray(BYTES, source, sourceStart + i);
            ByteVector index = values.and((byte) 127);
            ByteVector negative = index.selectFrom(negativeLow, negativeHigh);
            ByteVector positive = index.selectFrom(positiveLow, positiveHigh);
            positive.blend(negative, values.compare(LT, (byte) 0)).intoArray(target, targetStart + i);
        }
        ENDS.lookUp(source, sourceStart + end, table, target, targetStart + end, count - end);
    }

    @Override
    public void interpolate(
            short[] source, int sourceStart, InterpolatedTable table, int[] target, int targetStart, int count) {
        int width = SELECTS_BYTES ? VectorLookUp.WIDTH : LANES;
        int end = count - count % width;
        if (end > 0 && SELECTS_BYTES) {
            VectorLookUp.interpolateBySelection(source, sourceStart, table, target, targetStart, end);
        } else if (end > 0) {
            VectorLookUp.interpolate(source, sourceStart, table.ends(), target, targetStart, end);
        }
        ENDS.interpolate(source, sourceStart + end, table, target, targetStart + end, count - end);
    }

    @Override
    public ElementLoop elements(ElementLoop.Kind kind) {
        return ELEMENTS.of(kind);
    }

    @Override
    public void multiplyShifted(
            int[] a, int aStart, int[] b, int bStart, int shift, int[] target, int start, int count) {
        int end = INTS.loopBound(count);
        LongVector rounding = LongVector.broadcast(LONGS, 1L << (shift - 1));
        for (int i = 0; i < end; i += LANES) {
            LongVector left = IntVector.fromArray(INTS, a, aStart + i).reinterpretAsLongs();
            LongVector right = IntVector.fromArray(INTS, b, bStart + i).reinterpretAsLongs();
            LongVector even = even(left).mul(even(right)).add(rounding);
            LongVector odd = odd(left).mul(odd(right)).add(rounding);
            shifted(even, odd, shift).intoArray(target, start + i);
        }
        ENDS.multiplyShifted(a, aStart + end, b, bStart + end, shift, target, start + end, count - end);
    }

    @Override
    public Reductions reductions() {
        return VectorReductions.INSTANCE;
    }

    @Override
    public Transposes transposes() {
        return VectorTransposes.INSTANCE;
    }
}
