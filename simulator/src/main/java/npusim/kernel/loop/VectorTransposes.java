package npusim.kernel.loop;

import static npusim.kernel.loop.FloatLanes.LANES;
import static npusim.kernel.loop.VectorLoops.SELECTS_BYTES;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/** The transposes on the Vector API. What is too small for vectors is left to {@link ScalarTransposes}. */
final class VectorTransposes implements Transposes {
    static final VectorTransposes INSTANCE = new VectorTransposes();

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final ScalarTransposes ENDS = ScalarTransposes.INSTANCE;

    /** Bytes of rows that are copied one by one before the loop for them pays its compilation. */
    private static final long OFTEN = 1 << 24;

    private long rowBytes;

    private VectorTransposes() {}

    @Override
    public void transpose(
            byte[] source, int[] rows, int height, byte[] target, int[] columns, int width, byte[] panel, boolean far) {
        if (SELECTS_BYTES && Math.min(height, width) >= VectorTranspose.SIDE) {
            VectorTranspose.transpose(source, rows, height, target, columns, width, panel, far);
        } else {
            ENDS.transpose(source, rows, height, target, columns, width, panel, far);
        }
    }

    @Override
    public int panelBytes(int width) {
        return SELECTS_BYTES ? VectorTranspose.panelBytes(width) : 0;
    }

    @Override
    public void transpose(int[] source, int[] rows, int height, int[] target, int[] columns, int width, boolean far) {
        if (BYTES.vectorBitSize() == 512 && Math.min(height, width) >= LANES) {
            VectorTranspose.transpose(source, rows, height, target, columns, width, far);
        } else {
            ENDS.transpose(source, rows, height, target, columns, width, far);
        }
    }

    @Override
    public void separateFours(byte[] source, int from, byte[] target, int to, int step, int count) {
        int end = SELECTS_BYTES ? BYTES.loopBound(count) : 0;
        if (end > 0) {
            VectorTranspose.separateFours(source, from, target, to, step, end);
        }
        ENDS.separateFours(source, from + 4 * end, target, to + end, step, count - end);
    }

    @Override
    public void joinFours(byte[] source, int from, int step, byte[] target, int to, int count) {
        int end = SELECTS_BYTES ? BYTES.loopBound(count) : 0;
        if (end > 0) {
            VectorTranspose.joinFours(source, from, step, target, to, end);
        }
        ENDS.joinFours(source, from + end, step, target, to + 4 * end, count - end);
    }

    @Override
    public void copyRows(
            byte[] source, int from, int fromStep, byte[] target, int to, int toStep, int count, int length) {
        boolean fits = length >= VectorRows.LEAST && length <= VectorRows.MOST;
        if (fits && rowBytes > OFTEN) {
            VectorRows.copy(source, from, fromStep, target, to, toStep, count, length);
        } else {
            rowBytes += fits ? (long) count * length : 0; // threads may lose additions, on which only speed depends
            ENDS.copyRows(source, from, fromStep, target, to, toStep, count, length);
        }
    }

    @Override
    public void pickRows(
            byte[] source, int from, int[] picks, int first, byte[] target, int to, int count, int length) {
        boolean fits = length >= VectorRows.LEAST && length <= VectorRows.MOST_PICKED;
        if (fits && rowBytes > OFTEN) {
            VectorRows.pick(source, from, picks, first, target, to, count, length);
        } else {
            rowBytes += fits ? (long) count * length : 0;
            ENDS.pickRows(source, from, picks, first, target, to, count, length);
        }
    }

    @Override
    public int copyAndReadAhead(byte[] source, int from, byte[] target, int to, int count, byte[] next, int nextStart) {
        int end = BYTES.loopBound(count);
        System.arraycopy(source, from + end, target, to + end, count - end);
        return VectorTranspose.copyAndReadAhead(source, from, target, to, end, next, nextStart);
    }

    @Override
    public int copyAndReadAhead(int[] source, int from, int[] target, int to, int count, int[] next, int nextStart) {
        int end = count - count % LANES;
        System.arraycopy(source, from + end, target, to + end, count - end);
        return VectorTranspose.copyAndReadAhead(source, from, target, to, end, next, nextStart);
    }
}
