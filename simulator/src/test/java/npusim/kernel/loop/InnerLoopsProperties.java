package npusim.kernel.loop;

import static npusim.kernel.loop.RandomOperands.words;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** The fastest loops of the machine that runs the test agree with the plain ones, and these with arithmetic on paper. */
class InnerLoopsProperties {
    private static final int MARGIN = 3;
    private static final InnerLoops OFTEN_CALLED = oftenCalled();

    private final InnerLoops scalar = InnerLoops.scalar();
    private final InnerLoops fastest = InnerLoops.fastest(warning -> {});

    @Provide
    Arbitrary<Requantization> scalings() {
        return Arbitraries.integers()
                .between(0, Integer.MAX_VALUE)
                .flatMap(multiplier -> Arbitraries.integers()
                        .between(2, 62)
                        .flatMap(shift -> Arbitraries.of(true, false)
                                .flatMap(doubleRound -> Arbitraries.integers()
                                        .between(-128, 127)
                                        .map(zeroPoint -> new Requantization(
                                                multiplier, shift, doubleRound, zeroPoint, -128, 127)))));
    }

    @Property
    void scalingIsThatOfUnlimitedIntegers(@ForAll int value, @ForAll("scalings") Requantization scaling) {
        BigInteger rounding = BigInteger.ONE.shiftLeft(scaling.shift() - 1);
        if (scaling.doubleRound() && scaling.shift() > 31) {
            BigInteger term = BigInteger.ONE.shiftLeft(30);
            rounding = value >= 0 ? rounding.add(term) : rounding.subtract(term);
        }
        BigInteger scaled = BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(scaling.multiplier()))
                .add(rounding)
                .shiftRight(scaling.shift());
        if (scaled.bitLength() > 31) {
            return; // the specification requires a result of 32 bits
        }
        BigInteger expected = scaled.add(BigInteger.valueOf(scaling.outputZeroPoint()))
                .max(BigInteger.valueOf(-128))
                .min(BigInteger.valueOf(127));

