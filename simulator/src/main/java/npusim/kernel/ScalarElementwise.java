package npusim.kernel;

import npusim.tensor.DType;
import npusim.tensor.Tensor;

/** Element-wise operators of two tensors, MUL, TABLE and REDUCE_SUM (TOSA 1.0, Elementwise Binary; Reduction Operators). */
final class ScalarElementwise {
    private ScalarElementwise() {}

    static void binary(BinaryFunction function, Tensor input1, Tensor input2, Tensor output) {
        Broadcast rows = new Broadcast(output.shape(), input1.shape(), input2.shape());
        int length = rows.rowLength();
        DType dtype = input1.dtype();
        for (int row = 0, to = 0; row < rows.rows(); row++, to += length) {
            boolean words = input1.storage() instanceof int[] && output.storage() instanceof int[];
            boolean done = words
                    && wordRow(
                            function,
                            input1.ints(),
                            rows.offset(0),
                            rows.step(0),
                            input2.ints(),
                            rows.offset(1),
                            rows.step(1),
                            output.ints(),
                            to,
                            length);
            for (int i = 0; !done && i < length; i++) {
                long a = input1.get(rows.offset(0) + i * rows.step(0));
                long b = input2.get(rows.offset(1) + i * rows.step(1));
                output.set(to + i, apply(function, a, b, dtype, to + i));
            }
            rows.next();
        }
    }

    /** The functions that quantized graphs use most, without a branch in the loop; says whether it did the row. */
    private static boolean wordRow(
            BinaryFunction function,
            int[] a,
            int aOffset,
            int aStep,
            int[] b,
            int bOffset,
            int bStep,
            int[] result,
            int to,
            int length) {
        switch (function) {
            case ADD -> {
                for (int i = 0; i < length; i++) {
                    result[to + i] = a[aOffset + i * aStep] + b[bOffset + i * bStep];
                }
            }
            case SUB -> {
                for (int i = 0; i < length; i++) {
                    result[to + i] = a[aOffset + i * aStep] - b[bOffset + i * bStep];
                }
            }
            case MAXIMUM -> {
                for (int i = 0; i < length; i++) {
                    result[to + i] = Math.max(a[aOffset + i * aStep], b[bOffset + i * bStep]);
                }
            }
            case MINIMUM -> {
                for (int i = 0; i < length; i++) {
                    result[to + i] = Math.min(a[aOffset + i * aStep], b[bOffset + i * bStep]);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static long apply(BinaryFunction function, long a, long b, DType dtype, int index) {
        return switch (function) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
            case INTDIV -> divide(a, b, index);
            case BITWISE_AND, LOGICAL_AND -> a & b;
            case BITWISE_OR, LOGICAL_OR -> a | b;
            case BITWISE_XOR, LOGICAL_XOR -> a ^ b;
            case LOGICAL_LEFT_SHIFT -> a << (b & 31);
            case LOGICAL_RIGHT_SHIFT -> (a & (1L << dtype.bits()) - 1) >>> (b & 31);
            case ARITHMETIC_RIGHT_SHIFT -> a >> (b & 31);
            case ARITHMETIC_RIGHT_SHIFT_ROUND -> shiftRounded(a, (int) b & 31);
            case EQUAL -> a == b ? 1 : 0;
            case GREATER -> a > b ? 1 : 0;
            case GREATER_EQUAL -> a >= b ? 1 : 0;
        };
    }

    private static long shiftRounded(long a, int shift) {
        return (a >> shift) + (shift > 0 ? a >> (shift - 1) & 1 : 0);
    }

    private static long divide(long a, long b, int index) {
        if (b == 0) {
            throw new UnpredictableException(UnpredictableException.Kind.DIVISION_BY_ZERO, index, "the divisor is 0");
        }
        return a / b;
    }

    static void multiply(Tensor input1, Tensor input2, int shift, Tensor output) {
        Broadcast rows = new Broadcast(output.shape(), input1.shape(), input2.shape());
        int length = rows.rowLength();
        int[] result = output.ints();
        boolean shifted = input1.dtype() == DType.INT32 && shift > 0;
        long round = shifted ? 1L << (shift - 1) : 0;
        for (int row = 0, to = 0; row < rows.rows(); row++, to += length) {
            int from1 = rows.offset(0);
            int from2 = rows.offset(1);
            int step1 = rows.step(0);
            int step2 = rows.step(1);
            if (!shifted && input1.storage() instanceof int[] a && input2.storage() instanceof int[] b) {
                for (int i = 0; i < length; i++) {
                    result[to + i] = a[from1 + i * step1] * b[from2 + i * step2];
                }
            } else {
                for (int i = 0; i < length; i++) {
                    long product = input1.get(from1 + i * step1) * input2.get(from2 + i * step2);
                    result[to + i] = (int) (shifted ? (product + round) >> shift : product);
                }
            }
            rows.next();
        }
    }

    static void table(Tensor input, Tensor table, Tensor output) {
        if (input.dtype() == DType.INT8) {
            byte[] values = input.bytes();
            byte[] entries = table.bytes();
            byte[] results = output.bytes();
            for (int i = 0; i < values.length; i++) {
                results[i] = entries[values[i] + 128];
            }
            return;
        }
        short[] values = input.shorts();
        short[] entries = table.shorts();
        int[] results = output.ints();
        for (int i = 0; i < values.length; i++) {
            results[i] = lookup(entries, values[i]);
        }
    }

    /** {@code apply_lookup_s}: the value is 9.7 fixed point; 9 bits pick an entry, 7 bits interpolate to the next. */
    static int lookup(short[] table, int value) {
        int index = (value + 32768) >> 7;
        int fraction = value & 0x7f;
        int slope = table[index + 1] - table[index];
        return (table[index] << 7) + slope * fraction;
    }

    static void reduceSum(Tensor input, int axis, Tensor output) {
        int outer = (int) input.shape().elements(0, axis);
        int count = input.shape().dimension(axis);
        int inner = (int) input.shape().elements(axis + 1, input.shape().rank());
        int[] values = input.ints();
        int[] sums = output.ints();
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < count; i++) {
                int from = (o * count + i) * inner;
                for (int k = 0; k < inner; k++) {
                    int before = i == 0 ? 0 : sums[o * inner + k];
                    sums[o * inner + k] = before + values[from + k];
                }
            }
        }
    }
}
