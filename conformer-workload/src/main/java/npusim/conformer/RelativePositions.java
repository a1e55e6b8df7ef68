package npusim.conformer;

/**
 * Sinusoids of relative positions T - 1 down to -(T - 1): sine in even, cosine in odd features, rate
 * {@code 10000^(-2i / D)}.
 *
 * <p>Source: github.com/sooftware/conformer.
 */
final class RelativePositions {
    private static final double BASE = 10_000;

    private RelativePositions() {}

    /** {@code (2 · steps - 1) x dimension}, row-major. */
    static float[] table(int steps, int dimension) {
        int rows = 2 * steps - 1;
        float[] table = new float[rows * dimension];
        for (int feature = 0; feature < dimension; feature += 2) {
            double rate = StrictMath.exp(-feature * StrictMath.log(BASE) / dimension);
            for (int row = 0; row < rows; row++) {
                double angle = (steps - 1 - row) * rate;
                table[row * dimension + feature] = (float) StrictMath.sin(angle);
                table[row * dimension + feature + 1] = (float) StrictMath.cos(angle);
            }
        }
        return table;
    }
}
