package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static npusim.kernel.loop.ByteLanes.LOW_BYTE_OFFSET;
import static npusim.kernel.loop.ByteLanes.highBytes;
import static npusim.kernel.loop.ByteLanes.joinBytes;
import static npusim.kernel.loop.ByteLanes.lowBytes;
import static npusim.kernel.loop.ByteLanes.pairs;
import static npusim.kernel.loop.ByteLanes.quarters;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/** The loops of {@link VectorLoops} over windows of two by two pixels, of which sums of four bytes fit lanes of 16 bits. */
final class VectorSquares {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final int LENGTH = BYTES.length();

    /** Bytes that a step takes in. */
    private static final int STEP = SquareAverage.SIZE * LENGTH;

    private VectorSquares() {}

    /**
     * {@link Reductions#averageSquares} of at least as many channels as a vector has bytes. Meanwhile it reads ahead what follows the
     * two lines, which the next windows of stride two will need: in order, of each vector a byte.
     */
    static int average(
            byte[] source, int sourceStart, SquareAverage average, byte[] target, int targetStart, int windows) {
        SquareWindows squares = average.windows();
        int line = squares.line();
        int step = squares.step();
        int channels = squares.channels();
        int last = channels - LENGTH;
        short excess = (short) average.excess();
        short lowExcess = (short) (excess + SquareAverage.SIZE * LOW_BYTE_OFFSET);
        short rounding = (short) average.rounding();
        int steps = windows * Math.ceilDiv(channels, LENGTH); // one loop: most windows have a step or two
        int from = sourceStart;
        int to = targetStart;
        int behind = sourceStart + 2 * line;
        boolean isAhead = source.length - behind >= (long) steps * STEP;
        int next = isAhead ? behind : sourceStart;
        int ahead = isAhead ? STEP : 0;
        int sum = 0;
        for (int i = 0, done = 0; i < steps; i++) {
            int channel = Math.min(done, last); // the last vector covers some channels once more
            int at = from + channel;
            ShortVector a = pairs(source, at);
            ShortVector b = pairs(source, at + channels);
            ShortVector c = pairs(source, at + line);
            ShortVector d = pairs(source, at + line + channels);
            ShortVector lowSums = lowBytes(a).add(lowBytes(b)).add(lowBytes(c).add(lowBytes(d)));
            ShortVector highSums =
                    highBytes(a).add(highBytes(b)).add(highBytes(c).add(highBytes(d)));
            ShortVector low = quarters(lowSums.sub(lowExcess), rounding);
            ShortVector high = quarters(highSums.sub(excess), rounding);
            joinBytes(low, high.lanewise(LSHL, Byte.SIZE)).reinterpretAsBytes().intoArray(target, to + channel);
            sum += source[next] + source[next + LENGTH] + source[next + 2 * LENGTH] + source[next + 3 * LENGTH];
            next += ahead;
            done += LENGTH;
            if (done >= channels) {
                done = 0;
                from += step;
                to += channels;
            }
        }
        return sum;
    }

    /**
     * {@link Reductions#greatestOfSquares} of at least as many channels as a vector has bytes. The two lines are read one after the
     * other, since from memory they arrive faster so than in turn.
     */
    static void greatest(
            byte[] source, int sourceStart, SquareWindows squares, byte[] target, int targetStart, int windows) {
        greatestOfPairs(source, sourceStart, squares, target, targetStart, windows);
        greatestWithPairs(source, sourceStart + squares.line(), squares, target, targetStart, windows);
    }

    /** Sets the target to the greatest of two neighbouring pixels in each window. */
    private static void greatestOfPairs(
            byte[] source, int sourceStart, SquareWindows squares, byte[] target, int targetStart, int windows) {
        int step = squares.step();
        int channels = squares.channels();
        int last = channels - LENGTH;
        int from = sourceStart;
        int to = targetStart;
        int steps = windows * Math.ceilDiv(channels, LENGTH); // one loop: most windows have a step or two
        for (int i = 0, done = 0; i < steps; i++) {
            int channel = Math.min(done, last); // the last vector covers some channels once more
            ByteVector a = ByteVector.fromArray(BYTES, source, from + channel);
            ByteVector b = ByteVector.fromArray(BYTES, source, from + channel + channels);
            a.max(b).intoArray(target, to + channel);
            done += LENGTH;
            if (done >= channels) {
                done = 0;
                from += step;
                to += channels;
            }
        }
    }

    /** As {@link #greatestOfPairs}, of two pixels and what the target has. */
    private static void greatestWithPairs(
            byte[] source, int sourceStart, SquareWindows squares, byte[] target, int targetStart, int windows) {
        int step = squares.step();
        int channels = squares.channels();
        int last = channels - LENGTH;
        int from = sourceStart;
        int to = targetStart;
        int steps = windows * Math.ceilDiv(channels, LENGTH);
        for (int i = 0, done = 0; i < steps; i++) {
            int channel = Math.min(done, last);
            ByteVector a = ByteVector.fromArray(BYTES, source, from + channel);
            ByteVector b = ByteVector.fromArray(BYTES, source, from + channel + channels);
            ByteVector above = ByteVector.fromArray(BYTES, target, to + channel);
            a.max(b).max(above).intoArray(target, to + channel);
            done += LENGTH;
            if (done >= channels) {
                done = 0;
                from += step;
                to += channels;
            }
        }
    }
}
