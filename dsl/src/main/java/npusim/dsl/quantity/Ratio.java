package npusim.dsl.quantity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * An exact rational number in lowest terms with a positive denominator.
 *
 * @param numerator carries the sign
 * @param denominator always positive
 */
public record Ratio(BigInteger numerator, BigInteger denominator) implements Comparable<Ratio> {

    /** Zero. */
    public static final Ratio ZERO = new Ratio(BigInteger.ZERO, BigInteger.ONE);

    /** One. */
    public static final Ratio ONE = new Ratio(BigInteger.ONE, BigInteger.ONE);

    /** Reduces to lowest terms; throws {@link ArithmeticException} for a zero denominator. */
    public Ratio {
        if (denominator.signum() == 0) {
            throw new ArithmeticException("denominator is zero");
        }
        if (denominator.signum() < 0) {
            numerator = numerator.negate();
            denominator = denominator.negate();
        }
        if (!denominator.equals(BigInteger.ONE)) {
            BigInteger divisor = numerator.gcd(denominator);
            if (!divisor.equals(BigInteger.ONE)) {
                numerator = numerator.divide(divisor);
                denominator = denominator.divide(divisor);
            }
        }
    }

    /** The integer {@code value}. */
    public static Ratio of(long value) {
        return new Ratio(BigInteger.valueOf(value), BigInteger.ONE);
    }

    /** {@code numerator / denominator}. */
    public static Ratio of(long numerator, long denominator) {
        return new Ratio(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    /** The exact value of a decimal such as {@code 0.0625} or {@code 200e6}. */
    public static Ratio of(BigDecimal decimal) {
        return decimal.scale() > 0
                ? new Ratio(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()))
                : new Ratio(decimal.toBigIntegerExact(), BigInteger.ONE);
    }

    /** The sum. */
    public Ratio plus(Ratio other) {
        return new Ratio(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    /** The difference. */
    public Ratio minus(Ratio other) {
        return plus(other.negated());
    }

    /** The product. */
    public Ratio times(Ratio other) {
        return new Ratio(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /** The quotient; throws {@link ArithmeticException} when {@code other} is zero. */
    public Ratio dividedBy(Ratio other) {
        return new Ratio(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    /** The value with its sign changed. */
    public Ratio negated() {
        return new Ratio(numerator.negate(), denominator);
    }

    /** Minus one, zero or one. */
    public int signum() {
        return numerator.signum();
    }

    /** Whether the denominator is one. */
    public boolean isInteger() {
        return denominator.equals(BigInteger.ONE);
    }

    /** The larger of the bit lengths of both parts, by which callers bound the cost of arithmetic. */
    public int bitLength() {
        return Math.max(numerator.bitLength(), denominator.bitLength());
    }

    /** The integer value; throws {@link ArithmeticException} when it is a fraction or does not fit. */
    public long longValueExact() {
        if (!isInteger()) {
            throw new ArithmeticException(this + " is no integer");
        }
        return numerator.longValueExact();
    }

    /** The integer value; throws {@link ArithmeticException} when it is a fraction or does not fit. */
    public int intValueExact() {
        if (!isInteger()) {
            throw new ArithmeticException(this + " is no integer");
        }
        return numerator.intValueExact();
    }

    /** The nearest {@code double}. */
    public double doubleValue() {
        return isInteger()
                ? numerator.doubleValue()
                : new BigDecimal(numerator)
                        .divide(new BigDecimal(denominator), MathContext.DECIMAL64)
                        .doubleValue();
    }

    @Override
    public int compareTo(Ratio other) {
        if (denominator.equals(other.denominator)) {
            return numerator.compareTo(other.numerator); // mostly integers: the engine compares rates for each block
        }
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    /** A plain decimal where one exists, otherwise {@code n/d}. */
    @Override
    public String toString() {
        if (isInteger()) {
            return numerator.toString();
        }
        BigInteger rest = denominator;
        int twos = rest.getLowestSetBit();
        rest = rest.shiftRight(twos);
        int fives = 0;
        BigInteger five = BigInteger.valueOf(5);
        while (!rest.equals(BigInteger.ONE)) {
            BigInteger[] parts = rest.divideAndRemainder(five);
            if (parts[1].signum() != 0) {
                return numerator + "/" + denominator;
            }
            rest = parts[0];
            fives++;
        }
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator))
                .setScale(Math.max(twos, fives), java.math.RoundingMode.UNNECESSARY)
                .stripTrailingZeros()
                .toPlainString();
    }
}
