package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.S2I;
import static npusim.kernel.loop.FloatLanes.INTS;
import static npusim.kernel.loop.FloatLanes.LANES;
import static npusim.kernel.loop.InterpolatedTable.FRACTION;
import static npusim.kernel.loop.InterpolatedTable.FRACTION_BITS;
import static npusim.kernel.loop.InterpolatedTable.MIDDLE;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The loop of {@link VectorLoops} that looks words up. */
final class VectorLookUp {
    /** As many shorts as a vector has ints. */
    private static final VectorSpecies<Short> HALF =
            VectorSpecies.of(short.class, VectorShape.forBitSize(INTS.vectorBitSize() / 2));

    private VectorLookUp() {}

    /** {@link InnerLoops#interpolate} of whole vectors. */
    static void interpolate(short[] source, int sourceStart, int[] ends, int[] target, int targetStart, int count) {
        int[] intervals = new int[LANES];
        for (int i = 0; i < count; i += LANES) {
            IntVector values = (IntVector)
                    ShortVector.fromArray(HALF, source, sourceStart + i).convertShape(S2I, INTS, 0);
            values.lanewise(ASHR, FRACTION_BITS).add(MIDDLE).intoArray(intervals, 0);
            IntVector both = IntVector.fromArray(INTS, ends, 0, intervals, 0);
            IntVector begin = both.lanewise(LSHL, Short.SIZE).lanewise(ASHR, Short.SIZE);
            IntVector way = both.lanewise(ASHR, Short.SIZE).sub(begin).mul(values.and(FRACTION));
            begin.lanewise(LSHL, FRACTION_BITS).add(way).intoArray(target, targetStart + i);
        }
    }
}
