package npusim.conformer;

import npusim.quantize.ChannelWeights;
import npusim.quantize.FixedPointScale;
import npusim.quantize.FloatOperation.ProjectedConstant;
import npusim.quantize.QuantizationParameters;
import npusim.quantize.ValueRange;

/** Integer evaluation of a constant linear layer. */
final class ProjectedTable {
    private ProjectedTable() {}

    /**
     * Codes of the projected table: both factors are quantized, multiplied in int32 and rescaled.
     *
     * @return {@code [heads, width / heads, rows]}, that is {@code [width, rows]}
     */
    static byte[] quantized(ProjectedConstant constant, QuantizationParameters output, double smallestScale) {
        int rows = constant.rows();
        int width = constant.width();
        QuantizationParameters input = QuantizationParameters.covering(ValueRange.of(constant.table()), smallestScale);
        byte[] table = input.quantize(constant.table());
        ChannelWeights weights = ChannelWeights.quantize(constant.weights(), width, smallestScale);
        byte[] codes = new byte[width * rows];
        for (int channel = 0; channel < width; channel++) {
            FixedPointScale scale = FixedPointScale.of(input.scale() * weights.scales()[channel] / output.scale());
            for (int row = 0; row < rows; row++) {
                int sum = 0;
                for (int k = 0; k < width; k++) {
                    sum += (table[row * width + k] - input.zeroPoint()) * weights.codes()[channel * width + k];
                }
                long code = scale.apply(sum) + output.zeroPoint();
                codes[channel * rows + row] =
                        (byte) Math.clamp(code, QuantizationParameters.MIN_CODE, QuantizationParameters.MAX_CODE);
            }
        }
        return codes;
    }
}
