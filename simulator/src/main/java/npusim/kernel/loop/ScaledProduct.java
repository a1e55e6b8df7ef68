package npusim.kernel.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A matrix product whose sums are scaled to INT8 before they leave the registers. Sums begin with the bias and stay floats: both
 * together are integers below 2²⁴, so all of them are exact, and what is rounded is what {@link InnerLoops#rescaleToBytes} would
 * round by floats. Results in doubt are calculated anew, sums included. Serves several threads at once.
 */
public final class ScaledProduct {
    /** With the 2²² of the products exact floats. */
    private static final int GREATEST_BIAS = 1 << 23;

    private final InnerLoops loops;
    private final PackedMatrix right;
    private final int[] terms;
    private final ByteScaling scaling;

    /** Of each column of each panel. */
    private final float[] bias;

    private final int lowest;
    private final int highest;

    private ScaledProduct(InnerLoops loops, PackedMatrix right, int[] terms, ByteScaling scaling) {
        this.loops = loops;
        this.right = right;
        this.terms = terms;
        this.scaling = scaling;
        bias = new float[terms.length];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = Tile.bias(terms[i]);
        }
        lowest = FloatRounding.bits(scaling.minimum());
        highest = FloatRounding.bits(scaling.maximum());
    }

    /**
     * The product by a matrix, filled later perhaps, or {@code null} if {@link MatrixProduct} and a scaling of its sums have to serve.
     *
     * @param terms {@link PackedMatrix#terms} of the matrix
     * @param scaling of all columns alike or of each
     */
    public static @Nullable ScaledProduct of(InnerLoops loops, PackedMatrix right, int[] terms, ByteScaling scaling) {
        boolean fits = right.width() == loops.scaledWidth() && right.columns() >= right.width() && right.pieces() == 1;
        boolean scales = scaling.hasFloats() && (scaling.channels() == 1 || scaling.channels() == right.columns());
        boolean isExact = Arrays.stream(terms).map(Tile::bias).allMatch(b -> -GREATEST_BIAS <= b && b <= GREATEST_BIAS);
        if (!fits || !scales || !isExact) {
            return null;
        }
        compile(loops, scaling);
        return new ScaledProduct(loops, right, terms, scaling);
    }

    /** By products of a row: C2 takes several times as long where it meets a loop in the middle of a longer one. */
    private static void compile(InnerLoops loops, ByteScaling scaling) {
        PackedMatrix row = new PackedMatrix(loops, 1, loops.scaledWidth(), 0);
        PackedRows left = new PackedRows(loops);
        left.resize(InnerLoops.FORM_ROWS, row);
        ByteScaling first = scaling.channels() == 1 ? scaling : new ByteScaling(scaling.channel(0));
        ScaledProduct product = new ScaledProduct(loops, row, row.terms(new int[row.columns()], 0), first);
        byte[] target = new byte[InnerLoops.FORM_ROWS * row.columns()];
        WarmUp.compile(() -> product.multiply(left, target, 0));
    }

    PackedMatrix right() {
        return right;
    }

    ByteScaling scaling() {
        return scaling;
    }

    float[] bias() {
        return bias;
    }

    /** {@link FloatRounding#bits} of the least result. */
    int lowest() {
        return lowest;
    }

    /** {@link FloatRounding#bits} of the greatest result. */
    int highest() {
        return highest;
    }

    /** Sets rows of {@code target} from {@code start} on to those of {@code left} times the matrix, scaled. */
    public void multiply(PackedRows left, byte[] target, int start) {
        int rows = left.rows();
        if (rows < InnerLoops.FORM_ROWS) {
            int[] sums = new int[rows * right.columns()];
            MatrixProduct.multiply(loops, left, right, terms, sums, 0);
            loops.rescaleToBytes(sums, 0, scaling, 0, target, start, sums.length);
            return;
        }
        short[] doubts = new short[rows];
        short[] none = new short[rows];
        for (int panel = 0; panel < right.panels(); panel++) {
            loops.multiplyAndScale(this, left, panel, target, start, doubts);
            for (int row = next(doubts, none, 0); row < rows; row = next(doubts, none, row + 1)) {
                settle(doubts[row], row, left, panel, target, start);
            }
        }
    }

    /** The first row from {@code row} on that has a doubt, or the number of rows. */
    private static int next(short[] doubts, short[] none, int row) {
        int rows = doubts.length;
        int found = Arrays.mismatch(doubts, row, rows, none, row, rows);
        return found < 0 ? rows : row + found;
    }

    private void settle(short doubts, int row, PackedRows left, int panel, byte[] target, int start) {
        int first = right.firstColumn(panel);
        for (int lanes = Short.toUnsignedInt(doubts); lanes != 0; lanes &= lanes - 1) {
            for (int lane = Integer.numberOfTrailingZeros(lanes); lane < right.width(); lane += FloatLanes.LANES) {
                int channel = (first + lane) % scaling.channels();
                int at = start + row * right.columns() + first + lane;
                scaling.settle(sum(left, row, panel, lane), channel, target, at);
            }
        }
    }

    private int sum(PackedRows left, int row, int panel, int lane) {
        return left.multiply(row, right, panel, lane) + (int) bias[panel * right.width() + lane];
    }
}
