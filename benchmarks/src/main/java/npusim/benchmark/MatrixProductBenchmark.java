package npusim.benchmark;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.row.MatMulRows;
import npusim.kernel.row.Scratch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * INT8 matrix products, activations widened and sums written as INT32, beside the peak rate of float fused multiply-add
 * that no product on floats can exceed. One thread.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(1)
public class MatrixProductBenchmark {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int PEAK_STEPS = 100_000;
    private static final int PEAK_CHAINS = 12;

    /** Rows, depth and columns: feed-forward layers, attention scores and the square of a textbook. */
    @Param({"374x144x576", "374x576x144", "374x144x144", "374x36x747", "374x374x36", "512x512x512"})
    public String shape = "374x144x576";

    private MatMulRows rows;
    private Scratch scratch;
    private byte[] left;
    private int[] sums;
    private long macs;

    @Setup
    public void prepare() {
        int[] extents =
                Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
        InnerLoops loops = InnerLoops.fastest(System.err::println);
        loops.awaitCompilation();
        Random random = new Random(1);
        left = new byte[extents[0] * extents[1]];
        byte[] right = new byte[extents[1] * extents[2]];
        random.nextBytes(left);
        random.nextBytes(right);
        rows = new MatMulRows(loops, 1, extents[0], extents[1], extents[2], 3, 0);
        rows.prepare(right, 0);
        scratch = new Scratch(loops);
        sums = new int[extents[0] * extents[2]];
        macs = (long) extents[0] * extents[1] * extents[2];
    }

    @Benchmark
    public int[] product(Work work) {
        int block = rows.blockRows();
        for (int row = 0; row < rows.rows(); row += block) {
            int count = Math.min(block, rows.rows() - row);
            rows.produce(left, row, count, sums, row * rows.columns(), scratch);
        }
        work.macs += macs;
        return sums;
    }

    /** Independent chains of fused multiply-add on registers. */
    @Benchmark
    public float fusedMultiplyAddPeak(Work work) {
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
        for (int step = 0; step < PEAK_STEPS; step++) {
            a = a.fma(factor, term);
            b = b.fma(factor, term);
            c = c.fma(factor, term);
            d = d.fma(factor, term);
            e = e.fma(factor, term);
            f = f.fma(factor, term);
            g = g.fma(factor, term);
            h = h.fma(factor, term);
            i = i.fma(factor, term);
            j = j.fma(factor, term);
            k = k.fma(factor, term);
            l = l.fma(factor, term);
        }
        work.macs += (long) PEAK_STEPS * PEAK_CHAINS * FLOATS.length();
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
}
