package npusim.zoo;

import npusim.quantize.QuantizationParameters;
import npusim.quantize.QuantizedTensor;

/**
 * A tensor of a network under construction.
 *
 * @param tensor the int8 value
 * @param magnitude expected root mean square of the real values, which the scale of the next layer follows from
 */
record Signal(QuantizedTensor tensor, double magnitude) {
    /** Expected root mean square in codes; leaves about four deviations on either side. */
    private static final double CODES = 32;

    /** Parameters of a tensor that takes both signs. */
    static QuantizationParameters around(double magnitude, int zeroPoint) {
        return new QuantizationParameters(magnitude / CODES, zeroPoint);
    }

    /** Parameters of a tensor without negative values. */
    static QuantizationParameters positive(double magnitude) {
        return new QuantizationParameters(magnitude / (2 * CODES), QuantizationParameters.MIN_CODE);
    }
}
