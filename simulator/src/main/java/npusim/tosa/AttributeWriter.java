package npusim.tosa;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.function.ToIntFunction;
import npusim.graph.Extent2d;
import npusim.graph.Operator;
import npusim.graph.Padding;
import npusim.tensor.DType;

/** Writes the attribute table of an operator. */
final class AttributeWriter {
    private static final int MAXIMUM_SLOTS = 5;

    private final FlatBufferBuilder builder;
    private final ToIntFunction<byte[]> bytes;

    AttributeWriter(FlatBufferBuilder builder, ToIntFunction<byte[]> bytes) {
        this.builder = builder;
        this.bytes = bytes;
    }

    static int int32s(FlatBufferBuilder builder, int[] values) {
        builder.startVector(Integer.BYTES, values.length, Integer.BYTES);
        for (int i = values.length - 1; i >= 0; i--) {
            builder.addInt(values[i]);
        }
        return builder.endVector();
    }

    /** Where the table is; operators without fields have an empty one. */
    int write(Operator operator) {
        return switch (operator) {
            case Operator.ArgMax a -> axis(a.axis(), a.nanMode().code());
            case Operator.ReduceMax r -> axis(r.axis(), r.nanMode().code());
            case Operator.ReduceMin r -> axis(r.axis(), r.nanMode().code());
            case Operator.Reduction r -> axis(r.axis(), 0);
            case Operator.Concat c -> axis(c.axis(), 0);
            case Operator.Reverse r -> axis(r.axis(), 0);
            case Operator.AvgPool2d p ->
                pool(
                        p.kernel(),
                        p.stride(),
                        p.padding(),
                        AttributeSlot.AVG_POOL_ACC_TYPE,
                        p.accumulator().code());
            case Operator.MaxPool2d p ->
                pool(
                        p.kernel(),
                        p.stride(),
                        p.padding(),
                        AttributeSlot.MAX_POOL_NAN_MODE,
                        p.nanMode().code());
            case Operator.Conv2d c ->
                convolution(list(c.padding()), list(c.stride()), list(c.dilation()), c.localBound(), c.accumulator());
            case Operator.DepthwiseConv2d c ->
                convolution(list(c.padding()), list(c.stride()), list(c.dilation()), c.localBound(), c.accumulator());
            case Operator.Conv3d c -> convolution3d(c);
            case Operator.TransposeConv2d c -> transposeConvolution(c);
            case Operator.Clamp c -> clamp(c);
            case Operator.ArithmeticRightShift s -> arithmeticRightShift(s);
            case Operator.Maximum m ->
                single(AttributeSlot.NAN_MODE, m.nanMode().code());
            case Operator.Minimum m ->
                single(AttributeSlot.NAN_MODE, m.nanMode().code());
            case Operator.Transpose t ->
                singleOffset(
                        AttributeSlot.TRANSPOSE_PERMS,
                        int32s(builder, t.permutation().toArray()));
            case Operator.Resize r -> single(AttributeSlot.RESIZE_MODE, r.mode().code());
            case Operator.Rescale r -> rescale(r);
            case Operator.CondIf c -> blocks(c.thenBlock().name(), c.elseBlock().name());
            case Operator.WhileLoop l ->
                blocks(l.conditionBlock().name(), l.bodyBlock().name());
            case Operator.MatMul _,
                    Operator.Binary _,
                    Operator.Unary _,
                    Operator.Mul _,
                    Operator.Table _,
                    Operator.Negate _,
                    Operator.Select _,
                    Operator.Pad _,
                    Operator.Reshape _,
                    Operator.Slice _,
                    Operator.Tile _,
                    Operator.Gather _,
                    Operator.Scatter _,
                    Operator.Const _,
                    Operator.ConstShape _,
                    Operator.Variable _,
                    Operator.VariableRead _,
                    Operator.VariableWrite _ -> empty();
        };
    }

    private int empty() {
        builder.startTable(0);
        return builder.endTable();
    }

    private int single(int slot, int value) {
        builder.startTable(MAXIMUM_SLOTS);
        builder.addInt(slot, value, 0);
        return builder.endTable();
    }

    private int singleOffset(int slot, int offset) {
        builder.startTable(MAXIMUM_SLOTS);
        builder.addOffset(slot, offset, 0);
        return builder.endTable();
    }

    private int arithmeticRightShift(Operator.ArithmeticRightShift shift) {
        builder.startTable(MAXIMUM_SLOTS);
        builder.addBoolean(AttributeSlot.ARITHMETIC_RIGHT_SHIFT_ROUND, shift.round(), false);
        return builder.endTable();
    }

    private int axis(int axis, int nanMode) {
        builder.startTable(MAXIMUM_SLOTS);
        builder.addInt(AttributeSlot.AXIS, axis, 0);
        builder.addInt(AttributeSlot.AXIS_NAN_MODE, nanMode, 0);
        return builder.endTable();
    }

