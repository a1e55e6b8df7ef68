package npusim.kernel.loop;

import org.jspecify.annotations.Nullable;

/**
 * An INT8 function of two INT8 values: each less its zero point is scaled to INT32, their sum, difference or product is
 * scaled to INT8. What a quantized ADD, SUB or MUL is made of.
 *
 * <p>The result is nearly {@code x · (y · product + slopeX) + y · slopeY + offset}, see {@link FloatRounding}.
 */
public final class PairScaling {
    /** Greatest magnitude of an INT8. */
    private static final double GREATEST = 128;

    /** Pairs after which C2 may compile a loop of their own; a short run would not win back what that takes. */
    static final int OFTEN = 1 << 24;

    /** No table. */
    static final byte[] NONE = {};

    /** Of two INT8, without those below zero. */
    private static final int DIFFERENCES = 256;

    /** An odd number that makes unlike pairs of the samples. */
    private static final int SAMPLE_STEP = 73;

    private final Operand first;
    private final Operand second;
    private final ElementFunction function;
    private final Requantization result;

    private final float product;
    private final float slopeX;
    private final float slopeY;
    private final float offset;
    private final int doubt;
    private final boolean hasFloats;

    private final boolean subtracts;

    /** What {@link #tabulate} yields, or {@code null} as long as that has not been asked for. */
    private volatile byte @Nullable [] differences;

    /** Pairs that have been combined before; threads may lose each other's. */
    private long combined;

    /**
     * An operand and its scaling.
     *
     * @param scaling to INT32
     */
    public record Operand(int zeroPoint, Requantization scaling) {
        int apply(int value) {
            return scaling.apply(value - zeroPoint);
        }

        /** Greatest difference between the scaled value and value times factor. */
        double error() {
            double factor = scaling.factor();
            return factor == Math.rint(factor) ? 0 : 0.5 + scaling.signTerm();
        }

        /** No scaled value is greater. */
        double greatest() {
            return (GREATEST + Math.abs(zeroPoint)) * scaling.factor() + 1;
        }
    }

    /** @param function ADD, SUB or MUL */
    public PairScaling(Operand first, Operand second, ElementFunction function, Requantization result) {
        this.first = first;
        this.second = second;
        this.function = function;
        this.result = result;
        double factor = result.factor();
        double exactProduct = 0;
        double exactX = factor * first.scaling.factor();
        double exactY = factor * second.scaling.factor();
        double constant = FloatRounding.ORIGIN + result.outputZeroPoint() + 0.5;
        double greatest = first.greatest() + second.greatest();
        double error = factor * (first.error() + second.error());
        if (function == ElementFunction.MUL) {
            exactProduct = factor * first.scaling.factor() * second.scaling.factor();
            exactX = -exactProduct * second.zeroPoint();
            exactY = -exactProduct * first.zeroPoint();
            constant += exactProduct * first.zeroPoint() * second.zeroPoint();
            greatest = first.greatest() * second.greatest();
            error = factor * (first.error() * second.greatest() + second.error() * first.greatest());
        } else {
            exactY = function == ElementFunction.SUB ? -exactY : exactY;
            constant -= exactX * first.zeroPoint() + exactY * second.zeroPoint();
        }
        error += result.signTerm();
        double words = -(double) Integer.MIN_VALUE - 1;
        boolean fits = first.greatest() < words
                && second.greatest() < words
                && greatest < words
                && greatest * factor + 1 < words;
        boolean exact = error == 0
                && FloatRounding.isOnGrid(exactProduct)
                && FloatRounding.isOnGrid(exactX)
                && FloatRounding.isOnGrid(exactY)
                && FloatRounding.isOnGrid(constant)
                && Math.abs(constant)
                                + GREATEST * (GREATEST * Math.abs(exactProduct) + Math.abs(exactX) + Math.abs(exactY))
                        < FloatRounding.EXACT;
        product = (float) exactProduct;
        slopeX = (float) exactX;
        slopeY = (float) exactY;
        int steps = exact ? 0 : FloatRounding.doubt(error + floatError(exactProduct, exactX, exactY, constant));
        doubt = fits ? steps : FloatRounding.NEVER;
        offset = (float) (constant + FloatRounding.offset(doubt));
        hasFloats = doubt != FloatRounding.NEVER && !FloatRounding.isTooMany(doubtfulSamples());
        subtracts = fits && function == ElementFunction.SUB;
    }

