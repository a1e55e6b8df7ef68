package npusim.execution;

import java.util.List;
import npusim.graph.Operator;
import npusim.graph.Problem;
import npusim.graph.Rule;
import npusim.graph.Value;
import npusim.tensor.DType;
import npusim.tensor.Tensor;

/**
 * Looks, before an operator runs, for outcomes that TOSA 1.0 leaves unpredictable ({@code REQUIRE}): sums, products and
 * differences that leave their type, shift amounts, rescale operands and table slopes out of range, positions that SCATTER
 * writes twice. Reports the first element of each kind that an operator has.
 */
final class CheckPredictable {
    private final Operator.SingleOutput operator;
    private final List<Tensor> in;
    private final String place;
    private final ExecutionListener listener;

    private CheckPredictable(
            Operator.SingleOutput operator, List<Tensor> in, String place, ExecutionListener listener) {
        this.operator = operator;
        this.in = in;
        this.place = place;
        this.listener = listener;
    }

    static void check(Operator.SingleOutput operator, List<Tensor> in, String place, ExecutionListener listener) {
        new CheckPredictable(operator, in, place, listener).check();
    }

    private void check() {
        switch (operator) {
            case Operator.Convolution conv -> new CheckSums(this::report).convolution(conv, in);
            case Operator.MatMul _ -> new CheckSums(this::report).matMul(in);
            case Operator.AvgPool2d pool -> new CheckSums(this::report).averagePool(pool, in);
            case Operator.Binary binary -> binary(binary);
            case Operator.Mul _ -> multiply();
            case Operator.Abs _ -> negation(0, 0);
            case Operator.Negate _ -> negation(in.get(1).get(0), in.get(2).get(0));
            case Operator.ReduceSum reduce -> new CheckSums(this::report).reduceSum(in.getFirst(), reduce.axis());
            case Operator.Table _ -> table();
            case Operator.Rescale rescale -> CheckRescaleRange.check(rescale, in, this::report);
            case Operator.Scatter _ -> scatter();
            default -> {}
        }
    }

    /** Where a check says what it found. */
    @FunctionalInterface
    interface Report {
        void report(Rule rule, int index, String detail);
    }

    private void report(Rule rule, int index, String detail) {
        listener.unpredictable(new Problem(rule, place, "element " + index + ": " + detail));
    }

    private void binary(Operator.Binary binary) {
        switch (binary) {
            case Operator.Add _ -> pairs((index, a, b) -> overflow(index, a + b, a + " + " + b));
            case Operator.Sub _ -> pairs((index, a, b) -> overflow(index, a - b, a + " - " + b));
            case Operator.IntDiv _ -> pairs((index, a, b) -> b != 0 && overflow(index, a / b, a + " / " + b));
            case Operator.ArithmeticRightShift _, Operator.LogicalLeftShift _, Operator.LogicalRightShift _ -> {
                int bits = binary.input1().dtype().bits();
                pairs((index, _, b) -> {
                    boolean wrong = b < 0 || b >= bits;
                    if (wrong) {
                        report(Rule.SHIFT_OUT_OF_RANGE, index, "the shift amount is " + b + " for " + bits + " bits");
                    }
                    return wrong;
                });
            }
            case Operator.BitwiseAnd _,
                    Operator.BitwiseOr _,
                    Operator.BitwiseXor _,
                    Operator.LogicalAnd _,
                    Operator.LogicalOr _,
                    Operator.LogicalXor _,
                    Operator.Maximum _,
                    Operator.Minimum _,
                    Operator.Equal _,
                    Operator.Greater _,
                    Operator.GreaterEqual _ -> {}
        }
    }

    private boolean overflow(int index, long value, String expression) {
        boolean wrong = !DType.INT32.holds(value);
        if (wrong) {
            report(Rule.OVERFLOW, index, expression + " = " + value + " is no int32");
        }
        return wrong;
    }

    /** A check of one pair of broadcast operands; says whether it found something, which ends the search. */
    @FunctionalInterface
    private interface PairCheck {
        boolean check(int index, long a, long b);
    }

    private void pairs(PairCheck check) {
        Value output = operator.output();
        int[] index = new int[output.rank()];
        int count = (int) output.shape().elements();
        for (int i = 0; i < count; i++) {
            int rest = i;
            for (int axis = index.length - 1; axis >= 0; axis--) {
                index[axis] = rest % output.shape().dimension(axis);
                rest /= output.shape().dimension(axis);
            }
            if (check.check(i, element(in.getFirst(), index), element(in.get(1), index))) {
                return;
            }
        }
    }

    private static long element(Tensor tensor, int[] index) {
        int offset = 0;
        for (int axis = 0; axis < index.length; axis++) {
            int extent = tensor.shape().dimension(axis);
            offset = offset * extent + (extent == 1 ? 0 : index[axis]);
        }
        return tensor.get(offset);
    }

    private void multiply() {
        int shift = (int) in.get(2).get(0);
        boolean words = in.getFirst().dtype() == DType.INT32;
        if (shift < 0 || shift > 63 || (!words && shift != 0)) {
            report(
                    Rule.SHIFT_OUT_OF_RANGE,
                    0,
                    "shift is " + shift + " for operands of " + in.getFirst().dtype());
        } else if (words && shift > 0) {
            long round = 1L << (shift - 1);
            pairs((index, a, b) -> roundingOverflow(index, a, b, round)
                    || overflow(index, (a * b + round) >> shift, "rounded " + a + " * " + b));
        }
    }

    /** The pseudocode rounds in 64 bits, which is too few for the greatest product and the greatest shift. */
    private boolean roundingOverflow(int index, long a, long b, long round) {
        boolean wrong = a * b > Long.MAX_VALUE - round;
        if (wrong) {
            report(Rule.OVERFLOW, index, a + " * " + b + " + " + round + " is no int64");
        }
        return wrong;
    }

    private void negation(long inputZeroPoint, long outputZeroPoint) {
        Tensor input = in.getFirst();
        for (int i = 0; i < input.length(); i++) {
            long value = input.get(i) - inputZeroPoint;
            boolean negated = value < 0 || !(operator instanceof Operator.Abs);
            if (overflow(i, value, "the difference to the zero point")
                    || (negated && overflow(i, -value, "-(" + value + ")"))
                    || overflow(i, outputZeroPoint - value, "the sum with the zero point")) {
                return;
            }
        }
    }

    private void table() {
        if (in.getFirst().dtype() != DType.INT16) {
            return;
        }
        short[] entries = in.get(1).shorts();
        short[] values = in.getFirst().shorts();
        for (int i = 0; i < values.length; i++) {
            int entry = (values[i] + 32768) >> 7;
            int slope = entries[entry + 1] - entries[entry];
            if (!DType.INT16.holds(slope)) {
                report(
                        Rule.TABLE_SLOPE_OUT_OF_RANGE,
                        i,
                        "entries " + entry + " and " + (entry + 1) + " differ by " + slope);
                return;
            }
        }
    }

    private void scatter() {
        Tensor indices = in.get(1);
        int rows = in.getFirst().shape().dimension(1);
        int batches = indices.shape().dimension(0);
        int picks = indices.shape().dimension(1);
        for (int n = 0; n < batches; n++) {
            boolean[] written = new boolean[rows];
            for (int w = 0; w < picks; w++) {
                int k = indices.ints()[n * picks + w];
                if (k >= 0 && k < rows) {
                    if (written[k]) {
                        report(Rule.SCATTER_POSITION_TWICE, n * picks + w, "row " + k + " is written twice");
                        return;
                    }
                    written[k] = true;
                }
            }
        }
    }
}