    private static int[] list(Padding padding) {
        return new int[] {padding.top(), padding.bottom(), padding.left(), padding.right()};
    }

    private static int[] list(Extent2d extent) {
        return new int[] {extent.y(), extent.x()};
    }

    private int pool(Extent2d kernel, Extent2d stride, Padding padding, int slot, int value) {
        int kernelVector = int32s(builder, list(kernel));
        int strideVector = int32s(builder, list(stride));
        int padVector = int32s(builder, list(padding));
        builder.startTable(MAXIMUM_SLOTS);
        builder.addOffset(AttributeSlot.POOL_KERNEL, kernelVector, 0);
        builder.addOffset(AttributeSlot.POOL_STRIDE, strideVector, 0);
        builder.addOffset(AttributeSlot.POOL_PAD, padVector, 0);
        builder.addInt(slot, value, 0);
        return builder.endTable();
    }

    private int convolution(int[] padding, int[] stride, int[] dilation, boolean localBound, DType accumulator) {
        int padVector = int32s(builder, padding);
        int strideVector = int32s(builder, stride);
        int dilationVector = int32s(builder, dilation);
        builder.startTable(MAXIMUM_SLOTS);
        builder.addOffset(AttributeSlot.CONV_PAD, padVector, 0);
        builder.addOffset(AttributeSlot.CONV_STRIDE, strideVector, 0);
        builder.addOffset(AttributeSlot.CONV_DILATION, dilationVector, 0);
        builder.addBoolean(AttributeSlot.CONV_LOCAL_BOUND, localBound, false);
        builder.addInt(AttributeSlot.CONV_ACC_TYPE, accumulator.code(), 0);
        return builder.endTable();
    }

    private int convolution3d(Operator.Conv3d c) {
        int[] padding = {
            c.padding().front(),
            c.padding().back(),
            c.padding().top(),
            c.padding().bottom(),
            c.padding().left(),
            c.padding().right()
        };
        int[] stride = {c.stride().d(), c.stride().y(), c.stride().x()};
        int[] dilation = {c.dilation().d(), c.dilation().y(), c.dilation().x()};
        return convolution(padding, stride, dilation, c.localBound(), c.accumulator());
    }

    private int transposeConvolution(Operator.TransposeConv2d c) {
        int padVector = int32s(builder, list(c.outputPadding()));
        int strideVector = int32s(builder, list(c.stride()));
        builder.startTable(MAXIMUM_SLOTS);
        builder.addOffset(AttributeSlot.TRANSPOSE_CONV_OUT_PAD, padVector, 0);
        builder.addOffset(AttributeSlot.TRANSPOSE_CONV_STRIDE, strideVector, 0);
        builder.addBoolean(AttributeSlot.TRANSPOSE_CONV_LOCAL_BOUND, c.localBound(), false);
        builder.addInt(AttributeSlot.TRANSPOSE_CONV_ACC_TYPE, c.accumulator().code(), 0);
        return builder.endTable();
    }

    private int clamp(Operator.Clamp clamp) {
        int minimum = bytes.applyAsInt(element(clamp.minimum(), clamp.input1().dtype()));
        int maximum = bytes.applyAsInt(element(clamp.maximum(), clamp.input1().dtype()));
        builder.startTable(MAXIMUM_SLOTS);
        builder.addOffset(AttributeSlot.CLAMP_MIN, minimum, 0);
        builder.addOffset(AttributeSlot.CLAMP_MAX, maximum, 0);
        builder.addInt(AttributeSlot.CLAMP_NAN_MODE, clamp.nanMode().code(), 0);
        return builder.endTable();
    }

    private static byte[] element(long value, DType dtype) {
        byte[] data = new byte[Math.max(1, dtype.bits() / 8)];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (value >> (8 * i));
        }
        return data;
    }

    private int rescale(Operator.Rescale r) {
        builder.startTable(MAXIMUM_SLOTS);
        builder.addBoolean(AttributeSlot.RESCALE_SCALE32, r.scale32(), false);
        builder.addInt(AttributeSlot.RESCALE_ROUNDING_MODE, r.rounding().code(), 0);
        builder.addBoolean(AttributeSlot.RESCALE_PER_CHANNEL, r.perChannel(), false);
        builder.addBoolean(AttributeSlot.RESCALE_INPUT_UNSIGNED, r.inputUnsigned(), false);
        builder.addBoolean(AttributeSlot.RESCALE_OUTPUT_UNSIGNED, r.outputUnsigned(), false);
        return builder.endTable();
    }

    private int blocks(String first, String second) {
        int firstName = builder.createString(first);
        int secondName = builder.createString(second);
        builder.startTable(MAXIMUM_SLOTS);
        builder.addOffset(AttributeSlot.COND_IF_THEN, firstName, 0);
        builder.addOffset(AttributeSlot.COND_IF_ELSE, secondName, 0);
        return builder.endTable();
    }
}
