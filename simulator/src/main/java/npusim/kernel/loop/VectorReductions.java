package npusim.kernel.loop;

import static npusim.kernel.loop.FloatLanes.INTS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/** The reductions on the Vector API. What is too small for vectors is left to {@link ScalarReductions}. */
final class VectorReductions implements Reductions {
    static final VectorReductions INSTANCE = new VectorReductions();

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final ScalarReductions ENDS = ScalarReductions.INSTANCE;

    /** Bytes of rows shorter than a step that are summed one by one before a loop for them pays its compilation. */
    private static final long OFTEN = 1 << 24;

    /** Threads may lose additions, on which only speed depends. */
    private long shortRowBytes;

    private VectorReductions() {}

    @Override
    public void maximum(byte[] source, int sourceStart, byte[] target, int targetStart, int count) {
        int end = BYTES.loopBound(count);
        VectorReduction.maximum(source, sourceStart, target, targetStart, end);
        ENDS.maximum(source, sourceStart + end, target, targetStart + end, count - end);
    }

    @Override
    public void rowMaxima(byte[] source, int sourceStart, int length, byte[] target, int targetStart, int rows) {
        if (length < BYTES.length()) {
            ENDS.rowMaxima(source, sourceStart, length, target, targetStart, rows);
        } else {
            VectorReduction.greatestOfRows(source, sourceStart, length, target, targetStart, rows);
        }
    }

    @Override
    public void columnMaxima(
            byte[] source, int sourceStart, int height, int width, byte[] target, int targetStart, int slices) {
        int lanes = BYTES.length();
        int length = height * width;
        if (width >= lanes || lanes % width != 0 || length < lanes) {
            ENDS.columnMaxima(source, sourceStart, height, width, target, targetStart, slices);
            return;
        }
        VectorReduction.greatestOfColumns(source, sourceStart, height, width, target, targetStart, slices);
    }

    @Override
    public void rowSums(byte[] source, int sourceStart, int length, int[] target, int targetStart, int rows) {
        int width = BYTES.length();
        if (length < width || length < 4 * width && shortRowBytes < OFTEN) {
            shortRowBytes += (long) rows * length;
            ENDS.rowSums(source, sourceStart, length, target, targetStart, rows);
        } else if (length <= 4 * width) {
            VectorReduction.sumsOfShortRows(source, sourceStart, length, target, targetStart, rows);
        } else {
            VectorReduction.sumsOfRows(source, sourceStart, length, target, targetStart, rows);
        }
    }

    @Override
    public void rowSums(int[] source, int sourceStart, int length, int[] target, int targetStart, int rows) {
        VectorReduction.sumsOfRows(source, sourceStart, length, target, targetStart, rows);
    }

    @Override
    public void addRows(int[] source, int sourceStart, int stride, int[] target, int targetStart, int count) {
        int end = INTS.loopBound(count);
        VectorReduction.addRows(source, sourceStart, stride, target, targetStart, end);
        ENDS.addRows(source, sourceStart + end, stride, target, targetStart + end, count - end);
    }

    @Override
    public int averageSquares(
            byte[] source, int sourceStart, SquareAverage average, byte[] target, int targetStart, int windows) {
        if (average.windows().channels() < BYTES.length()) {
            return ENDS.averageSquares(source, sourceStart, average, target, targetStart, windows);
        }
        return VectorSquares.average(source, sourceStart, average, target, targetStart, windows);
    }

    @Override
    public void greatestOfSquares(
            byte[] source, int sourceStart, SquareWindows squares, byte[] target, int targetStart, int windows) {
        if (squares.channels() < BYTES.length()) {
            ENDS.greatestOfSquares(source, sourceStart, squares, target, targetStart, windows);
        } else {
            VectorSquares.greatest(source, sourceStart, squares, target, targetStart, windows);
        }
    }
}
