package npusim.kernel.loop;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * Exercises loops on small arrays until the JIT compiler has translated them. An operation of the Vector API that is not
 * compiled yet is a method call that allocates, a thousand times slower than the instruction it becomes; a short run of a
 * large graph would spend most of its time that way. So the loops are compiled on the side, while files are read.
 */
final class WarmUp {
    private static final int ELEMENTS = 32;
    private static final int BYTES = 64;
    private static final int DEPTH = 2;
    private static final int CALLS = 2;
    private static final int MOST_SWEEPS = 20;
    private static final int SWEEPS_WITHOUT_PAUSE = 4;
    private static final long PAUSE_MILLIS = 4;

    /** Processor time after which compilation is not to be expected any more, as in a JVM without an optimising compiler. */
    private static final long LONGEST_NANOS = 3_000_000_000L;

    /** More than any of the calls takes once compiled, up to 7,000 for a transpose; less than any before, 25,000 at least. */
    private static final long COMPILED_NANOS = 12_000;

    private final InnerLoops loops;
    private final byte[] bytes = new byte[BYTES];
    private final byte[] table = new byte[256];
    private final byte[] moreBytes = new byte[BYTES];
    private final byte[] manyBytes = new byte[256];
    private final int[] ints = new int[BYTES];
    private final int[] moreInts = new int[ELEMENTS];
    private final float[] left = new float[InnerLoops.TILE_ROWS * PackedRows.STRIDE];
    private final int[] groupStarts = new int[1];

    private WarmUp(InnerLoops loops) {
        this.loops = loops;
    }

    /** Starts to exercise {@code loops} on a thread of its own; the thread ends when all are compiled. */
    static Thread start(InnerLoops loops) {
        return Thread.ofPlatform().daemon().name("npusim-warm-up").start(() -> new WarmUp(loops).run());
    }

    /** Has what {@code operation} calls compiled now, if a few calls are enough for the JIT compiler to do that. */
    static void compile(Runnable operation) {
        for (int sweep = 0; sweep < MOST_SWEEPS && !isCompiled(operation); sweep++) {
            // each is a step towards the threshold of calls
        }
    }

    private void run() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + LONGEST_NANOS;
        List<Runnable> pending = new ArrayList<>(operations());
        for (int sweep = 0; !pending.isEmpty() && threads.getCurrentThreadCpuTime() < end; sweep++) {
            pending.removeIf(WarmUp::isCompiled);
            if (sweep > SWEEPS_WITHOUT_PAUSE) {
                pause();
            }
        }
    }

    private List<Runnable> operations() {
        Requantization plain = new Requantization(0x5A82799A, 35, false, 1, Byte.MIN_VALUE, Byte.MAX_VALUE);
        ByteScaling scaling = new ByteScaling(plain);
        Requantization words = Requantization.toInt32(1 << 30, 35, false);
        PairScaling.Operand operand = new PairScaling.Operand(0, Requantization.SAME);
        PairScaling pair = new PairScaling(operand, operand, ElementFunction.ADD, plain);
        // Tiles of other widths are compiled when a matrix asks for them.
        Tile tile = tile(InnerLoops.TILE_ROWS, loops.tileWidths()[0]);
        Tile pixels = tile(InnerLoops.TILE_PIXELS, loops.slotChannels());
        Transposes transposes = loops.transposes();
        return List.of(
                () -> loops.multiplyTile(tile, left, 0, left, 0, DEPTH),
                () -> loops.addRows(tile.sums, 0, 0, tile.sums, 0, 0, 1, tile.width),
                () -> loops.multiplyTaps(pixels, left, 0, groupStarts, 0, 1, left, 0),
                () -> loops.bytesToSlots(bytes, 0, 1, left, 0, ELEMENTS, 2),
                () -> loops.bytesToFloats(bytes, 0, ELEMENTS, 1, left, 0, ELEMENTS, 2, ELEMENTS),
                () -> loops.rescaleToBytes(ints, 0, scaling, 0, bytes, 0, BYTES),
                () -> loops.combineBytes(bytes, 0, bytes, 0, pair, moreBytes, 0, BYTES),
                () -> loops.combineWithPattern(bytes, 0, 1, pair, moreBytes, 0, BYTES),
                () -> loops.bytesToInts(bytes, 0, 1, moreInts, 0, ELEMENTS),
                () -> loops.rescaleBytesToInts(bytes, 0, 1, words, moreInts, 0, ELEMENTS),
                () -> loops.lookUp(bytes, 0, table, moreBytes, 0, BYTES),
                () -> transposes.transpose(
                        bytes, ints, BYTES, moreBytes, ints, BYTES, new byte[transposes.panelBytes(BYTES)], false),
                () -> transposes.separateFours(table, 0, manyBytes, 0, BYTES, BYTES),
                () -> transposes.joinFours(table, 0, BYTES, manyBytes, 0, BYTES),
                () -> loops.reductions().rowMaxima(bytes, 0, BYTES, moreBytes, 0, 1),
                () -> loops.reductions().columnMaxima(bytes, 0, BYTES / 4, 4, moreBytes, 0, 1));
    }

    private static Tile tile(int height, int width) {
        Tile tile = new Tile(height, width);
        tile.begin(height, width, new int[height * width], 0, width, new int[width], 0);
        return tile;
    }

    private static boolean isCompiled(Runnable operation) {
        for (int i = 1; i < CALLS; i++) {
            operation.run();
        }
        long start = System.nanoTime();
        operation.run();
        return System.nanoTime() - start < COMPILED_NANOS;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
