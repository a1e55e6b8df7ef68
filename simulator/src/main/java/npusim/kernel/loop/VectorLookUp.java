package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static npusim.kernel.loop.FloatLanes.INTS;
import static npusim.kernel.loop.FloatLanes.LANES;
import static npusim.kernel.loop.FloatLanes.fromShorts;
import static npusim.kernel.loop.InterpolatedTable.FRACTION;
import static npusim.kernel.loop.InterpolatedTable.FRACTION_BITS;
import static npusim.kernel.loop.InterpolatedTable.MIDDLE;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The loops of {@link VectorLoops} that look words up: by selection where vectors have 512 bits, else by a gather. */
final class VectorLookUp {
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;

    /** Values of which entries are selected at a time. */
    static final int WIDTH = SHORTS.length();

    /** Values whose entries are selected before they are used, so that these stay in the first-level cache. */
    private static final int PIECE = 1024;

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

    /** {@link InnerLoops#interpolate} of whole vectors of {@link #SHORTS}, which are of 512 bits. */
    static void interpolateBySelection(
            short[] source, int sourceStart, InterpolatedTable table, int[] target, int targetStart, int count) {
        short[] begins = new short[Math.min(count, PIECE)];
        short[] nexts = new short[begins.length];
        for (int done = 0; done < count; done += PIECE) {
            int length = Math.min(PIECE, count - done);
            select(source, sourceStart + done, table.begins(), begins, length);
            select(source, sourceStart + done, table.nexts(), nexts, length);
            interpolate(source, sourceStart + done, begins, nexts, target, targetStart + done, length);
        }
    }

    /** The entry that the high nine bits of each value select: by the lower six of them from 64 each, then by one bit after the other. */
    private static void select(short[] source, int sourceStart, short[] table, short[] target, int count) {
        ShortVector a = ShortVector.fromArray(SHORTS, table, 0);
        ShortVector b = ShortVector.fromArray(SHORTS, table, WIDTH);
        ShortVector c = ShortVector.fromArray(SHORTS, table, 2 * WIDTH);
        ShortVector d = ShortVector.fromArray(SHORTS, table, 3 * WIDTH);
        ShortVector e = ShortVector.fromArray(SHORTS, table, 4 * WIDTH);
        ShortVector f = ShortVector.fromArray(SHORTS, table, 5 * WIDTH);
        ShortVector g = ShortVector.fromArray(SHORTS, table, 6 * WIDTH);
        ShortVector h = ShortVector.fromArray(SHORTS, table, 7 * WIDTH);
        ShortVector i = ShortVector.fromArray(SHORTS, table, 8 * WIDTH);
        ShortVector j = ShortVector.fromArray(SHORTS, table, 9 * WIDTH);
        ShortVector k = ShortVector.fromArray(SHORTS, table, 10 * WIDTH);
        ShortVector l = ShortVector.fromArray(SHORTS, table, 11 * WIDTH);
        ShortVector m = ShortVector.fromArray(SHORTS, table, 12 * WIDTH);
        ShortVector n = ShortVector.fromArray(SHORTS, table, 13 * WIDTH);
        ShortVector o = ShortVector.fromArray(SHORTS, table, 14 * WIDTH);
        ShortVector p = ShortVector.fromArray(SHORTS, table, 15 * WIDTH);
        for (int at = 0; at < count; at += WIDTH) {
            ShortVector values = ShortVector.fromArray(SHORTS, source, sourceStart + at);
            ShortVector index = values.lanewise(LSHR, FRACTION_BITS);
            VectorMask<Short> odd = values.lanewise(LSHL, 2).compare(LT, (short) 0);
            VectorMask<Short> high = values.lanewise(LSHL, 1).compare(LT, (short) 0);
            VectorMask<Short> negative = values.compare(LT, (short) 0);
            ShortVector first = index.selectFrom(a, b).blend(index.selectFrom(c, d), odd);
            ShortVector second = index.selectFrom(e, f).blend(index.selectFrom(g, h), odd);
            ShortVector third = index.selectFrom(i, j).blend(index.selectFrom(k, l), odd);
            ShortVector fourth = index.selectFrom(m, n).blend(index.selectFrom(o, p), odd);
            first.blend(second, high).blend(third.blend(fourth, high), negative).intoArray(target, at);
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
