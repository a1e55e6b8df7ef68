package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static npusim.kernel.loop.ByteLanes.joinBytes;
import static npusim.kernel.loop.FloatLanes.INTS;
import static npusim.kernel.loop.FloatLanes.LANES;
import static npusim.kernel.loop.FloatLanes.fromShorts;
import static npusim.kernel.loop.InterpolatedTable.FRACTION;
import static npusim.kernel.loop.InterpolatedTable.FRACTION_BITS;
import static npusim.kernel.loop.InterpolatedTable.MIDDLE;
import static npusim.kernel.loop.LongLanes.LONGS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The loops of {@link VectorLoops} that look words up: by selection where vectors have 512 bits, else by a gather. */
final class VectorLookUp {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;

    /** Values of which entries are selected at a time. */
    static final int WIDTH = BYTES.length();

    /** Values whose entries are selected before they are used, so that these stay in the first-level cache. */
    private static final int PIECE = 512;

    private VectorLookUp() {}

    /** {@link InnerLoops#interpolate} of whole vectors. */
    static void interpolate(short[] source, int sourceStart, int[] ends, int[] target, int targetStart, int count) {
        int[] intervals = new int[LANES];
        for (int i = 0; i < count; i += LANES) {
            IntVector values = fromShorts(source, sourceStart + i);
            values.lanewise(ASHR, FRACTION_BITS).add(MIDDLE).intoArray(intervals, 0);
            IntVector both = IntVector.fromArray(INTS, ends, 0, intervals, 0);
            IntVector begin = both.lanewise(LSHL, Short.SIZE).lanewise(ASHR, Short.SIZE);
            IntVector way = both.lanewise(ASHR, Short.SIZE).sub(begin).mul(values.and(FRACTION));
            begin.lanewise(LSHL, FRACTION_BITS).add(way).intoArray(target, targetStart + i);
        }
    }

    /** {@link InnerLoops#interpolate} of multiples of {@link #WIDTH} values, with vectors of 512 bits. */
    static void interpolateBySelection(
            short[] source, int sourceStart, InterpolatedTable table, int[] target, int targetStart, int count) {
        short[] begins = new short[Math.min(count, PIECE) + 1];
        short[] nexts = new short[begins.length];
        for (int done = 0; done < count; done += PIECE) {
            int length = Math.min(PIECE, count - done);
            int from = sourceStart + done;
            int to = targetStart + done;
            select(source, from, table.begins(), begins, length, target, to);
            select(source, from, table.nexts(), nexts, length, target, to + length / 2);
            interpolate(source, from, begins, nexts, target, to, length);
        }
    }

