package npusim.kernel.loop;

import java.util.List;
import java.util.Random;

/** What a quantized ADD, SUB or MUL is made of, drawn so that results are about as great as operands. */
record RandomPair(
        PairScaling.Operand first, PairScaling.Operand second, ElementFunction function, Requantization result) {
    private static final List<ElementFunction> FUNCTIONS =
            List.of(ElementFunction.ADD, ElementFunction.SUB, ElementFunction.MUL);

    /**
     * Draws a pair.
     *
     * @param which of the three functions, 0 to 2
     * @param operandShift 0 to 20, the greater the fewer bits the scaled operands have
     * @param gain binary logarithm of how much greater results are
     * @param powersOfTwo whether all multipliers are powers of two
     */
    static RandomPair draw(
            Random random, int which, int operandShift, int gain, boolean powersOfTwo, boolean doubleRound) {
        ElementFunction function = FUNCTIONS.get(which);
        boolean multiplies = function == ElementFunction.MUL;
        int first = multiplies ? 24 + operandShift % 7 : 10 + operandShift;
        int second = first + random.nextInt(4);
        int shift = multiplies ? 98 - first - second : 61 - first;
        return new RandomPair(
                operand(random, first, powersOfTwo, doubleRound),
                operand(random, second, powersOfTwo, doubleRound),
                function,
                new Requantization(
                        multiplier(random, powersOfTwo),
                        Math.clamp(shift - gain, 2, 62),
                        doubleRound,
                        random.nextInt(256) - 128,
                        -128,
                        127));
    }

    private static PairScaling.Operand operand(Random random, int shift, boolean powersOfTwo, boolean doubleRound) {
        return new PairScaling.Operand(
                random.nextInt(256) - 128, Requantization.toInt32(multiplier(random, powersOfTwo), shift, doubleRound));
    }

    private static int multiplier(Random random, boolean powerOfTwo) {
        return 1 << 30 | (powerOfTwo ? 0 : random.nextInt(1 << 30));
    }

    /** As this, with the first operand's scaling for both. */
    RandomPair withOneScaling() {
        return new RandomPair(first, new PairScaling.Operand(second.zeroPoint(), first.scaling()), function, result);
    }

    PairScaling scaling() {
        return new PairScaling(first, second, function, result);
    }
}
