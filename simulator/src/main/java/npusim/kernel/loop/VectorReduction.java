package npusim.kernel.loop;

import static npusim.kernel.loop.FloatLanes.INTS;
import static npusim.kernel.loop.FloatLanes.LANES;
import static npusim.kernel.loop.LongLanes.newBytes;
import static npusim.kernel.loop.LongLanes.newPairSums;
import static npusim.kernel.loop.LongLanes.sumOfLanes;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The loops of {@link VectorReductions} that take the greatest of elements or their sum; what these reach is at least a vector. */
final class VectorReduction {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final int STEP = 4 * LANES;
    private static final int BYTE_STEP = 4 * BYTES.length();

    /** Slices whose lanes are folded together, since a vector that was just stored is slow to load from elsewhere. */
    private static final int SLICES = 64;

    private VectorReduction() {}

    /** See {@link Reductions#maximum}; of whole vectors. */
    static void maximum(byte[] source, int sourceStart, byte[] target, int targetStart, int count) {
        for (int i = 0; i < count; i += BYTES.length()) {
            ByteVector values = ByteVector.fromArray(BYTES, source, sourceStart + i);
            values.max(ByteVector.fromArray(BYTES, target, targetStart + i)).intoArray(target, targetStart + i);
        }
    }

    /** No vector lives from one step to the next; the last step of a row overlaps the one before. */
    static void greatestOfRows(byte[] source, int sourceStart, int length, byte[] target, int targetStart, int rows) {
        int width = BYTES.length();
        int last = length - width;
        for (int row = 0; row < rows; row++) {
            int start = sourceStart + row * length;
            int greatest = Byte.MIN_VALUE;
            for (int i = 0; i < length; i += 4 * width) {
                ByteVector a = ByteVector.fromArray(BYTES, source, start + Math.min(i, last));
                ByteVector b = ByteVector.fromArray(BYTES, source, start + Math.min(i + width, last));
                ByteVector c = ByteVector.fromArray(BYTES, source, start + Math.min(i + 2 * width, last));
                ByteVector d = ByteVector.fromArray(BYTES, source, start + Math.min(i + 3 * width, last));
                greatest = Math.max(greatest, a.max(b).max(c.max(d)).reduceLanes(VectorOperators.MAX));
            }
            target[targetStart + row] = (byte) greatest;
        }
    }

    /**
     * See {@link Reductions#columnMaxima}, of slices of a vector at least and rows that a vector has a whole number of. The lanes of
     * two vectors are folded into one until each vector has as many slices as rows; slices lie so that these are in order then.
     */
    static void greatestOfColumns(
            byte[] source, int sourceStart, int height, int width, byte[] target, int targetStart, int slices) {
        int lanes = BYTES.length();
        int length = height * width;
        byte[] greatest = new byte[SLICES * lanes];
        for (int done = 0; done < slices; done += SLICES) {
            int count = Math.min(SLICES, slices - done);
            greatestOfLanes(source, sourceStart + done * length, length, greatest, lanes / width, count);
            for (int distance = lanes / 2, pairs = SLICES / 2; distance >= width; distance /= 2, pairs /= 2) {
                foldLanes(greatest, pairs, distance);
            }
            System.arraycopy(greatest, 0, target, targetStart + done * width, count * width);
        }
    }

    /**
     * The greatest of each lane of the vectors of each slice; the last vector overlaps the one before by whole rows.
     *
     * @param rows that a vector has, a power of two; of as many adjacent slices each lies {@link #SLICES}{@code / rows} vectors behind
     *     the one before
     */
    private static void greatestOfLanes(byte[] source, int start, int length, byte[] greatest, int rows, int slices) {
        int width = BYTES.length();
        int last = length - width;
        int distance = SLICES / rows * width;
        int shift = Integer.numberOfTrailingZeros(rows);
        ByteVector least = ByteVector.broadcast(BYTES, Byte.MIN_VALUE);
        for (int slice = 0; slice < slices; slice++) {
            int from = start + slice * length;
            int to = (slice & rows - 1) * distance + (slice >> shift) * width;
            least.intoArray(greatest, to);
            for (int i = 0; i < length; i += 4 * width) {
                ByteVector a = ByteVector.fromArray(BYTES, source, from + Math.min(i, last));
                ByteVector b = ByteVector.fromArray(BYTES, source, from + Math.min(i + width, last));
                ByteVector c = ByteVector.fromArray(BYTES, source, from + Math.min(i + 2 * width, last));
                ByteVector d = ByteVector.fromArray(BYTES, source, from + Math.min(i + 3 * width, last));
                ByteVector most =
                        ByteVector.fromArray(BYTES, greatest, to); // no vector lives from one step to the next
                most.max(a.max(b).max(c.max(d))).intoArray(greatest, to);
            }
        }
    }