    /**
     * The entries that the high nine bits of each value select: by the lower seven of them from 128 bytes each, then by one bit after
     * the other. The bits of 64 values are bytes, those of the second half of the values the high ones of pairs.
     *
     * @param target one longer than {@code count}
     * @param ahead where the results will be stored, which is read meanwhile, half as many words as there are values: stores wait for
     *     memory one after the other, loads together
     */
    private static void select(
            short[] source, int sourceStart, byte[] table, short[] target, int count, int[] ahead, int aheadStart) {
        ByteVector a = ByteVector.fromArray(BYTES, table, 0);
        ByteVector b = ByteVector.fromArray(BYTES, table, WIDTH);
        ByteVector c = ByteVector.fromArray(BYTES, table, 2 * WIDTH);
        ByteVector d = ByteVector.fromArray(BYTES, table, 3 * WIDTH);
        ByteVector e = ByteVector.fromArray(BYTES, table, 4 * WIDTH);
        ByteVector f = ByteVector.fromArray(BYTES, table, 5 * WIDTH);
        ByteVector g = ByteVector.fromArray(BYTES, table, 6 * WIDTH);
        ByteVector h = ByteVector.fromArray(BYTES, table, 7 * WIDTH);
        ByteVector i = ByteVector.fromArray(BYTES, table, 8 * WIDTH);
        ByteVector j = ByteVector.fromArray(BYTES, table, 9 * WIDTH);
        ByteVector k = ByteVector.fromArray(BYTES, table, 10 * WIDTH);
        ByteVector l = ByteVector.fromArray(BYTES, table, 11 * WIDTH);
        ByteVector m = ByteVector.fromArray(BYTES, table, 12 * WIDTH);
        ByteVector n = ByteVector.fromArray(BYTES, table, 13 * WIDTH);
        ByteVector o = ByteVector.fromArray(BYTES, table, 14 * WIDTH);
        ByteVector p = ByteVector.fromArray(BYTES, table, 15 * WIDTH);
        int next = aheadStart;
        int sum = 0;
        for (int at = 0; at < count; at += WIDTH) {
            ShortVector values = ShortVector.fromArray(SHORTS, source, sourceStart + at);
            ShortVector others = ShortVector.fromArray(SHORTS, source, sourceStart + at + SHORTS.length());
            ByteVector index = joinBytes(values.lanewise(LSHR, FRACTION_BITS), others.lanewise(LSHL, 1))
                    .reinterpretAsBytes();
            VectorMask<Byte> odd = index.compare(LT, (byte) 0);
            VectorMask<Byte> negative = joinBytes(values.lanewise(LSHR, Byte.SIZE), others)
                    .reinterpretAsBytes()
                    .compare(LT, (byte) 0);
            ByteVector nonNegatives = index.selectFrom(a, b).blend(index.selectFrom(c, d), odd);
            ByteVector negatives = index.selectFrom(e, f).blend(index.selectFrom(g, h), odd);
            ShortVector low = nonNegatives.blend(negatives, negative).reinterpretAsShorts();
            nonNegatives = index.selectFrom(i, j).blend(index.selectFrom(k, l), odd);
            negatives = index.selectFrom(m, n).blend(index.selectFrom(o, p), odd);
            ShortVector high = nonNegatives.blend(negatives, negative).reinterpretAsShorts();
            joinBytes(low, high.lanewise(LSHL, Byte.SIZE)).intoArray(target, at);
            joinBytes(low.lanewise(LSHR, Byte.SIZE), high).intoArray(target, at + SHORTS.length());
            sum += ahead[next] + ahead[next + LANES];
            next += 2 * LANES;
        }
        target[count] = (short) sum; // else a compiler would leave the reads out
    }

    /**
     * {@link InnerLoops#combineWithPattern} of multiples of {@link #WIDTH} values by {@link PairScaling#tabulate}: the low seven bits
     * of a difference select from 128 results each, its eighth and its sign among these.
     */
    static void selectByDifference(
            byte[] source, int sourceStart, long pattern, byte[] table, byte[] target, int targetStart, int count) {
        ByteVector a = ByteVector.fromArray(BYTES, table, 0);
        ByteVector b = ByteVector.fromArray(BYTES, table, WIDTH);
        ByteVector c = ByteVector.fromArray(BYTES, table, 2 * WIDTH);
        ByteVector d = ByteVector.fromArray(BYTES, table, 3 * WIDTH);
        ByteVector e = ByteVector.fromArray(BYTES, table, 4 * WIDTH);
        ByteVector f = ByteVector.fromArray(BYTES, table, 5 * WIDTH);
        ByteVector g = ByteVector.fromArray(BYTES, table, 6 * WIDTH);
        ByteVector h = ByteVector.fromArray(BYTES, table, 7 * WIDTH);
        ByteVector others = LongVector.broadcast(LONGS, pattern).reinterpretAsBytes();
        for (int i = 0; i < count; i += WIDTH) {
            ByteVector values = ByteVector.fromArray(BYTES, source, sourceStart + i);
            ByteVector difference = values.sub(others);
            VectorMask<Byte> eighth = difference.compare(LT, (byte) 0);
            ByteVector nonNegatives = difference.selectFrom(a, b).blend(difference.selectFrom(c, d), eighth);
            ByteVector negatives = difference.selectFrom(e, f).blend(difference.selectFrom(g, h), eighth);
            nonNegatives.blend(negatives, values.compare(LT, others)).intoArray(target, targetStart + i);
        }
    }

    private static void interpolate(
            short[] source, int sourceStart, short[] begins, short[] nexts, int[] target, int targetStart, int count) {
        for (int i = 0; i < count; i += LANES) {
            IntVector values = fromShorts(source, sourceStart + i);
            IntVector begin = fromShorts(begins, i);
            IntVector way = fromShorts(nexts, i).sub(begin).mul(values.and(FRACTION));
            begin.lanewise(LSHL, FRACTION_BITS).add(way).intoArray(target, targetStart + i);
        }
    }
}
