package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.I2B;
import static npusim.kernel.loop.FloatLanes.FLOATS;
import static npusim.kernel.loop.FloatLanes.INTS;
import static npusim.kernel.loop.FloatLanes.LANES;
import static npusim.kernel.loop.FloatLanes.QUARTER;
import static npusim.kernel.loop.FloatLanes.bits;
import static npusim.kernel.loop.FloatLanes.fromBytes;
import static npusim.kernel.loop.FloatLanes.fromInts;
import static npusim.kernel.loop.FloatLanes.isDoubtful;
import static npusim.kernel.loop.FloatLanes.store;
import static npusim.kernel.loop.LongLanes.multiplier;
import static npusim.kernel.loop.LongLanes.offset;
import static npusim.kernel.loop.LongLanes.scale;
import static npusim.kernel.loop.LongLanes.scaleBySign;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;

/** The loops of {@link VectorLoops} that scale: counts are whole vectors, or whole steps of loops that round by floats. */
final class VectorScaling {
    /** Elements that are rounded by floats at a time. */
    static final int STEP = 4 * LANES;

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

    /** Scales whole steps, each element by the channel after the one before. */
    static void roundByFloats(
            int[] source, int start, ByteScaling scaling, int firstChannel, byte[] target, int targetStart, int count) {
        int[] doubtful = new int[count / STEP + 1];
        int number = roundByFloats(source, start, scaling, firstChannel, target, targetStart, count, doubtful);
        for (int i = 0; i < number; i++) {
            int from = doubtful[i];
            int channel = (firstChannel + from) % scaling.channels();
            scaling.settle(source, start + from, channel, target, targetStart + from, STEP);
        }
    }

    /** Lists the steps in which a result is in doubt, and yields their number; see {@link FloatRounding}. */
    private static int roundByFloats(
            int[] source,
            int sourceStart,
            ByteScaling scaling,
            int firstChannel,
            byte[] target,
            int targetStart,
            int count,
            int[] doubtful) {
        float[] factors = scaling.factors();
        int period = scaling.period();
        FloatVector offset = FloatVector.broadcast(FLOATS, scaling.offset());
        int lowest = FloatRounding.bits(scaling.minimum());
        int highest = FloatRounding.bits(scaling.maximum());
        int doubt = scaling.doubt();
        int channel = firstChannel;
        int number = 0;
        for (int i = 0; i < count; i += STEP) {
            int from = sourceStart + i;
            FloatVector a = fromInts(source, from).fma(FloatVector.fromArray(FLOATS, factors, channel), offset);
            FloatVector b =
                    fromInts(source, from + LANES).fma(FloatVector.fromArray(FLOATS, factors, channel + LANES), offset);
            FloatVector c = fromInts(source, from + 2 * LANES)
                    .fma(FloatVector.fromArray(FLOATS, factors, channel + 2 * LANES), offset);
            FloatVector d = fromInts(source, from + 3 * LANES)
                    .fma(FloatVector.fromArray(FLOATS, factors, channel + 3 * LANES), offset);
            IntVector aBits = bits(a, lowest, highest);
            IntVector bBits = bits(b, lowest, highest);
            IntVector cBits = bits(c, lowest, highest);
            IntVector dBits = bits(d, lowest, highest);
            doubtful[number] = i;
            number += isDoubtful(aBits, bBits, cBits, dBits, doubt);
            store(aBits, target, targetStart + i);
            store(bBits, target, targetStart + i + LANES);
            store(cBits, target, targetStart + i + 2 * LANES);
            store(dBits, target, targetStart + i + 3 * LANES);
            channel += STEP;
            channel = channel < period ? channel : channel - period;
        }
        return number;
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

    /** Combines whole steps. */
    static void combineByFloats(
            byte[] a, int aStart, byte[] b, int bStart, PairScaling scaling, byte[] target, int start, int count) {
        int[] doubtful = new int[count / STEP + 1];
        int number = combineByFloats(a, aStart, b, bStart, scaling, target, start, count, doubtful);
        for (int i = 0; i < number; i++) {
            int from = doubtful[i];
            scaling.settle(a, aStart + from, b, bStart + from, target, start + from, STEP);
        }
    }

    /** As {@link #roundByFloats}. */
    private static int combineByFloats(
            byte[] a,
            int aStart,
            byte[] b,
            int bStart,
            PairScaling scaling,
            byte[] target,
            int start,
            int count,
            int[] doubtful) {
        FloatVector product = FloatVector.broadcast(FLOATS, scaling.product());
        FloatVector slopeX = FloatVector.broadcast(FLOATS, scaling.slopeX());
        FloatVector slopeY = FloatVector.broadcast(FLOATS, scaling.slopeY());
        FloatVector offset = FloatVector.broadcast(FLOATS, scaling.offset());
        int lowest = FloatRounding.bits(scaling.minimum());
        int highest = FloatRounding.bits(scaling.maximum());
        int doubt = scaling.doubt();
        int number = 0;
        for (int i = 0; i < count; i += STEP) {
            FloatVector y = fromBytes(b, bStart + i);
            FloatVector sum = fromBytes(a, aStart + i).fma(y.fma(product, slopeX), y.fma(slopeY, offset));
            IntVector first = bits(sum, lowest, highest);
            y = fromBytes(b, bStart + i + LANES);
            sum = fromBytes(a, aStart + i + LANES).fma(y.fma(product, slopeX), y.fma(slopeY, offset));
            IntVector second = bits(sum, lowest, highest);
            y = fromBytes(b, bStart + i + 2 * LANES);
            sum = fromBytes(a, aStart + i + 2 * LANES).fma(y.fma(product, slopeX), y.fma(slopeY, offset));
            IntVector third = bits(sum, lowest, highest);
            y = fromBytes(b, bStart + i + 3 * LANES);
            sum = fromBytes(a, aStart + i + 3 * LANES).fma(y.fma(product, slopeX), y.fma(slopeY, offset));
            IntVector fourth = bits(sum, lowest, highest);
            doubtful[number] = i;
            number += isDoubtful(first, second, third, fourth, doubt);
            store(first, target, start + i);
            store(second, target, start + i + LANES);
            store(third, target, start + i + 2 * LANES);
            store(fourth, target, start + i + 3 * LANES);
        }
        return number;
    }
}