    /**
     * The result for each difference of two values, those below zero 512 further on, or {@link #NONE} where pairs of one difference may
     * have unlike results. Operands of one scaling are rounded on their own, so that scaled differences are wrong by their error at
     * most; where the least and the greatest give one result, all between do.
     */
    byte[] tabulate() {
        boolean alike = subtracts
                && first.scaling.factor() == second.scaling.factor()
                && first.scaling.signTerm() == second.scaling.signTerm();
        if (!alike) {
            return NONE;
        }
        byte[] table = new byte[2 * DIFFERENCES];
        double error = first.error() + second.error();
        for (int difference = 1 - DIFFERENCES; difference < DIFFERENCES; difference++) {
            double scaled =
                    (difference - first.zeroPoint + second.zeroPoint) * first.scaling.factor(); // exact in 53 bits
            int least = result.apply((int) Math.ceil(scaled - error));
            if (least != result.apply((int) Math.floor(scaled + error))) {
                return NONE;
            }
            table[difference & 2 * DIFFERENCES - 1] = (byte) least;
        }
        return table;
    }

    /**
     * Greatest error of the sum of floats while it is near its origin: half a unit in the last place of each factor and of each
     * of the three results, those of the first operand's factor taken 128 times. The rounding of the scaled operands comes on top.
     */
    private static double floatError(double product, double slopeX, double slopeY, double constant) {
        double inner = GREATEST * Math.abs(product) + Math.abs(slopeX) + 1e-30;
        double outer = GREATEST * Math.abs(slopeY) + Math.abs(constant) + 1;
        double innerError = GREATEST * FloatRounding.error(product)
                + FloatRounding.error(slopeX)
                + (product == 0 ? 0 : FloatRounding.error(inner));
        double outerError =
                GREATEST * FloatRounding.error(slopeY) + FloatRounding.error(constant + 1) + FloatRounding.error(outer);
        return GREATEST * innerError + outerError + FloatRounding.SUM_ERROR;
    }

    private int doubtfulSamples() {
        int doubtful = 0;
        for (int i = 0; i < FloatRounding.SAMPLES; i++) {
            doubtful += FloatRounding.isDoubtful(sum(i - 128, (byte) (i * SAMPLE_STEP)), doubt) ? 1 : 0;
        }
        return doubtful;
    }

    /** The sum of floats whose whole part is the result, if it is not clamped. */
    float sum(float x, float y) {
        return Math.fma(x, Math.fma(y, product, slopeX), Math.fma(y, slopeY, offset));
    }

    /** Calculates a result anew if it is in doubt. */
    void settle(byte x, byte y, byte[] target, int at) {
        if (FloatRounding.isDoubtful(sum(x, y), doubt)) {
            target[at] = (byte) apply(x, y);
        }
    }

    /** The result for one pair. */
    public int apply(int x, int y) {
        int left = first.apply(x);
        int right = second.apply(y);
        return result.apply(function.apply(left, right, 0));
    }

    /** Whether floats serve, and intermediate results have 32 bits. */
    public boolean hasFloats() {
        return hasFloats;
    }

    /** {@link #tabulate}, or {@link #NONE} until so many pairs have been combined that a loop of their own pays. */
    byte[] differencesAfter(int count) {
        byte[] known = differences;
        if (known == null) {
            combined += count;
            if (combined < OFTEN) {
                return NONE;
            }
            known = tabulate();
            differences = known;
        }
        return known;
    }

    float product() {
        return product;
    }

    float slopeX() {
        return slopeX;
    }

    float slopeY() {
        return slopeY;
    }

    float offset() {
        return offset;
    }

    /** Fractions below this are in doubt. */
    int doubt() {
        return doubt;
    }

    int minimum() {
        return result.minimum();
    }

    int maximum() {
        return result.maximum();
    }
}
