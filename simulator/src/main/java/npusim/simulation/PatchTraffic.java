package npusim.simulation;

import npusim.schedule.FeatureMap;
import npusim.schedule.TensorFormat;
import org.jspecify.annotations.Nullable;

/**
 * Beats and transactions that moving a box of a feature map takes, from its layout and addresses. A run of consecutive bytes
 * becomes bursts; every beat it touches counts once, partly used beats included. Results stay in fields to avoid allocation.
 */
final class PatchTraffic {
    /** Channels the output unit delivers together: a brick. */
    static final int CHUNK_CHANNELS = 16;

    private final AccessWidths widths;
    private final int pixelsShift;
    /** Of the side of the latest box. */
    private int beatBytes;

    private int beatShift;

    private long beats;
    private long transactions;
    private @Nullable CacheLevel cache;
    private boolean writes;

    /** Measures each box in beats of the side on which its feature map lies. */
    PatchTraffic(AccessWidths widths) {
        this.widths = widths;
        pixelsShift = Integer.numberOfTrailingZeros(widths.pixels());
    }

    /** Lets the boxes measured from now on, read or written, touch {@code next}, if it is a cache. */
    void touches(@Nullable CacheLevel next, boolean write) {
        cache = next;
        writes = write;
    }

    long beats() {
        return beats;
    }

    long transactions() {
        return transactions;
    }

    /**
     * Measures the box [y0,y1) × [x0,x1) × [c0,c1) as the NPU reads it, in bursts of up to {@code burstBytes}. Pixels of NHWC too shallow
     * for a read of their own are {@linkplain AccessWidths#joinsPixels read together}.
     */
    void measureRead(FeatureMap map, int y0, int y1, int x0, int x1, int c0, int c1, int burstBytes) {
        measure(map, y0, y1, x0, x1, c0, c1, burstBytes);
        int columns = x1 - x0;
        if (beats > 0 && widths.joinsPixels(map) && wholePixels(map, columns, c1 - c0)) {
            long runBytes = (long) columns * (c1 - c0) * map.elementBytes();
            transactions =
                    touched(start(map, y0, x0), map.strideY(), y1 - y0, runBytes, Math.max(pixelsShift, beatShift));
        }
    }

    /** Measures the box [y0,y1) × [x0,x1) × [c0,c1) in bursts of up to {@code burstBytes}. */
    void measure(FeatureMap map, int y0, int y1, int x0, int x1, int c0, int c1, int burstBytes) {
        begin(map);
        int rows = y1 - y0;
        int columns = x1 - x0;
        int channels = c1 - c0;
        if (rows <= 0 || columns <= 0 || channels <= 0) {
            return;
        }
        int elementBytes = map.elementBytes();
        if (map.format() == TensorFormat.NHCWB16) {
            int bricks = Math.ceilDiv(c1, 16) - Math.floorDiv(c0, 16);
            long runBytes = (long) columns * 16 * elementBytes;
            long runs = (long) rows * bricks;
            beats = beatBytes > CHUNK_CHANNELS
                    ? touchedByBricks(map, y0, y1, x0, runBytes, Math.floorDiv(c0, 16), bricks)
                    : runs * Math.ceilDiv(runBytes, beatBytes);
            transactions = runs * Math.ceilDiv(runBytes, burstBytes);
            touchBricks(map, y0, y1, x0, runBytes, Math.floorDiv(c0, 16), bricks);
            return;
        }
        if (wholePixels(map, columns, channels)) {
            long runBytes = (long) columns * channels * elementBytes;
            addRuns(start(map, y0, x0), map.strideY(), rows, runBytes, burstBytes);
            return;
        }
        long runBytes = (long) channels * elementBytes;
        addRows(map, y0, rows, x0, columns, c0, runBytes, burstBytes);
    }

    /** Whether the columns of a row lie together. */
    private static boolean wholePixels(FeatureMap map, int columns, int channels) {
        return channels == map.extent().depth()
                && (map.strideX() == (long) channels * map.elementBytes() || columns == 1);
    }

    private static long start(FeatureMap map, int y, int x) {
        return map.address() + y * map.strideY() + x * map.strideX();
    }

