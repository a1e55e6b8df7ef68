package npusim.benchmark;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import npusim.kernel.loop.ByteScaling;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.loop.Requantization;
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

/** Scalings, conversions and look-ups on arrays in the first-level cache and in memory, beside plain copies. One thread. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(1)
public class RescaleBenchmark {
    private static final int CHANNELS = 144;

    /** Elements: within the first-level cache, and a layer's sums in memory. */
    @Param({"2016", "4194288"})
    public int length = 2016;

    @Param({"fast", "scalar"})
    public String implementation = "fast";

    private InnerLoops loops;
    private int[] words;
    private int[] otherWords;
    private byte[] bytes;
    private byte[] otherBytes;
    private byte[] table;
    private ByteScaling channels;
    private final ByteScaling plain = new ByteScaling(new Requantization(1_234_567_890, 41, false, 3, -128, 127));
    private final ByteScaling doubleRound = new ByteScaling(new Requantization(1_234_567_890, 41, true, 3, -128, 127));
    private final Requantization toWords = Requantization.toInt32(1_234_567_890, 12, false);

    @Setup
    public void prepare() {
        loops = implementation.equals("fast") ? InnerLoops.fastest(System.err::println) : InnerLoops.scalar();
        Random random = new Random(1);
        words = random.ints(length, -100_000, 100_000).toArray();
        otherWords = new int[length];
        bytes = new byte[length];
        otherBytes = new byte[length];
        table = new byte[256];
        random.nextBytes(bytes);
        random.nextBytes(table);
        int[] shifts = new int[CHANNELS];
        Arrays.setAll(shifts, i -> 40 + i % 4);
        channels = new ByteScaling(
                random.ints(CHANNELS, 1 << 30, Integer.MAX_VALUE).toArray(), shifts, 3, -128, 127);
    }

    @Benchmark
    public byte[] wordsToBytes(Work work) {
        loops.rescaleToBytes(words, 0, plain, 0, otherBytes, 0, length);
        work.elements += length;
        return otherBytes;
    }

    @Benchmark
    public byte[] wordsToBytesDoubleRound(Work work) {
        loops.rescaleToBytes(words, 0, doubleRound, 0, otherBytes, 0, length);
        work.elements += length;
        return otherBytes;
    }

    @Benchmark
    public byte[] wordsToBytesPerChannel(Work work) {
        for (int start = 0; start < length; start += CHANNELS) {
            loops.rescaleToBytes(words, start, channels, 0, otherBytes, start, CHANNELS);
        }
        work.elements += length;
        return otherBytes;
    }

    @Benchmark
    public int[] bytesToWords(Work work) {
        loops.bytesToInts(bytes, 0, 3, otherWords, 0, length);
        loops.rescaleToInts(otherWords, 0, toWords, otherWords, 0, length);
        work.elements += length;
        return otherWords;
    }

    @Benchmark
    public byte[] lookUp(Work work) {
        loops.lookUp(bytes, 0, table, otherBytes, 0, length);
        work.elements += length;
        return otherBytes;
    }

    /** Memory bandwidth: bytes read and written. */
    @Benchmark
    public byte[] copyBytes(Work work) {
        System.arraycopy(bytes, 0, otherBytes, 0, length);
        work.elements += length;
        return otherBytes;
    }

    /** Memory bandwidth: words read and written. */
    @Benchmark
    public int[] copyWords(Work work) {
        System.arraycopy(words, 0, otherWords, 0, length);
        work.elements += length;
        return otherWords;
    }
}