    /**
     * Makes two vectors one, whose lanes are the greatest of two lanes {@code distance} apart: of the first vector in the lanes
     * without this bit, of the one {@code pairs} vectors behind it in the others.
     */
    private static void foldLanes(byte[] greatest, int pairs, int distance) {
        int behind = pairs * BYTES.length();
        VectorMask<Byte> second =
                ByteVector.zero(BYTES).addIndex(1).and((byte) distance).compare(VectorOperators.NE, (byte) 0);
        for (int i = 0; i < behind; i += BYTES.length()) {
            int other = i + behind;
            ByteVector own = ByteVector.fromArray(BYTES, greatest, i)
                    .blend(ByteVector.fromArray(BYTES, greatest, other), second);
            ByteVector neighbours = ByteVector.fromArray(BYTES, greatest, i + distance)
                    .blend(ByteVector.fromArray(BYTES, greatest, other - distance), second);
            own.max(neighbours).intoArray(greatest, i);
        }
    }

    /** See {@link Reductions#rowSums(byte[], int, int, int[], int, int)}, of rows of a step at least: one loop over the steps of all. */
    static void sumsOfRows(byte[] source, int sourceStart, int length, int[] target, int targetStart, int rows) {
        int width = BYTES.length();
        int last = length - width;
        int steps = rows * Math.ceilDiv(length, BYTE_STEP);
        int from = sourceStart;
        int row = targetStart;
        int sum = 0;
        for (int i = 0, done = 0; i < steps; i++) {
            ShortVector a = newPairSums(source, from, done, last).add(newPairSums(source, from, done + width, last));
            ShortVector b = newPairSums(source, from, done + 2 * width, last)
                    .add(newPairSums(source, from, done + 3 * width, last));
            sum += sumOfLanes(a.add(b));
            done += BYTE_STEP;
            if (done >= length) {
                target[row] = sum;
                row++;
                sum = 0;
                done = 0;
                from += length;
            }
        }
    }

    /** As above, of rows of a vector to a step: what they have in common stays in registers, and no row ends in the middle of the loop. */
    static void sumsOfShortRows(byte[] source, int sourceStart, int length, int[] target, int targetStart, int rows) {
        int width = BYTES.length();
        int last = length - width;
        int second = Math.min(width, last);
        int third = Math.min(2 * width, last);
        int fourth = Math.min(3 * width, last);
        ByteVector inFirst = newBytes(0);
        ByteVector inSecond = newBytes(width - second);
        ByteVector inThird = newBytes(2 * width - third);
        ByteVector inFourth = newBytes(3 * width - fourth);
        for (int row = 0; row < rows; row++) {
            int from = sourceStart + row * length;
            ShortVector a = newPairSums(source, from, inFirst).add(newPairSums(source, from + second, inSecond));
            ShortVector b =
                    newPairSums(source, from + third, inThird).add(newPairSums(source, from + fourth, inFourth));
            target[targetStart + row] = sumOfLanes(a.add(b));
        }
    }

    static void sumsOfRows(int[] source, int sourceStart, int length, int[] target, int targetStart, int rows) {
        int end = length - length % STEP;
        for (int row = 0; row < rows; row++) {
            int start = sourceStart + row * length;
            int sum = ScalarReductions.sum(source, start + end, length - end);
            for (int i = start; i < start + end; i += STEP) {
                IntVector a = IntVector.fromArray(INTS, source, i).add(IntVector.fromArray(INTS, source, i + LANES));
                IntVector b = IntVector.fromArray(INTS, source, i + 2 * LANES)
                        .add(IntVector.fromArray(INTS, source, i + 3 * LANES));
                sum += a.add(b).reduceLanes(VectorOperators.ADD);
            }
            target[targetStart + row] = sum;
        }
    }

    /** See {@link Reductions#addRows(int[], int, int, int[], int, int)}; of whole vectors. */
    static void addRows(int[] source, int sourceStart, int stride, int[] target, int targetStart, int count) {
        for (int i = 0; i < count; i += LANES) {
            int at = sourceStart + i;
            IntVector a = IntVector.fromArray(INTS, source, at).add(IntVector.fromArray(INTS, source, at + stride));
            at += 2 * stride;
            IntVector b = IntVector.fromArray(INTS, source, at).add(IntVector.fromArray(INTS, source, at + stride));
            at += 2 * stride;
            IntVector c = IntVector.fromArray(INTS, source, at).add(IntVector.fromArray(INTS, source, at + stride));
            at += 2 * stride;
            IntVector d = IntVector.fromArray(INTS, source, at).add(IntVector.fromArray(INTS, source, at + stride));
            IntVector sums = IntVector.fromArray(INTS, target, targetStart + i);
            sums.add(a.add(b)).add(c.add(d)).intoArray(target, targetStart + i);
        }
    }
}
