package npusim.benchmark;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What kernels are compared with: float fused multiply-add on registers, and copying as many bytes as a kernel touches. */
final class Bounds {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int STEPS = 20_000;
    private static final int CHAINS = 12;

    private Bounds() {}

    /** Multiply-accumulates of one call of {@link #multiplyAdd}. */
    static long macs() {
        return (long) STEPS * CHAINS * FLOATS.length();
    }

    /**
     * Independent chains of fused multiply-add, each into its own sum as the instruction has it, so that none is copied first;
     * the result is there so that nothing is left out.
     */
    static float multiplyAdd() {
        FloatVector factor = FloatVector.broadcast(FLOATS, 1.0001f);
        FloatVector term = FloatVector.broadcast(FLOATS, 0.5f);
        FloatVector a = term;
        FloatVector b = term;
        FloatVector c = term;
        FloatVector d = term;
        FloatVector e = term;
        FloatVector f = term;
        FloatVector g = term;
        FloatVector h = term;
        FloatVector i = term;
        FloatVector j = term;
        FloatVector k = term;
        FloatVector l = term;
        for (int step = 0; step < STEPS; step++) {
            a = factor.fma(term, a);
            b = factor.fma(term, b);
            c = factor.fma(term, c);
            d = factor.fma(term, d);
            e = factor.fma(term, e);
            f = factor.fma(term, f);
            g = factor.fma(term, g);
            h = factor.fma(term, h);
            i = factor.fma(term, i);
            j = factor.fma(term, j);
            k = factor.fma(term, k);
            l = factor.fma(term, l);
        }
        return a.add(b)
                .add(c)
                .add(d)
                .add(e)
                .add(f)
                .add(g)
                .add(h)
                .add(i)
                .add(j)
                .add(k)
                .add(l)
                .reduceLanes(VectorOperators.ADD);
    }

    /** Copies the first array, half of the bytes that a kernel reads and writes, to the second. */
    static byte[] copy(byte[] from, byte[] to) {
        System.arraycopy(from, 0, to, 0, from.length);
        return to;
    }
}
