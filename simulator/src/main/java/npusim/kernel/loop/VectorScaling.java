package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.I2B;
import static npusim.kernel.loop.FloatLanes.BYTE_UNIT;
import static npusim.kernel.loop.FloatLanes.FLOATS;
import static npusim.kernel.loop.FloatLanes.INTS;
import static npusim.kernel.loop.FloatLanes.LANES;
import static npusim.kernel.loop.FloatLanes.NOTED_STEPS;
import static npusim.kernel.loop.FloatLanes.QUARTER;
import static npusim.kernel.loop.FloatLanes.bits;
import static npusim.kernel.loop.FloatLanes.firstBytes;
import static npusim.kernel.loop.FloatLanes.fourthBytes;
import static npusim.kernel.loop.FloatLanes.fromInts;
import static npusim.kernel.loop.FloatLanes.join;
import static npusim.kernel.loop.FloatLanes.lanes;
import static npusim.kernel.loop.FloatLanes.noteDoubt;
import static npusim.kernel.loop.FloatLanes.secondBytes;
import static npusim.kernel.loop.FloatLanes.steps;
import static npusim.kernel.loop.FloatLanes.store;
import static npusim.kernel.loop.FloatLanes.storeWords;
import static npusim.kernel.loop.FloatLanes.thirdBytes;
import static npusim.kernel.loop.FloatLanes.words;
import static npusim.kernel.loop.LongLanes.LONGS;
import static npusim.kernel.loop.LongLanes.multiplier;
import static npusim.kernel.loop.LongLanes.offset;
import static npusim.kernel.loop.LongLanes.scale;
import static npusim.kernel.loop.LongLanes.scaleBySign;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import org.jspecify.annotations.Nullable;

/** The loops of {@link VectorLoops} that scale: counts are whole vectors, or whole steps of loops that round by floats. */
final class VectorScaling {
    /** Elements that are rounded by floats at a time. */
    static final int STEP = 4 * LANES;

    /** Elements after which doubtful results are calculated anew, while they are in the first-level cache. */
    private static final int PIECE = NOTED_STEPS * STEP;

    private VectorScaling() {}

    static void scaleToInts(
            int[] source, int sourceStart, Requantization scaling, int[] target, int targetStart, int count) {
        int shift = scaling.shift();
        LongVector multiplier = multiplier(scaling);
        LongVector offset = offset(scaling);
        for (int i = 0; i < count; i += LANES) {
            IntVector values = IntVector.fromArray(INTS, source, sourceStart + i);
            scale(values, multiplier, offset, shift).intoArray(target, targetStart + i);
        }
    }

    static void scaleToIntsBySign(
            int[] source, int sourceStart, Requantization scaling, int[] target, int targetStart, int count) {
        int shift = scaling.shift();
        LongVector multiplier = multiplier(scaling);
        LongVector offset = offset(scaling);
        for (int i = 0; i < count; i += LANES) {
            IntVector values = IntVector.fromArray(INTS, source, sourceStart + i);
            scaleBySign(values, multiplier, offset, shift).intoArray(target, targetStart + i);
        }
    }

    /**
     * Scales whole steps, each element by the channel after the one before.
     *
     * @param repeats whether factors repeat with each step, and a loop that keeps them in registers is worth its compilation
     */
    static void roundByFloats(
            int[] source,
            int start,
            ByteScaling scaling,
            int firstChannel,
            byte[] target,
            int targetStart,
            int count,
            boolean repeats) {
        for (int done = 0; done < count; done += PIECE) {
            int length = Math.min(PIECE, count - done);
            int first = (firstChannel + done) % scaling.channels();
            int from = start + done;
            int to = targetStart + done;
            long note = repeats
                    ? noteRoundedAlike(source, from, scaling, first, target, to, length)
                    : noteRounded(source, from, scaling, first, target, to, length);
            for (long steps = steps(note); steps != 0; steps &= steps - 1) {
                int step = done + STEP * Long.numberOfTrailingZeros(steps);
                for (int lanes = lanes(note); lanes != 0; lanes &= lanes - 1) {
                    int lane = step + Integer.numberOfTrailingZeros(lanes);
                    for (int at = lane; at < lane + STEP; at += LANES) {
                        int channel = (firstChannel + at) % scaling.channels();
                        scaling.settle(source[start + at], channel, target, targetStart + at);
                    }
                }
            }
        }
    }