        assertThat(scaling.apply(value)).isEqualTo(expected.intValue());
    }

    @Property
    void rescalingAgrees(
            @ForAll long seed, @ForAll @IntRange(max = 200) int count, @ForAll("scalings") Requantization scaling) {
        int[] values = words(seed, count + MARGIN);
        byte[] bytes = new byte[count + MARGIN];
        byte[] expectedBytes = bytes.clone();
        ByteScaling single = new ByteScaling(scaling);
        scalar.rescaleToBytes(values, MARGIN, single, 0, expectedBytes, 1, count);
        fastest.rescaleToBytes(values, MARGIN, single, 0, bytes, 1, count);
        assertThat(bytes).isEqualTo(expectedBytes);

        Requantization wide = Requantization.toInt32(scaling.multiplier(), scaling.shift(), scaling.doubleRound());
        int[] words = new int[count + MARGIN];
        int[] expectedWords = words.clone();
        scalar.rescaleToInts(values, MARGIN, wide, expectedWords, 1, count);
        fastest.rescaleToInts(values, MARGIN, wide, words, 1, count);
        assertThat(words).isEqualTo(expectedWords);

        Requantization unsigned = Requantization.toInt32(scaling.multiplier(), scaling.shift(), false);
        new Random(seed).nextBytes(bytes);
        scalar.rescaleBytesToInts(bytes, MARGIN, scaling.outputZeroPoint(), unsigned, expectedWords, 1, count);
        fastest.rescaleBytesToInts(bytes, MARGIN, scaling.outputZeroPoint(), unsigned, words, 1, count);
        assertThat(words).isEqualTo(expectedWords);
    }

    /** All sums there are, of sizes whose half-way cases are moved, and of some whose half-way cases are too few to be. */
    @Property
    void averagesAgree(
            @ForAll @IntRange(min = 1, max = 40) int size, @ForAll @IntRange(min = -128, max = 127) int zeroPoint) {
        int[] sums = IntStream.rangeClosed(-255 * size, 255 * size).toArray();
        ByteScaling scaling = ByteScaling.ofAverages(size, zeroPoint);
        byte[] expected = new byte[sums.length];
        byte[] found = new byte[sums.length];
        scalar.rescaleToBytes(sums, 0, scaling, 0, expected, 0, sums.length);
        fastest.rescaleToBytes(sums, 0, scaling, 0, found, 0, sums.length);
        assertThat(found).isEqualTo(expected);
        assertThat(scaling.hasFloats()).isEqualTo(size > 1);
    }

    @Property
    void rescalingByChannelAgrees(
            @ForAll long seed,
            @ForAll @IntRange(max = 200) int count,
            @ForAll @IntRange(min = 1, max = 100) int channels,
            @ForAll boolean large,
            @ForAll @IntRange(min = -128, max = 127) int zp) {
        Random random = new Random(seed);
        int[] values = words(seed, count);
        int[] multipliers = random.ints(channels, 0, Integer.MAX_VALUE).toArray();
        int[] shifts = random.ints(channels, large ? 33 : 2, 63).toArray();
        int first = random.nextInt(channels);
        ByteScaling scaling = new ByteScaling(multipliers, shifts, zp, -128, 127);
        byte[] bytes = new byte[count];
        byte[] expected = new byte[count];
        scalar.rescaleToBytes(values, 0, scaling, first, expected, 0, count);
        fastest.rescaleToBytes(values, 0, scaling, first, bytes, 0, count);
        assertThat(bytes).isEqualTo(expected);
    }

    /** Scalings that repeat with each step, and others, after as many numbers as a loop for the former waits for. */
    @Property(tries = 100)
    void rescalingOftenAgrees(
            @ForAll long seed,
            @ForAll @IntRange(max = 5000) int count,
            @ForAll @IntRange(min = 1, max = 70) int channels,
            @ForAll @IntRange(min = -128, max = 127) int zp) {
        Random random = new Random(seed);
        int[] values = words(seed, count + MARGIN);
        int[] multipliers = random.ints(channels, 1 << 30, Integer.MAX_VALUE).toArray();
        int[] shifts = random.ints(channels, 50, 58).toArray();
        int first = random.nextInt(channels);
        ByteScaling scaling = new ByteScaling(multipliers, shifts, zp, -128, 127);
        byte[] bytes = new byte[count + MARGIN];
        byte[] expected = bytes.clone();
        scalar.rescaleToBytes(values, MARGIN, scaling, first, expected, 1, count);
        OFTEN_CALLED.rescaleToBytes(values, MARGIN, scaling, first, bytes, 1, count);
        assertThat(bytes).isEqualTo(expected);
    }

    private static InnerLoops oftenCalled() {
        if (!(InnerLoops.fastest(warning -> {}) instanceof VectorLoops)) {
            return InnerLoops.scalar();
        }
        InnerLoops loops = new VectorLoops();
        byte[] bytes = new byte[1 << 16];
        int[] values = new int[bytes.length];
        ByteScaling scaling = new ByteScaling(new int[] {1 << 30 | 4711}, new int[] {50}, 0, -128, 127);
        for (long done = 0; done < VectorLoops.VERY_OFTEN; done += values.length) {
            loops.rescaleToBytes(values, 0, scaling, 0, bytes, 0, bytes.length);
        }
        return loops;
    }

    /** All pairs there are, of scalings as networks have them: results from a few units to beyond the range of INT8. */
    @Property(tries = 300)
    void pairsAgree(
            @ForAll long seed,
            @ForAll @IntRange(max = 20) int operandShift,
            @ForAll @IntRange(min = -3, max = 3) int gain,
            @ForAll boolean doubleRound,
            @ForAll boolean powersOfTwo,
            @ForAll @IntRange(max = 2) int which,
            @ForAll @IntRange(max = 80) int missing) {
        PairScaling scaling = RandomPair.draw(new Random(seed), which, operandShift, gain, powersOfTwo, doubleRound)
                .scaling();
        int count = (1 << 16) - missing;
        byte[] a = new byte[count + MARGIN];
        byte[] b = new byte[count + MARGIN];
        for (int i = 0; i < count; i++) {
            a[i + 1] = (byte) (i >> 8);
            b[i + MARGIN] = (byte) i;
        }
        byte[] found = new byte[count + 2];
        byte[] expected = new byte[count + 2];
        scalar.combineBytes(a, 1, b, MARGIN, scaling, expected, 2, count);
        fastest.combineBytes(a, 1, b, MARGIN, scaling, found, 2, count);
        assertThat(found).isEqualTo(expected);
        long pattern = 0x80_01_7F_FF_10_E0_33_C5L * (1 + 2 * missing);
        byte[] repeated = new byte[count + 2];
        byte[] expectedRepeated = new byte[count + 2];
        scalar.combineWithPattern(a, 1, pattern, scaling, expectedRepeated, 2, count);
        fastest.combineWithPattern(a, 1, pattern, scaling, repeated, 2, count);
        assertThat(repeated).isEqualTo(expectedRepeated);
        Statistics.label("by floats")
                .collect(scaling.hasFloats())
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 20));
        Statistics.label("many results")
                .collect(new String(found, StandardCharsets.ISO_8859_1)
                                .chars()
                                .distinct()
                                .count()
                        > 16)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 90));
    }

    /** All pairs there are, of operands with one scaling: results depend on the difference alone unless rounding shows. */
    @Property(tries = 300)
    void differencesAgree(
            @ForAll long seed,
            @ForAll @IntRange(max = 20) int operandShift,
            @ForAll @IntRange(min = -3, max = 3) int gain,
            @ForAll boolean doubleRound,
            @ForAll boolean powersOfTwo) {
        PairScaling scaling = RandomPair.draw(new Random(seed), 1, operandShift, gain, powersOfTwo, doubleRound)
                .withOneScaling()
                .scaling();
        byte[] differences = scaling.differencesAfter(PairScaling.OFTEN);
        byte[] a = new byte[256 * InnerLoops.PERIOD];
        for (int i = 0; i < a.length; i++) {
            a[i] = (byte) (i / InnerLoops.PERIOD);
        }
        for (long first = 0; first < 256; first += InnerLoops.PERIOD) {
            long pattern = 0x07_06_05_04_03_02_01_00L + first * 0x01_01_01_01_01_01_01_01L;
            byte[] repeated = new byte[a.length];
            byte[] expectedRepeated = new byte[a.length];
            scalar.combineWithPattern(a, 0, pattern, scaling, expectedRepeated, 0, a.length);
            fastest.combineWithPattern(a, 0, pattern, scaling, repeated, 0, a.length);
            assertThat(repeated).isEqualTo(expectedRepeated);
        }
        byte[] found = new byte[1 << 16];
        byte[] expected = new byte[1 << 16];
        for (int pair = 0; differences.length > 0 && pair < found.length; pair++) {
            int x = (byte) (pair >> 8);
            int y = (byte) pair;
            found[pair] = differences[x - y & 511];
            expected[pair] = (byte) scaling.apply(x, y);
        }
        assertThat(found).isEqualTo(expected);
        Statistics.label("by differences").collect(differences.length > 0).coverage(coverage -> {
            coverage.check(true).percentage(share -> share > 20);
            coverage.check(false).percentage(share -> share > 10);
        });
    }

    @Property(tries = 3000)
    void elementLoopsAgree(
            @ForAll ElementFunction function,
            @ForAll ElementType first,
            @ForAll ElementType second,
            @ForAll ElementType target,
            @ForAll @IntRange(max = 200) int count,
            @ForAll long seed) {
        if (function == ElementFunction.CLZ && first != ElementType.INT) {
            return; // an operator of INT32
        }
        ElementType other = function == ElementFunction.CLAMP ? first : second;
        ElementType result = function.name().contains("SHIFT") || function == ElementFunction.CLAMP ? first : target;
        Random random = new Random(seed);
        Object a = elements(first, random, count + MARGIN, 0);
        Object b = elements(other, random, count + MARGIN, function.name().contains("SHIFT") ? 31 : 0);
        Object found = elements(result, new Random(1), count + MARGIN, 0);
        Object expected = elements(result, new Random(1), count + MARGIN, 0);
        ElementLoop.Kind kind = new ElementLoop.Kind(function, first, other, result);
        scalar.elements(kind).apply(a, MARGIN, b, 1, expected, 2, count);
        fastest.elements(kind).apply(a, MARGIN, b, 1, found, 2, count);
        for (int i = 0; i < count + MARGIN; i++) {
            assertThat(result.get(found, i)).isEqualTo(result.get(expected, i));
        }
    }

    @Property
    void shiftedProductsAreThoseOfUnlimitedIntegers(
            @ForAll @IntRange(min = 1, max = 63) int shift, @ForAll @IntRange(max = 70) int count, @ForAll long seed) {
        int[] a = words(seed, count + MARGIN);
        int[] b = words(seed + 1, count + MARGIN);
        int[] found = new int[count + MARGIN];
        int[] plain = new int[count + MARGIN];
        fastest.multiplyShifted(a, MARGIN, b, 1, shift, found, 2, count);
        scalar.multiplyShifted(a, MARGIN, b, 1, shift, plain, 2, count);
        assertThat(found).isEqualTo(plain);
        for (int i = 0; i < count; i++) {
            BigInteger product = BigInteger.valueOf(a[i + MARGIN]).multiply(BigInteger.valueOf(b[i + 1]));
            BigInteger rounded =
                    product.add(BigInteger.ONE.shiftLeft(shift - 1)).shiftRight(shift);
            if (product.bitLength() < 62) { // otherwise the rounded product may exceed 64 bits
                assertThat(found[i + 2]).isEqualTo(rounded.intValue());
            }
        }
    }

    /** Elements of all magnitudes, or from 0 to {@code most}. */
    private static Object elements(ElementType type, Random random, int count, int most) {
        Object array = type.newArray(count);
        for (int i = 0; i < count; i++) {
            type.set(array, i, most == 0 ? random.nextInt() >> random.nextInt(32) : random.nextInt(most + 1));
        }
        return array;
    }

    @Property
    void conversionsAndLookUpsAgree(
            @ForAll long seed,
            @ForAll @IntRange(max = 200) int count,
            @ForAll @IntRange(min = -128, max = 127) int zp) {
        Random random = new Random(seed);
        byte[] source = new byte[count + MARGIN];
        byte[] table = new byte[256];
        random.nextBytes(source);
        random.nextBytes(table);
        byte[] bytes = new byte[count];
        byte[] expectedBytes = new byte[count];
        scalar.lookUp(source, MARGIN, table, expectedBytes, 0, count);
        fastest.lookUp(source, MARGIN, table, bytes, 0, count);
        assertThat(bytes).isEqualTo(expectedBytes);
        scalar.reductions().maximum(source, MARGIN, expectedBytes, 0, count);
        fastest.reductions().maximum(source, MARGIN, bytes, 0, count);
        assertThat(bytes).isEqualTo(expectedBytes);
        int later = random.nextInt(count + 1);
        scalar.reductions().maximum(expectedBytes, later, expectedBytes, 0, count - later);
        fastest.reductions().maximum(bytes, later, bytes, 0, count - later);
        assertThat(bytes).as("a line and its later part").isEqualTo(expectedBytes);

        int[] ints = new int[count];
        int[] expectedInts = new int[count];
        scalar.bytesToInts(source, MARGIN, zp, expectedInts, 0, count);
        fastest.bytesToInts(source, MARGIN, zp, ints, 0, count);
        assertThat(ints).isEqualTo(expectedInts);

        int rows = 1 + random.nextInt(4);
        int length = count / rows;
        float[] floats = new float[rows * (length + 2)];
        float[] expectedFloats = new float[rows * (length + 2)];
        scalar.bytesToFloats(source, MARGIN, length, zp, expectedFloats, 1, length + 2, rows, length);
        fastest.bytesToFloats(source, MARGIN, length, zp, floats, 1, length + 2, rows, length);
        assertThat(floats).isEqualTo(expectedFloats);
    }

    @Property
    void interpolationsAreThoseOnPaper(
            @ForAll long seed, @ForAll @IntRange(max = 1300) int count, @ForAll @IntRange(max = 16) int narrowing) {
        Random random = new Random(seed);
        short[] entries = new short[513];
        short[] source = new short[count + MARGIN];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = (short) (random.nextInt() >> narrowing);
        }
        for (int i = 0; i < source.length; i++) {
            source[i] = (short) (random.nextInt() >> narrowing);
        }
        int[] expected = new int[count + 1];
        for (int i = 0; i < count; i++) {
            int place = source[i + MARGIN] - Short.MIN_VALUE;
            int begin = entries[place / 128];
            expected[i + 1] = 128 * begin + (entries[place / 128 + 1] - begin) * (place % 128);
        }
        InterpolatedTable table = new InterpolatedTable(entries);
        for (InnerLoops loops : new InnerLoops[] {scalar, fastest}) {
            int[] found = new int[count + 1];
            loops.interpolate(source, MARGIN, table, found, 1, count);
            assertThat(found).as(loops.description()).isEqualTo(expected);
        }
    }
}
