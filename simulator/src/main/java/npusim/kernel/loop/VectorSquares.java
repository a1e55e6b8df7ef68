package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/** The loop of {@link VectorLoops} that averages two by two pixels: sums of four bytes fit lanes of 16 bits. */
final class VectorSquares {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final short LOW = 0xFF;

    /** The sign of a low byte: exclusively or-ed it is an offset of 128. */
    private static final short SIGN = 0x80;

    private VectorSquares() {}

    /** {@link InnerLoops#averageSquares} of at least as many channels as a vector has bytes. */
    static void average(
            byte[] source, int sourceStart, SquareWindows squares, byte[] target, int targetStart, int windows) {
        int line = squares.line();
        int channels = squares.channels();
        int last = channels - BYTES.length();
        short excess = (short) squares.excess();
        short lowExcess = (short) (excess + SquareWindows.SIZE * SIGN);
        short rounding = (short) squares.rounding();
        for (int window = 0; window < windows; window++) {
            int from = sourceStart + window * squares.step();
            int to = targetStart + window * channels;
            for (int i = 0; i < channels; i += BYTES.length()) {
                int channel = Math.min(i, last); // the last vector covers some channels once more
                int at = from + channel;
                ShortVector a = pairs(source, at);
                ShortVector b = pairs(source, at + channels);
                ShortVector c = pairs(source, at + line);
                ShortVector d = pairs(source, at + line + channels);
                ShortVector lowSums = low(a).add(low(b)).add(low(c).add(low(d)));
                ShortVector highSums = high(a).add(high(b)).add(high(c).add(high(d)));
                ShortVector low = average(lowSums.sub(lowExcess), rounding);
                ShortVector high = average(highSums.sub(excess), rounding);
                low.and(LOW)
                        .or(high.lanewise(LSHL, Byte.SIZE))
                        .reinterpretAsBytes()
                        .intoArray(target, to + channel);
            }
        }
    }

    private static ShortVector pairs(byte[] source, int start) {
        return ByteVector.fromArray(BYTES, source, start).reinterpretAsShorts();
    }

    /** The low byte of each pair, plus 128. */
    private static ShortVector low(ShortVector pairs) {
        return pairs.lanewise(XOR, SIGN).and(LOW);
    }

    private static ShortVector high(ShortVector pairs) {
        return pairs.lanewise(ASHR, Byte.SIZE);
    }

    /** As {@link SquareWindows#average}. */
    private static ShortVector average(ShortVector values, short rounding) {
        ShortVector sign = values.lanewise(ASHR, Short.SIZE - 1);
        return values.add(sign)
                .add(rounding)
                .lanewise(ASHR, 2)
                .max(Byte.MIN_VALUE)
                .min(Byte.MAX_VALUE);
    }
}
