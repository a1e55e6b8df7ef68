package npusim.execution;

import java.util.List;
import npusim.execution.CheckPredictable.Report;
import npusim.graph.Operator;
import npusim.graph.Rule;
import npusim.kernel.EvaluateOperator;
import npusim.kernel.RescaleParameters;
import npusim.tensor.DType;
import npusim.tensor.Tensor;

/** Looks for what RESCALE leaves unpredictable: operands of {@code apply_scale_32} and {@code _16} out of range. */
final class CheckRescaleRange {
    private CheckRescaleRange() {}

    static void check(Operator.Rescale rescale, List<Tensor> in, Report report) {
        RescaleParameters p = EvaluateOperator.rescaleParameters(rescale, in);
        for (int c = 0; c < p.multipliers().length; c++) {
            if (p.multipliers()[c] < 0) {
                report.report(Rule.RESCALE_MULTIPLIER_NEGATIVE, c, "the multiplier is " + p.multipliers()[c]);
                return;
            }
            if (p.shifts()[c] < 2 || p.shifts()[c] > 62) {
                report.report(Rule.RESCALE_SHIFT_OUT_OF_RANGE, c, "the shift is " + p.shifts()[c]);
                return;
            }
        }
        Tensor input = in.getFirst();
        int channels = p.perChannel() ? input.shape().innermost() : 1;
        long mask = (1L << input.dtype().bits()) - 1;
        for (int i = 0; i < input.length(); i++) {
            long value = (p.inputUnsigned() ? input.get(i) & mask : input.get(i)) - p.inputZeroPoint();
            int channel = i % channels;
            if (!inRange(value, p.multipliers()[channel], p.shifts()[channel], p, i, report)) {
                return;
            }
        }
    }

    private static boolean inRange(
            long value, int multiplier, int shift, RescaleParameters p, int index, Report report) {
        if (p.scale32()) {
            long limit = 1L << (shift - 1);
            if (value < -limit || value >= limit) {
                report.report(
                        Rule.RESCALE_VALUE_OUT_OF_RANGE,
                        index,
                        "the value " + value + " is too wide for shift " + shift);
                return false;
            }
            int result = RescaleParameters.scale(value, multiplier, shift, true, p.doubleRound());
            return sumInRange(result, p, index, report);
        }
        long result = (value * multiplier + (1L << (shift - 1))) >> shift;
        if (!DType.INT32.holds(result)) {
            report.report(Rule.RESCALE_RESULT_OUT_OF_RANGE, index, "the scaled value is " + result);
            return false;
        }
        return sumInRange(result, p, index, report);
    }

    private static boolean sumInRange(long result, RescaleParameters p, int index, Report report) {
        long sum = result + p.outputZeroPoint();
        if (!DType.INT32.holds(sum)) {
            report.report(Rule.OVERFLOW, index, "the sum with the zero point is " + sum);
            return false;
        }
        return true;
    }
}
