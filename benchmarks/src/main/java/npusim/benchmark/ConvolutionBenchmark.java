package npusim.benchmark;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.row.ConvolutionRows;
import npusim.kernel.row.DepthwiseRows;
import npusim.kernel.row.RowProducer;
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

/** INT8 convolutions to INT32 sums as the Conformer has them. One thread. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(1)
public class ConvolutionBenchmark {
    /** The kinds of convolution. */
    public enum Kind {
        /** 3×3 with stride 2, 144 to 144 channels, 60 of 374 lines. */
        THREE_BY_THREE,
        /** 1×1, 144 to 576 channels. */
        POINTWISE,
        /** 3×3 with stride 2 from one channel to 144, 100 of 749 lines. */
        SINGLE_CHANNEL,
        /** 31 taps over time, 144 channels each for itself. */
        DEPTHWISE
    }

    @Param
    public Kind kind = Kind.THREE_BY_THREE;

    private RowProducer rows;
    private Scratch scratch;
    private byte[] input;
    private int[] sums;
    private long macs;

    @Setup
    public void prepare() {
        InnerLoops loops = InnerLoops.fastest(System.err::println);
        loops.awaitCompilation();
        scratch = new Scratch(loops);
        ConvolutionGeometry geometry = switch (kind) {
            case THREE_BY_THREE -> geometry(121, 39, 144, 60, 19, 144, 3, 3, 2, 0);
            case POINTWISE -> geometry(1, 374, 144, 1, 374, 576, 1, 1, 1, 0);
            case SINGLE_CHANNEL -> geometry(201, 79, 1, 100, 39, 144, 3, 3, 2, 0);
            case DEPTHWISE -> geometry(1, 374, 144, 1, 374, 144, 1, 31, 1, 15);
        };
        int taps = geometry.kernelHeight() * geometry.kernelWidth();
        int depth = kind == Kind.DEPTHWISE ? taps : taps * geometry.inputChannels();
        byte[] weights = new byte[depth * geometry.outputChannels()];
        input = new byte[geometry.inputHeight() * geometry.inputWidth() * geometry.inputChannels()];
        Random random = new Random(1);
        random.nextBytes(weights);
        random.nextBytes(input);
        int[] bias = new int[geometry.outputChannels()];
        rows = switch (kind) {
            case THREE_BY_THREE, POINTWISE -> ConvolutionRows.convolution(loops, geometry, weights, bias, 5, 0);
            case SINGLE_CHANNEL -> ConvolutionRows.ofSingleChannel(loops, geometry, weights, bias, 5, 0);
            case DEPTHWISE -> new DepthwiseRows(loops, geometry, weights, bias, 5, 0);
        };
        sums = new int[rows.blockRows() * rows.columns()];
        macs = (long) rows.rows() * rows.columns() * depth;
    }

    private static ConvolutionGeometry geometry(
            int inputHeight,
            int inputWidth,
            int inputChannels,
            int outputHeight,
            int outputWidth,
            int outputChannels,
            int kernelHeight,
            int kernelWidth,
            int stride,
            int padLeft) {
        return new ConvolutionGeometry(
                1,
                1,
                inputHeight,
                inputWidth,
                inputChannels,
                1,
                outputHeight,
                outputWidth,
                outputChannels,
                1,
                kernelHeight,
                kernelWidth,
                1,
                stride,
                stride,
                1,
                1,
                1,
                0,
                0,
                padLeft);
    }

    /** Sums block by block, as a plan takes them in. */
    @Benchmark
    public int[] sums(Work work) {
        int block = rows.blockRows();
        for (int row = 0; row < rows.rows(); row += block) {
            rows.produce(input, row, Math.min(block, rows.rows() - row), sums, 0, scratch);
        }
        work.macs += macs;
        work.elements += (long) rows.rows() * rows.columns();
        return sums;
    }
}
