package npusim.quantize;

import npusim.graph.Value;

/**
 * An int8 value of a graph under construction and what its codes mean.
 *
 * @param value INT8, any shape
 * @param parameters scale and zero point
 */
public record QuantizedTensor(Value value, QuantizationParameters parameters) {
    /** Real value of one step. */
    public double scale() {
        return parameters.scale();
    }

    /** Code of real 0. */
    public int zeroPoint() {
        return parameters.zeroPoint();
    }
}