    /** Yields a note of results in doubt in at most {@link FloatLanes#NOTED_STEPS} steps; see {@link FloatRounding}. */
    private static long noteRounded(
            int[] source,
            int sourceStart,
            ByteScaling scaling,
            int firstChannel,
            byte[] target,
            int targetStart,
            int count) {
        float[] factors = scaling.factors();
        int period = scaling.period();
        FloatVector offset = FloatVector.broadcast(FLOATS, scaling.offset());
        int lowest = FloatRounding.bits(scaling.minimum());
        int highest = FloatRounding.bits(scaling.maximum());
        int doubt = scaling.doubt();
        int channel = firstChannel;
        long note = 0;
        for (int i = 0; i < count; i += STEP) {
            int from = sourceStart + i;
            FloatVector a = fromInts(source, from).fma(FloatVector.fromArray(FLOATS, factors, channel), offset);
            VarHandle.loadLoadFence(); // keeps C2 from loading in another order, which the processor does not foresee
            FloatVector b =
                    fromInts(source, from + LANES).fma(FloatVector.fromArray(FLOATS, factors, channel + LANES), offset);
            VarHandle.loadLoadFence();
            FloatVector c = fromInts(source, from + 2 * LANES)
                    .fma(FloatVector.fromArray(FLOATS, factors, channel + 2 * LANES), offset);
            VarHandle.loadLoadFence();
            FloatVector d = fromInts(source, from + 3 * LANES)
                    .fma(FloatVector.fromArray(FLOATS, factors, channel + 3 * LANES), offset);
            VarHandle.loadLoadFence();
            IntVector aBits = bits(a, lowest, highest);
            IntVector bBits = bits(b, lowest, highest);
            IntVector cBits = bits(c, lowest, highest);
            IntVector dBits = bits(d, lowest, highest);
            note = noteDoubt(aBits, bBits, cBits, dBits, doubt, i / STEP, note);
            store(aBits, target, targetStart + i);
            store(bBits, target, targetStart + i + LANES);
            store(cBits, target, targetStart + i + 2 * LANES);
            store(dBits, target, targetStart + i + 3 * LANES);
            channel += STEP;
            channel = channel < period ? channel : channel - period;
        }
        return note;
    }

    /** As above, of a scaling that repeats with each step, whose factors stay in registers. */
    private static long noteRoundedAlike(
            int[] source,
            int sourceStart,
            ByteScaling scaling,
            int firstChannel,
            byte[] target,
            int targetStart,
            int count) {
        float[] factors = scaling.factors();
        FloatVector firsts = FloatVector.fromArray(FLOATS, factors, firstChannel);
        FloatVector seconds = FloatVector.fromArray(FLOATS, factors, firstChannel + LANES);
        FloatVector thirds = FloatVector.fromArray(FLOATS, factors, firstChannel + 2 * LANES);
        FloatVector fourths = FloatVector.fromArray(FLOATS, factors, firstChannel + 3 * LANES);
        FloatVector offset = FloatVector.broadcast(FLOATS, scaling.offset());
        int lowest = FloatRounding.bits(scaling.minimum());
        int highest = FloatRounding.bits(scaling.maximum());
        int doubt = scaling.doubt();
        long note = 0;
        for (int i = 0; i < count; i += STEP) {
            int from = sourceStart + i;
            FloatVector a = fromInts(source, from).fma(firsts, offset);
            VarHandle.loadLoadFence();
            FloatVector b = fromInts(source, from + LANES).fma(seconds, offset);
            VarHandle.loadLoadFence();
            FloatVector c = fromInts(source, from + 2 * LANES).fma(thirds, offset);
            VarHandle.loadLoadFence();
            FloatVector d = fromInts(source, from + 3 * LANES).fma(fourths, offset);
            VarHandle.loadLoadFence();
            IntVector aBits = bits(a, lowest, highest);
            IntVector bBits = bits(b, lowest, highest);
            IntVector cBits = bits(c, lowest, highest);
            IntVector dBits = bits(d, lowest, highest);
            note = noteDoubt(aBits, bBits, cBits, dBits, doubt, i / STEP, note);
            store(aBits, target, targetStart + i);
            store(bBits, target, targetStart + i + LANES);
            store(cBits, target, targetStart + i + 2 * LANES);
            store(dBits, target, targetStart + i + 3 * LANES);
        }
        return note;
    }

