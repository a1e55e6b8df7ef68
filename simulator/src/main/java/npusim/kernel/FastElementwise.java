package npusim.kernel;

import npusim.graph.Operator;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Element-wise operators on elements of up to 32 bits: a chunk of each operand is widened to int32 in the first-level cache,
 * one loop goes over it, and what it yields is stored in the output's type.
 */
final class FastElementwise {
    private static final int CHUNK = 2048;

    private FastElementwise() {}

    /** As {@link KernelProvider#binary}, but INTDIV, of which the specification leaves outcomes open. */
    static void binary(BinaryFunction function, Tensor input1, Tensor input2, Tensor output) {
        IntFunction loop = loopOf(function);
        boolean zeroExtends = function == BinaryFunction.LOGICAL_RIGHT_SHIFT;
        Operand a = new Operand(input1, output.shape(), zeroExtends);
        Operand b = new Operand(input2, output.shape(), false);
        Result result = new Result(output);
        for (int start = 0; start < output.length(); start += CHUNK) {
            int count = Math.min(CHUNK, output.length() - start);
            a.load(start, count);
            b.load(start, count);
            loop.apply(a.words, a.offset, b.words, b.offset, result.words(), result.offset(start), count);
            result.store(start, count);
        }
    }

    private static IntFunction loopOf(BinaryFunction function) {
        return switch (function) {
            case ADD -> IntFunction.ADD;
            case SUB -> IntFunction.SUB;
            case MAXIMUM -> IntFunction.MAXIMUM;
            case MINIMUM -> IntFunction.MINIMUM;
            case BITWISE_AND, LOGICAL_AND -> IntFunction.AND;
            case BITWISE_OR, LOGICAL_OR -> IntFunction.OR;
            case BITWISE_XOR, LOGICAL_XOR -> IntFunction.XOR;
            case LOGICAL_LEFT_SHIFT -> IntFunction.LEFT_SHIFT;
            case LOGICAL_RIGHT_SHIFT -> IntFunction.LOGICAL_RIGHT_SHIFT;
            case ARITHMETIC_RIGHT_SHIFT -> IntFunction.ARITHMETIC_RIGHT_SHIFT;
            case ARITHMETIC_RIGHT_SHIFT_ROUND -> IntFunction.ARITHMETIC_RIGHT_SHIFT_ROUND;
            case EQUAL -> IntFunction.EQUAL;
            case GREATER -> IntFunction.GREATER;
            case GREATER_EQUAL -> IntFunction.GREATER_EQUAL;
            case INTDIV -> throw new IllegalArgumentException("INTDIV has no fast form");
        };
    }

    /** As {@link KernelProvider#multiply}. */
    static void multiply(Tensor input1, Tensor input2, int shift, Tensor output) {
        Operand a = new Operand(input1, output.shape(), false);
        Operand b = new Operand(input2, output.shape(), false);
        boolean shifted = shift > 0 && input1.dtype() == DType.INT32;
        int[] result = output.ints();
        for (int start = 0; start < result.length; start += CHUNK) {
            int count = Math.min(CHUNK, result.length - start);
            a.load(start, count);
            b.load(start, count);
            if (shifted) {
                multiply(a.words, a.offset, b.words, b.offset, shift, result, start, count);
            } else {
                IntFunction.MUL.apply(a.words, a.offset, b.words, b.offset, result, start, count);
            }
        }
    }

    private static void multiply(
            int[] a, int aStart, int[] b, int bStart, int shift, int[] result, int start, int count) {
        long round = 1L << (shift - 1);
        for (int i = 0; i < count; i++) {
            result[start + i] = (int) (((long) a[aStart + i] * b[bStart + i] + round) >> shift);
        }
    }

    /** As {@link KernelProvider#select}. */
    static void select(Tensor condition, Tensor onTrue, Tensor onFalse, Tensor output) {
        Operand holds = new Operand(condition, output.shape(), false);
        Operand a = new Operand(onTrue, output.shape(), false);
        Operand b = new Operand(onFalse, output.shape(), false);
        Result result = new Result(output);
        for (int start = 0; start < output.length(); start += CHUNK) {
            int count = Math.min(CHUNK, output.length() - start);
            holds.load(start, count);
            a.load(start, count);
            b.load(start, count);
            int[] words = result.words();
            int offset = result.offset(start);
            IntFunction.XOR.apply(a.words, a.offset, b.words, b.offset, words, offset, count);
            keepWhere(holds.words, holds.offset, words, offset, count);
            IntFunction.XOR.apply(words, offset, b.words, b.offset, words, offset, count);
            result.store(start, count);
        }
    }

    /** Clears words where {@code holds} is 0. */
    private static void keepWhere(int[] holds, int holdsStart, int[] words, int start, int count) {
        for (int i = 0; i < count; i++) {
            int condition = holds[holdsStart + i];
            words[start + i] &= (condition | -condition) >> 31;
        }
    }

