package npusim.kernel.loop;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * Prints which loops a JVM runs and one checksum over the results of all of them on fixed data: a program of its own, so
 * that a test can start it on other machines' terms.
 */
public final class MachineDigest {
    private static final int LENGTH = 1003;

    private final InnerLoops loops;
    private final CRC32 digest = new CRC32();
    private final Random random = new Random(42);

    private MachineDigest(InnerLoops loops) {
        this.loops = loops;
    }

    public static void main(String[] arguments) {
        InnerLoops loops = InnerLoops.fastest(sentence -> System.out.println("warning: " + sentence));
        System.out.println("loops: " + loops.description());
        System.out.println("digest: " + digestOf(loops));
    }

    static String digestOf(InnerLoops loops) {
        MachineDigest digest = new MachineDigest(loops);
        digest.rescales();
        digest.pairs();
        digest.conversions();
        digest.elements();
        digest.products();
        return Long.toHexString(digest.digest.getValue());
    }

    private void rescales() {
        int[] words =
                random.ints(LENGTH).map(word -> word >> random.nextInt(32)).toArray();
        words[5] = Integer.MIN_VALUE;
        words[6] = Integer.MAX_VALUE;
        int[] multipliers = random.ints(LENGTH, 0, Integer.MAX_VALUE).toArray();
        int[] shifts = random.ints(LENGTH, 2, 63).toArray();
        byte[] bytes = new byte[LENGTH];
        int[] results = new int[LENGTH];
        for (int shift = 2; shift <= 62; shift++) {
            for (boolean doubleRound : List.of(false, true)) {
                int multiplier = shift < 31 ? 1 << shift : multipliers[shift];
                Requantization scaling = new Requantization(multiplier, shift, doubleRound, -7, -128, 127);
                loops.rescaleToBytes(words, 0, new ByteScaling(scaling), 0, bytes, 0, LENGTH);
                add(bytes);
                loops.rescaleToInts(
                        words, 0, Requantization.toInt32(multipliers[shift], shift, doubleRound), results, 0, LENGTH);
                add(results);
            }
        }
        for (int least : new int[] {2, 33}) {
            int[] places =
                    IntStream.of(shifts).map(shift -> Math.max(shift, least)).toArray();
            ByteScaling channels = new ByteScaling(multipliers, places, 9, -128, 127);
            loops.rescaleToBytes(words, 0, channels, 0, bytes, 0, LENGTH);
            add(bytes);
        }
    }

    private void pairs() {
        byte[] left = new byte[LENGTH];
        byte[] right = new byte[LENGTH];
        byte[] results = new byte[LENGTH];
        random.nextBytes(left);
        random.nextBytes(right);
        long pattern = random.nextLong();
        for (int shift = 30; shift <= 62; shift++) {
            for (ElementFunction function : List.of(ElementFunction.ADD, ElementFunction.SUB, ElementFunction.MUL)) {
                int multiplier = 1 << 30 | random.nextInt(1 << 30);
                PairScaling scaling = new PairScaling(
                        new PairScaling.Operand(-3, Requantization.toInt32(multiplier, 60 - shift / 2, true)),
                        new PairScaling.Operand(100, Requantization.toInt32(multiplier, 59 - shift / 2, false)),
                        function,
                        new Requantization(multiplier, shift, false, 9, -128, 127));
                loops.combineBytes(left, 0, right, 0, scaling, results, 0, LENGTH);
                add(results);
                loops.combineWithPattern(left, 0, pattern, scaling, results, 0, LENGTH);
                add(results);
            }
        }
    }

    private void conversions() {
        byte[] source = new byte[LENGTH];
        byte[] table = new byte[256];
        random.nextBytes(source);
        random.nextBytes(table);
        byte[] bytes = new byte[LENGTH];
        loops.lookUp(source, 0, table, bytes, 0, LENGTH);
        loops.reductions().maximum(source, 0, bytes, 0, LENGTH / 2);
        add(bytes);
        int[] words = new int[LENGTH];
        loops.interpolate(shorts(LENGTH), 0, new InterpolatedTable(shorts(513)), words, 0, LENGTH);
        add(words);
        loops.bytesToInts(source, 0, -128, words, 0, LENGTH);
        add(words);
        loops.rescaleBytesToInts(source, 0, 3, Requantization.toInt32(1 << 30 | 4711, 11, false), words, 0, LENGTH);
        add(words);
        float[] floats = new float[LENGTH];
        loops.bytesToFloats(source, 0, LENGTH / 4, 100, floats, 0, LENGTH / 4, 4, LENGTH / 4);
        int[] rounded = new int[LENGTH];
        Arrays.setAll(rounded, i -> (int) floats[i]);
        add(rounded);
        reductions(source, words);
        depthwise(source, words);
        transposes(source);
    }

    private short[] shorts(int count) {
        short[] shorts = new short[count];
        for (int i = 0; i < count; i++) {
            shorts[i] = (short) random.nextInt();
        }
        return shorts;
    }