    static void scaleToBytes(
            int[] source, int sourceStart, Requantization scaling, byte[] target, int targetStart, int count) {
        int lowest = scaling.lowest();
        int highest = scaling.highest();
        int zeroPoint = scaling.outputZeroPoint();
        int shift = scaling.shift();
        LongVector multiplier = multiplier(scaling);
        LongVector offset = offset(scaling);
        for (int i = 0; i < count; i += LANES) {
            IntVector values = IntVector.fromArray(INTS, source, sourceStart + i);
            IntVector scaled = scale(values, multiplier, offset, shift);
            IntVector result = scaled.max(lowest).min(highest).add(zeroPoint);
            ((ByteVector) result.convertShape(I2B, QUARTER, 0)).intoArray(target, targetStart + i);
        }
    }

    static void scaleToBytesBySign(
            int[] source, int sourceStart, Requantization scaling, byte[] target, int targetStart, int count) {
        int lowest = scaling.lowest();
        int highest = scaling.highest();
        int zeroPoint = scaling.outputZeroPoint();
        int shift = scaling.shift();
        LongVector multiplier = multiplier(scaling);
        LongVector offset = offset(scaling);
        for (int i = 0; i < count; i += LANES) {
            IntVector values = IntVector.fromArray(INTS, source, sourceStart + i);
            IntVector scaled = scaleBySign(values, multiplier, offset, shift);
            IntVector result = scaled.max(lowest).min(highest).add(zeroPoint);
            ((ByteVector) result.convertShape(I2B, QUARTER, 0)).intoArray(target, targetStart + i);
        }
    }

    /** Combines whole steps, the second operand either as many bytes or, without an array, a pattern that repeats. */
    static void combineByFloats(
            byte[] a,
            int aStart,
            byte @Nullable [] b,
            int bStart,
            long pattern,
            PairScaling scaling,
            byte[] target,
            int start,
            int count) {
        for (int done = 0; done < count; done += PIECE) {
            int length = Math.min(PIECE, count - done);
            int from = aStart + done;
            int to = start + done;
            long note = b == null
                    ? noteCombinedWithPattern(a, from, pattern, scaling, target, to, length)
                    : noteCombined(a, from, b, bStart + done, scaling, target, to, length);
            for (long steps = steps(note); steps != 0; steps &= steps - 1) {
                int step = done + STEP * Long.numberOfTrailingZeros(steps);
                for (int lanes = lanes(note); lanes != 0; lanes &= lanes - 1) {
                    int first = step + Integer.BYTES * Integer.numberOfTrailingZeros(lanes);
                    for (int at = first; at < first + Integer.BYTES; at++) {
                        byte second = b == null ? InnerLoops.ofPattern(pattern, at) : b[bStart + at];
                        scaling.settle(a[aStart + at], second, target, start + at);
                    }
                }
            }
        }
    }