    /** Adds one run for each pixel of {@code rows} rows; rows at the same place within a beat are alike. */
    private void addRows(FeatureMap map, int y0, int rows, int x0, int columns, int c0, long runBytes, int burstBytes) {
        long start = start(map, y0, x0) + (long) c0 * map.elementBytes();
        if (cache == null && wholeBeats(map.strideY())) {
            long before = beats;
            addRuns(start, map.strideX(), columns, runBytes, burstBytes);
            beats = before + rows * (beats - before);
            transactions += (rows - 1L) * columns * Math.ceilDiv(runBytes, (long) burstBytes);
            return;
        }
        for (int row = 0; row < rows; row++) {
            addRuns(start + row * map.strideY(), map.strideX(), columns, runBytes, burstBytes);
        }
    }

    /**
     * Measures the box as written by the output unit, which delivers chunks of 16 channels. In NHWC a chunk is a run of its own,
     * unless a whole pixel is no deeper than a chunk and pixels leave in the order of the row ({@code merges}; a fused
     * transposition breaks it). In bricks, runs along the row leave in writes of up to {@code writeBytes}.
     */
    void measureWrite(FeatureMap map, boolean merges, int y0, int y1, int x0, int x1, int c0, int c1, int writeBytes) {
        boolean split = map.format() == TensorFormat.NHWC && (!merges || c1 - c0 > CHUNK_CHANNELS);
        if (!split) {
            measure(map, y0, y1, x0, x1, c0, c1, writeBytes);
            beats = Math.max(beats, transactions); // a write shorter than a beat takes one
            return;
        }
        begin(map);
        for (int c = c0; c < c1; c += CHUNK_CHANNELS) {
            long runBytes = (long) (Math.min(c1, c + CHUNK_CHANNELS) - c) * map.elementBytes();
            addRows(map, y0, y1 - y0, x0, x1 - x0, c, runBytes, writeBytes);
        }
        long pixels = (long) (y1 - y0) * (x1 - x0);
        transactions = pixels * Math.ceilDiv(c1 - c0, CHUNK_CHANNELS);
    }

    /** Beats of bricks where a beat is wider than a pixel of them, so that a row may begin within one. */
    private long touchedByBricks(FeatureMap map, int y0, int y1, int x0, long runBytes, int firstBrick, int bricks) {
        long start = map.address() + x0 * 16L * map.elementBytes();
        long sum = 0;
        for (int y = y0; y < y1; y++) {
            for (int brick = firstBrick; brick < firstBrick + bricks; brick++) {
                sum += touched(start + y * map.strideY() + brick * map.strideC(), runBytes, beatShift);
            }
        }
        return sum;
    }

    private void begin(FeatureMap map) {
        beatBytes = widths.beat(map.side());
        beatShift = Integer.numberOfTrailingZeros(beatBytes);
        beats = 0;
        transactions = 0;
    }

    private void touchBricks(FeatureMap map, int y0, int y1, int x0, long runBytes, int firstBrick, int bricks) {
        if (cache == null) {
            return;
        }
        for (int y = y0; y < y1; y++) {
            for (int brick = firstBrick; brick < firstBrick + bricks; brick++) {
                long start = map.address() + y * map.strideY() + brick * map.strideC();
                cache.access(start + (long) x0 * 16 * map.elementBytes(), runBytes, writes);
            }
        }
    }

    private void addRuns(long start, long stride, int count, long runBytes, int burstBytes) {
        if (cache != null) {
            for (int i = 0; i < count; i++) {
                cache.access(start + i * stride, runBytes, writes);
            }
        }
        transactions += count * Math.ceilDiv(runBytes, (long) burstBytes);
        beats += touched(start, stride, count, runBytes, beatShift);
    }

    /** Aligned pieces of 2 to the power of {@code shift} bytes that runs touch, run by run. */
    private static long touched(long start, long stride, int count, long runBytes, int shift) {
        int pieceBytes = 1 << shift;
        if ((stride & pieceBytes - 1) == 0) {
            return count * touched(start, runBytes, shift);
        }
        long sum = 0;
        int cycle = Math.min(count, pieceBytes);
        for (int i = 0; i < cycle; i++) {
            int repeats = (count - i + pieceBytes - 1) / pieceBytes;
            sum += repeats * touched(start + i * stride, runBytes, shift);
        }
        return sum;
    }

    private static long touched(long start, long runBytes, int shift) {
        return (start + runBytes - 1 >> shift) - (start >> shift) + 1;
    }

    private boolean wholeBeats(long stride) {
        return (stride & beatBytes - 1) == 0;
    }
}
