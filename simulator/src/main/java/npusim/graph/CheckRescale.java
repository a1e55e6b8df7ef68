package npusim.graph;

import static npusim.tensor.DType.INT16;
import static npusim.tensor.DType.INT32;
import static npusim.tensor.DType.INT48;
import static npusim.tensor.DType.INT8;

import java.util.EnumSet;
import java.util.Set;
import npusim.tensor.DType;

/** Rules of RESCALE. */
final class CheckRescale {
    private static final Set<DType> INPUTS = EnumSet.of(INT8, INT16, INT32, INT48);
    private static final Set<DType> OUTPUTS = EnumSet.of(INT8, INT16, INT32);
    private static final int UINT16_MIDDLE = 32768;

    private CheckRescale() {}

    static void rescale(Operator.Rescale rescale, OperatorCheck check) {
        Value input = rescale.input();
        Value output = rescale.output();
        check.rankFrom(0, input);
        check.sameShape(input, output);
        check.oneOf(input, INPUTS, Rule.WRONG_INPUT_TYPE);
        check.oneOf(output, OUTPUTS, Rule.WRONG_OUTPUT_TYPE);
        check.type(rescale.multiplier(), rescale.scale32() ? INT32 : INT16, Rule.WRONG_INPUT_TYPE);
        check.type(rescale.shift(), INT8, Rule.WRONG_INPUT_TYPE);
        check.type(rescale.inputZeroPoint(), input.dtype(), Rule.WRONG_INPUT_TYPE);
        check.type(rescale.outputZeroPoint(), output.dtype(), Rule.WRONG_INPUT_TYPE);
        check.parameter(rescale.inputZeroPoint());
        check.parameter(rescale.outputZeroPoint());
        modes(rescale, check);
        signedness(rescale, input.dtype(), output.dtype(), check);
        zeroPoint(
                rescale.inputZeroPoint(),
                input.dtype(),
                rescale.inputUnsigned(),
                Rule.INPUT_ZERO_POINT_NOT_ZERO,
                Rule.U16_INPUT_ZERO_POINT_NOT_VALID,
                check);
        zeroPoint(
                rescale.outputZeroPoint(),
                output.dtype(),
                rescale.outputUnsigned(),
                Rule.OUTPUT_ZERO_POINT_NOT_ZERO,
                Rule.U16_OUTPUT_ZERO_POINT_NOT_VALID,
                check);
    }

    private static void modes(Operator.Rescale rescale, OperatorCheck check) {
        Value input = rescale.input();
        check.require(
                !(rescale.scale32() && input.dtype() == INT48),
                Rule.SCALE_TRUE,
                "scale32 is set and the input is INT48");
        check.require(
                rescale.scale32() || rescale.rounding() != RoundingMode.DOUBLE_ROUND,
                Rule.SCALE_NOT_TRUE,
                "rounding_mode is DOUBLE_ROUND and scale32 is not set");
        if (rescale.perChannel() && input.rank() < 1) {
            check.fail(Rule.RESCALE_PER_CHANNEL_RANK0, "per_channel is set and " + input + " has rank 0");
            return;
        }
        int channels = rescale.perChannel() ? input.shape().innermost() : 1;
        check.parameters(rescale.multiplier(), channels, Rule.RESCALE_CHANNEL_MISMATCH);
        check.parameters(rescale.shift(), channels, Rule.RESCALE_CHANNEL_MISMATCH);
    }

    private static void signedness(Operator.Rescale rescale, DType input, DType output, OperatorCheck check) {
        boolean inputUnsigned = rescale.inputUnsigned();
        boolean outputUnsigned = rescale.outputUnsigned();
        refuse(inputUnsigned && outputUnsigned, Rule.RESCALE_INPUT_UNSIGNED_OUTPUT_UNSIGNED, rescale, check);
        refuse(output == INT32 && inputUnsigned, Rule.RESCALE_I32_OUTPUT_INPUT_UNSIGNED, rescale, check);
        refuse(input == INT32 && outputUnsigned, Rule.RESCALE_I32_INPUT_OUTPUT_UNSIGNED, rescale, check);
        refuse(input == INT48 && outputUnsigned, Rule.RESCALE_I48_INPUT_OUTPUT_UNSIGNED, rescale, check);
        refuse(input == INT48 && inputUnsigned, Rule.RESCALE_I48_INPUT_UNSIGNED, rescale, check);
        refuse(input == INT32 && inputUnsigned, Rule.RESCALE_I32_INPUT_UNSIGNED, rescale, check);
        refuse(output == INT32 && outputUnsigned, Rule.RESCALE_I32_OUTPUT_UNSIGNED, rescale, check);
    }

    private static void refuse(boolean broken, Rule rule, Operator.Rescale rescale, OperatorCheck check) {
        check.require(
                !broken,
                rule,
                "input %s%s, output %s%s",
                rescale.input().dtype(),
                rescale.inputUnsigned() ? " unsigned" : "",
                rescale.output().dtype(),
                rescale.outputUnsigned() ? " unsigned" : "");
    }

    private static void zeroPoint(
            Value zeroPoint, DType dtype, boolean unsigned, Rule notZero, Rule notValid, OperatorCheck check) {
        boolean uint16 = dtype == INT16 && unsigned;
        check.zeroPoint(zeroPoint, dtype == INT8 || uint16, notZero, dtype);
        if (uint16) {
            long value = check.singleConstant(zeroPoint) & 0xffff;
            check.require(
                    value == 0 || value == UINT16_MIDDLE,
                    notValid,
                    "%s is %s, must be 0 or %s",
                    zeroPoint.name(),
                    value,
                    UINT16_MIDDLE);
        }
    }
}