    /** As {@link #noteRounded}. */
    private static long noteCombined(
            byte[] a, int aStart, byte[] b, int bStart, PairScaling scaling, byte[] target, int start, int count) {
        FloatVector product = FloatVector.broadcast(FLOATS, scaling.product() * BYTE_UNIT * BYTE_UNIT);
        FloatVector slopeX = FloatVector.broadcast(FLOATS, scaling.slopeX() * BYTE_UNIT);
        FloatVector slopeY = FloatVector.broadcast(FLOATS, scaling.slopeY() * BYTE_UNIT);
        FloatVector offset = FloatVector.broadcast(FLOATS, scaling.offset());
        int lowest = FloatRounding.bits(scaling.minimum());
        int highest = FloatRounding.bits(scaling.maximum());
        int doubt = scaling.doubt();
        long note = 0;
        for (int i = 0; i < count; i += STEP) {
            IntVector xs = words(a, aStart + i);
            IntVector ys = words(b, bStart + i);
            FloatVector y = firstBytes(ys);
            FloatVector sum = firstBytes(xs).fma(y.fma(product, slopeX), y.fma(slopeY, offset));
            IntVector first = bits(sum, lowest, highest);
            y = secondBytes(ys);
            sum = secondBytes(xs).fma(y.fma(product, slopeX), y.fma(slopeY, offset));
            IntVector second = bits(sum, lowest, highest);
            y = thirdBytes(ys);
            sum = thirdBytes(xs).fma(y.fma(product, slopeX), y.fma(slopeY, offset));
            IntVector third = bits(sum, lowest, highest);
            y = fourthBytes(ys);
            sum = fourthBytes(xs).fma(y.fma(product, slopeX), y.fma(slopeY, offset));
            IntVector fourth = bits(sum, lowest, highest);
            note = noteDoubt(first, second, third, fourth, doubt, i / STEP, note);
            storeWords(join(first, second, third, fourth), target, start + i);
        }
        return note;
    }

    /** As above, with the terms of the second operand calculated once. */
    private static long noteCombinedWithPattern(
            byte[] a, int aStart, long pattern, PairScaling scaling, byte[] target, int start, int count) {
        FloatVector product = FloatVector.broadcast(FLOATS, scaling.product() * BYTE_UNIT * BYTE_UNIT);
        FloatVector slopeX = FloatVector.broadcast(FLOATS, scaling.slopeX() * BYTE_UNIT);
        FloatVector slopeY = FloatVector.broadcast(FLOATS, scaling.slopeY() * BYTE_UNIT);
        FloatVector offset = FloatVector.broadcast(FLOATS, scaling.offset());
        int lowest = FloatRounding.bits(scaling.minimum());
        int highest = FloatRounding.bits(scaling.maximum());
        int doubt = scaling.doubt();
        IntVector ys = LongVector.broadcast(LONGS, pattern).reinterpretAsInts();
        FloatVector y = firstBytes(ys);
        FloatVector firstSlope = y.fma(product, slopeX);
        FloatVector firstTerm = y.fma(slopeY, offset);
        y = secondBytes(ys);
        FloatVector secondSlope = y.fma(product, slopeX);
        FloatVector secondTerm = y.fma(slopeY, offset);
        y = thirdBytes(ys);
        FloatVector thirdSlope = y.fma(product, slopeX);
        FloatVector thirdTerm = y.fma(slopeY, offset);
        y = fourthBytes(ys);
        FloatVector fourthSlope = y.fma(product, slopeX);
        FloatVector fourthTerm = y.fma(slopeY, offset);
        long note = 0;
        for (int i = 0; i < count; i += STEP) {
            IntVector xs = words(a, aStart + i);
            IntVector first = bits(firstBytes(xs).fma(firstSlope, firstTerm), lowest, highest);
            IntVector second = bits(secondBytes(xs).fma(secondSlope, secondTerm), lowest, highest);
            IntVector third = bits(thirdBytes(xs).fma(thirdSlope, thirdTerm), lowest, highest);
            IntVector fourth = bits(fourthBytes(xs).fma(fourthSlope, fourthTerm), lowest, highest);
            note = noteDoubt(first, second, third, fourth, doubt, i / STEP, note);
            storeWords(join(first, second, third, fourth), target, start + i);
        }
        return note;
    }
}