    /** As {@link KernelProvider#unary}, of elements of up to 32 bits. */
    static void unary(Operator.Unary operator, Tensor input, Tensor output) {
        Operand operand = new Operand(input, output.shape(), false);
        Result result = new Result(output);
        for (int start = 0; start < output.length(); start += CHUNK) {
            int count = Math.min(CHUNK, output.length() - start);
            operand.load(start, count);
            apply(operator, operand.words, operand.offset, result.words(), result.offset(start), count);
            result.store(start, count);
        }
    }

    private static void apply(Operator.Unary operator, int[] from, int at, int[] to, int start, int count) {
        switch (operator) {
            case Operator.Clamp clamp ->
                clamp(from, at, (int) clamp.minimum(), (int) clamp.maximum(), to, start, count);
            case Operator.Abs _ -> {
                for (int i = 0; i < count; i++) {
                    to[start + i] = Math.abs(from[at + i]);
                }
            }
            case Operator.Clz _ -> {
                for (int i = 0; i < count; i++) {
                    to[start + i] = Integer.numberOfLeadingZeros(from[at + i]);
                }
            }
            case Operator.BitwiseNot _ -> {
                for (int i = 0; i < count; i++) {
                    to[start + i] = ~from[at + i];
                }
            }
            case Operator.LogicalNot _ -> {
                for (int i = 0; i < count; i++) {
                    to[start + i] = 1 - from[at + i];
                }
            }
            case Operator.Cast cast -> {
                if (cast.output().dtype() == DType.BOOL) {
                    for (int i = 0; i < count; i++) {
                        to[start + i] = (from[at + i] | -from[at + i]) >>> 31;
                    }
                } else {
                    System.arraycopy(from, at, to, start, count);
                }
            }
            case Operator.Identity _ -> throw new IllegalArgumentException("IDENTITY has no kernel");
        }
    }

    private static void clamp(int[] from, int at, int minimum, int maximum, int[] to, int start, int count) {
        for (int i = 0; i < count; i++) {
            to[start + i] = Math.min(Math.max(from[at + i], minimum), maximum);
        }
    }

    /** An operand, chunk by chunk as int32. */
    private static final class Operand {
        private final Tensor tensor;
        private final boolean zeroExtends;

        /** How the operand repeats over the output; {@code null} if it does not. */
        private final @Nullable BroadcastRuns runs;

        /** Takes in repeated elements in the operand's type. */
        private final Object repeated;

        private final int[] buffer = new int[CHUNK];

        /** The chunk's elements, from {@link #offset} on. */
        int[] words = buffer;

        int offset;

        Operand(Tensor tensor, Shape output, boolean zeroExtends) {
            this.tensor = tensor;
            this.zeroExtends = zeroExtends && tensor.dtype().bits() < Integer.SIZE;
            boolean same = tensor.shape().equals(output);
            this.runs = same ? null : BroadcastRuns.of(tensor.shape(), output);
            this.repeated = same
                    ? tensor.storage()
                    : switch (tensor.storage()) {
                        case byte[] _ -> new byte[CHUNK];
                        case short[] _ -> new short[CHUNK];
                        default -> buffer;
                    };
        }

        void load(int start, int count) {
            int from = start;
            if (runs != null) {
                runs.expand(tensor.storage(), repeated, start, count);
                from = 0;
            }
            switch (repeated) {
                case byte[] bytes -> widen(bytes, from, buffer, count);
                case short[] shorts -> widen(shorts, from, buffer, count);
                default -> {
                    words = (int[]) repeated;
                    offset = from;
                }
            }
            if (zeroExtends) {
                int mask = (1 << tensor.dtype().bits()) - 1;
                for (int i = 0; i < count; i++) {
                    buffer[i] &= mask;
                }
            }
        }

        private static void widen(byte[] from, int start, int[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = from[start + i];
            }
        }

        private static void widen(short[] from, int start, int[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = from[start + i];
            }
        }
    }

    /** An output, chunk by chunk as int32. */
    private static final class Result {
        private final Object storage;
        private final int[] words;

        Result(Tensor tensor) {
            this.storage = tensor.storage();
            this.words = storage instanceof int[] ints ? ints : new int[CHUNK];
        }

        /** Where the chunk is to be written, from {@link #offset} on. */
        int[] words() {
            return words;
        }

        int offset(int start) {
            return words == storage ? start : 0;
        }

        void store(int start, int count) {
            switch (storage) {
                case byte[] bytes -> narrow(words, bytes, start, count);
                case short[] shorts -> narrow(words, shorts, start, count);
                default -> {
                    // written in place
                }
            }
        }

        private static void narrow(int[] from, byte[] to, int start, int count) {
            for (int i = 0; i < count; i++) {
                to[start + i] = (byte) from[i];
            }
        }

        private static void narrow(int[] from, short[] to, int start, int count) {
            for (int i = 0; i < count; i++) {
                to[start + i] = (short) from[i];
            }
        }
    }
}