    private void transposes(byte[] source) {
        int height = 70;
        int width = 130;
        byte[] target = new byte[height * width];
        int[] rows = new int[height];
        int[] columns = new int[width];
        Arrays.setAll(rows, i -> i * 3 % height);
        Arrays.setAll(columns, i -> i * height);
        Transposes transposes = loops.transposes();
        transposes.transpose(
                source, rows, height, target, columns, width, new byte[transposes.panelBytes(width)], true);
        add(target);
        int[] words = random.ints(source.length).toArray();
        int[] transposed = new int[height * width];
        transposes.transpose(words, rows, height, transposed, columns, width, true);
        add(transposed);
        transposes.separateFours(source, 1, target, 3, 200, 199);
        add(target);
        transposes.joinFours(source, 1, 5, target, 3, 199);
        add(target);
        byte[] next = new byte[250];
        transposes.copyAndReadAhead(source, 5, target, 1, 250, next, 0);
        transposes.copyAndReadAhead(words, 5, transposed, 1, 250, words, 0);
        add(target);
        add(transposed);
        for (int copied = 0; copied < 1 << 25; copied += 40 * 100) { // vectors take rows once there were many
            transposes.copyRows(source, 1, 7, target, 3, 100, 40, 100);
        }
        for (int length = 1; length <= 200; length += 7) {
            transposes.copyRows(source, 1, 7, target, 3, length, 4, length);
        }
        int[] picks = {0, 2, 1, 2, 0};
        for (int length = 8; length <= 264; length += 8) {
            transposes.pickRows(source, 1, picks, 1, target, 5 * length, 4, length);
        }
        add(target);
    }

    private void reductions(byte[] bytes, int[] words) {
        int rows = 3;
        byte[] greatest = new byte[rows];
        int[] sums = new int[rows];
        loops.reductions().rowMaxima(bytes, 0, LENGTH / rows, greatest, 0, rows);
        add(greatest);
        byte[] columns = new byte[rows * 16];
        loops.reductions().columnMaxima(bytes, 1, 20, 16, columns, 0, rows);
        add(columns);
        byte[] averages = new byte[5 * 70];
        loops.reductions()
                .averageSquares(bytes, 1, new SquareAverage(new SquareWindows(500, 70, 70), 3, -5), averages, 0, 5);
        add(averages);
        loops.reductions().rowSums(bytes, 0, LENGTH / rows, sums, 0, rows);
        add(sums);
        loops.reductions().rowSums(words, 0, LENGTH / rows, sums, 0, rows);
        loops.reductions().addRows(words, 3, 100, words, LENGTH - 77, 77);
        add(words);
        add(sums);
    }

    private void depthwise(byte[] source, int[] bias) {
        int channels = 41;
        int pixels = 27;
        DepthwiseProduct product =
                new DepthwiseProduct(loops, new int[][] {{0, 1, 2}, {3, -1, 4}}, channels, source, 7);
        int blockPitch = 40 * loops.slotChannels();
        float[] inputs = new float[product.blocks() * blockPitch];
        for (int i = 0; i < product.blocks(); i++) {
            loops.bytesToSlots(
                    source, product.firstChannel(i), channels, inputs, i * blockPitch, loops.slotChannels(), 40);
        }
        int[] sums = new int[pixels * channels];
        int[] starts = {0, 2 * loops.slotChannels()};
        product.multiply(inputs, blockPitch, new int[][] {starts}, pixels, product.terms(bias, -128), sums, 0);
        add(sums);
        DepthwiseProduct rows =
                new DepthwiseProduct(loops, new int[][] {{0, 1, 2}, {3, 4, 5}, {6, 7, 8}}, 20, source, -5);
        byte[] lines = new byte[5 * DepthwiseProduct.LINE_BYTES];
        for (int line = 0; line < 5; line++) {
            System.arraycopy(source, line * 20, lines, line * DepthwiseProduct.LINE_BYTES, 10 * 20);
        }
        rows.multiplyLines(lines, 8, 3, rows.terms(bias, 11), sums, 0, 8 * 20);
        add(sums);
    }

    private void elements() {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        int[] words = random.ints(LENGTH).toArray();
        int[] results = new int[LENGTH];
        for (ElementFunction function : ElementFunction.values()) {
            ElementType second = function == ElementFunction.CLAMP ? ElementType.INT : ElementType.BYTE;
            Object operand = second == ElementType.INT ? words : bytes;
            loops.elements(new ElementLoop.Kind(function, ElementType.INT, second, ElementType.INT))
                    .apply(words, 0, operand, 0, results, 0, LENGTH);
            add(results);
            loops.elements(new ElementLoop.Kind(function, ElementType.INT, second, ElementType.BYTE))
                    .apply(words, 0, operand, 0, bytes, 0, LENGTH);
            add(bytes);
        }
        loops.multiplyShifted(words, 0, results, 0, 40, words, 0, LENGTH);
        add(words);
    }

    private void products() {
        for (int depth : new int[] {1, 36, 144, 515, 1200}) {
            for (int columns : new int[] {1, 17, 36, 129}) {
                int rows = 41;
                byte[] right = new byte[depth * columns];
                Arrays.fill(right, Byte.MIN_VALUE);
                byte[] left = new byte[rows * depth];
                Arrays.fill(left, Byte.MAX_VALUE);
                PackedMatrix packed = new PackedMatrix(loops, depth, columns, 127).packRows(right, 0);
                PackedRows rowsOfLeft = new PackedRows(loops);
                rowsOfLeft.resize(rows, packed);
                for (int row = 0; row < rows; row++) {
                    rowsOfLeft.put(row, 1, 0, left, row * depth, depth, depth);
                }
                int[] sums = new int[rows * columns];
                int[] terms = packed.terms(new int[columns], -128);
                MatrixProduct.multiply(loops, rowsOfLeft, packed, terms, sums, 0);
                add(sums);
                PackedMatrix often = new PackedMatrix(loops, depth, columns, 127, -128, true).packRows(right, 0);
                rowsOfLeft.setRows(left, 0, rows, often);
                MatrixProduct.multiply(loops, rowsOfLeft, often, often.terms(new int[columns], 0), sums, 0);
                add(sums);
            }
        }
    }

    private void add(byte[] values) {
        digest.update(values);
    }

    private void add(int[] values) {
        for (int value : values) {
            digest.update(value);
            digest.update(value >> 8);
            digest.update(value >> 16);
            digest.update(value >> 24);
        }
    }
}
