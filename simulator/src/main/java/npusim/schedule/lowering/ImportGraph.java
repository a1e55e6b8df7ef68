package npusim.schedule.lowering;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import npusim.graph.Extent2d;
import npusim.graph.Graph;
import npusim.graph.Operator;
import npusim.graph.Padding;
import npusim.graph.ResizeMode;
import npusim.graph.Value;
import npusim.schedule.ScheduleException;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.ConstantData;
import npusim.schedule.operation.ElementType;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.Network;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuOperation.ResizeParameters;
import npusim.schedule.operation.NpuTensor;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Permutation;
import npusim.schedule.operation.Rescaling;
import npusim.schedule.operation.Role;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Reads a TOSA graph into a {@link Network}: zero points and scales move onto connections. */
final class ImportGraph {
    private final Graph graph;
    private final Network network = new Network();
    private final Map<Value, NpuTensor> tensors = new IdentityHashMap<>();
    private final Map<Tensor, TensorValues> constants = new IdentityHashMap<>();

    private ImportGraph(Graph graph) {
        this.graph = graph;
    }

    /** Values of the network; {@code hash} is that of the tensor, which is asked for with every schedule. */
    private record TensorValues(Tensor tensor, int hash) implements ConstantData {
        TensorValues(Tensor tensor) {
            this(tensor, tensor.hashCode());
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public int length() {
            return tensor.length();
        }

        @Override
        public long at(int index) {
            return tensor.get(index);
        }

        @Override
        public byte[] bytes() {
            return tensor.dtype().storageBytes() == 1 ? tensor.bytes() : ConstantData.super.bytes();
        }
    }

    /** Reads {@code graph}; throws when it holds operators that no NPU design schedules. */
    static Network apply(Graph graph) throws ScheduleException {
        return new ImportGraph(graph).run();
    }

    private Network run() throws ScheduleException {
        for (Value input : graph.inputs()) {
            NpuTensor tensor = tensor(input);
            tensor.markNetworkInput();
            network.inputs().add(tensor);
        }
        for (Operator operator : graph.operators()) {
            importOperator(operator);
        }
        for (Value output : graph.outputs()) {
            NpuTensor tensor = tensor(output);
            tensor.markNetworkOutput();
            network.outputs().add(tensor);
        }
        return network;
    }

    private void importOperator(Operator operator) throws ScheduleException {
        switch (operator) {
            case Operator.Const _, Operator.ConstShape _ -> {
                // Constants are attached where they are read.
            }
            case Operator.Conv2d conv ->
                convolution(
                        OperationKind.CONVOLUTION,
                        conv,
                        kernel(conv.weight(), 1, 2, conv.padding(), conv.stride(), conv.dilation()));
            case Operator.DepthwiseConv2d conv ->
                convolution(
                                OperationKind.DEPTHWISE,
                                conv,
                                kernel(conv.weight(), 0, 1, conv.padding(), conv.stride(), conv.dilation()))
                        .setDepthMultiplier(conv.weight().shape().dimension(3));
            case Operator.TransposeConv2d conv -> transposedConvolution(conv);
            case Operator.MatMul matmul -> {
                NpuOperation op = operation(OperationKind.MATMUL, matmul.output());
                ifm(op, matmul.a(), matmul.aZeroPoint());
                ifm(op, matmul.b(), matmul.bZeroPoint());
            }
            case Operator.AvgPool2d pool -> {
                NpuOperation op = operation(OperationKind.AVERAGE_POOL, pool.output());
                ifm(op, pool.input(), pool.inputZeroPoint());
                op.setKernel(poolKernel(pool.kernel(), pool.stride(), pool.padding()));
                op.ofm().setRescaling(Rescaling.ofZeroPoint(scalar(pool.outputZeroPoint())));
            }
            case Operator.MaxPool2d pool -> {
                NpuOperation op = operation(OperationKind.MAX_POOL, pool.output());
                ifm(op, pool.input(), null);
                op.setKernel(poolKernel(pool.kernel(), pool.stride(), pool.padding()));
            }
            case Operator.Rescale rescale -> rescale(rescale);
            case Operator.Table table -> {
                NpuOperation op = operation(OperationKind.TABLE, table.output());
                ifm(op, table.input1(), null);
                op.addInput(Role.TABLE, tensor(table.table()));
            }
            case Operator.Clamp clamp -> {
                NpuOperation op = unary(OperationKind.CLAMP, clamp.input1(), clamp.output());
                op.ofm().setClamp(clamp.minimum(), clamp.maximum());
            }
            case Operator.Mul mul -> {
                NpuOperation op = binary(OperationKind.MUL, mul.input1(), mul.input2(), mul.output());
                long shift = scalar(mul.shift());
                if (shift != 0) {
                    op.ofm().setRescaling(new Rescaling(0, new int[] {1}, new int[] {(int) shift}));
                }
            }
            case Operator.Negate negate -> {
                NpuOperation op = operation(OperationKind.NEGATE, negate.output());
                ifm(op, negate.input1(), negate.inputZeroPoint());
                op.ofm().setRescaling(Rescaling.ofZeroPoint(scalar(negate.outputZeroPoint())));
            }
            case Operator.ArgMax argMax ->
                unary(OperationKind.ARGMAX, argMax.input(), argMax.output()).setAxis(argMax.axis());
            case Operator.Reduction reduction ->
                unary(OperatorKinds.of(reduction), reduction.input(), reduction.output())
                        .setAxis(reduction.axis());
            case Operator.Binary binary ->
                binary(OperatorKinds.of(binary), binary.input1(), binary.input2(), binary.output());
            case Operator.Unary unary -> unary(OperatorKinds.of(unary), unary.input1(), unary.output());
            case Operator.Select select -> {
                NpuOperation op = operation(OperationKind.SELECT, select.output());
                ifm(op, select.condition(), null);
                ifm(op, select.onTrue(), null);
                ifm(op, select.onFalse(), null);
            }
            case Operator.Reshape reshape -> unary(OperationKind.RESHAPE, reshape.input(), reshape.output());
            case Operator.Transpose transpose ->
                unary(OperationKind.TRANSPOSE, transpose.input(), transpose.output())
                        .ofm()
                        .setTranspose(Permutation.of(transpose.permutation().toArray()));
            case Operator.Reverse reverse -> {
                NpuOperation op = unary(OperationKind.REVERSE, reverse.input(), reverse.output());
                int distance = reverse.input().rank() - 1 - reverse.axis();
                op.setAxis(reverse.axis()).ofm().setReversedAxes(1 << distance);
            }
            case Operator.Concat concat -> {
                NpuOperation op = operation(OperationKind.CONCAT, concat.output());
                for (Value input : concat.inputs()) {
                    ifm(op, input, null);
                }
                op.setAxis(concat.axis());
            }
            case Operator.Slice slice -> {
                NpuOperation op = unary(OperationKind.SLICE, slice.input(), slice.output());
                op.ifm(0).setSlice(shapeOf(slice.start()), shapeOf(slice.size()));
            }
            case Operator.Pad pad -> {
                int[] amounts = shapeOf(pad.padding()).toArray();
                int rank = amounts.length / 2;
                int[] before = new int[rank];
                int[] after = new int[rank];
                for (int i = 0; i < rank; i++) {
                    before[i] = amounts[2 * i];
                    after[i] = amounts[2 * i + 1];
                }
                unary(OperationKind.PAD, pad.input(), pad.output())
                        .setPad(Extents.of(before), Extents.of(after), scalar(pad.padConstant()));
            }
            case Operator.Tile tile -> {
                NpuOperation op = unary(OperationKind.TILE, tile.input(), tile.output());
                op.setPad(shapeOf(tile.multiples()), Extents.of(), 0);
            }
            case Operator.Gather gather -> {
                NpuOperation op = unary(OperationKind.GATHER, gather.values(), gather.output());
                op.addInput(Role.INDICES, tensor(gather.indices()));
            }
            case Operator.Resize resize -> resize(resize);
            case Operator.Conv3d _,
                    Operator.Scatter _,
                    Operator.CondIf _,
                    Operator.WhileLoop _,
                    Operator.Variable _,
                    Operator.VariableRead _,
                    Operator.VariableWrite _ ->
                throw new ScheduleException("operator " + operator.code() + " (output "
                        + operator.outputs().collect(Value::name).makeString(", ")
                        + ") has no schedule on an NPU here; run it with 'npusim exec', or rewrite it in the network");
        }
    }

    /**
     * A convolution of the IFM with the kernel turned half round; at stride 2 the hardware puts zeros between the elements of
     * the IFM, and one row and column of them behind the last.
     */
    private void transposedConvolution(Operator.TransposeConv2d conv) {
        int height = conv.weight().shape().dimension(1);
        int width = conv.weight().shape().dimension(2);
        int behind = conv.stride().y() - 1;
        Padding padding = conv.outputPadding();
        Kernel kernel = new Kernel(
                height,
                width,
                1,
                1,
                1,
                1,
                height - 1 + padding.top(),
                Math.max(0, height - 1 + padding.bottom() - behind),
                width - 1 + padding.left(),
                Math.max(0, width - 1 + padding.right() - behind));
        NpuTensor weights = network.newTensor(
                conv.weight().name(),
                type(conv.weight().dtype()),
                extents(conv.weight().shape()));
        weights.setConstant(new TurnedWeights(constant(conv.weight())));
        convolution(
                behind == 0 ? OperationKind.CONVOLUTION : OperationKind.TRANSPOSE_CONVOLUTION, conv, weights, kernel);
    }

    private NpuOperation convolution(OperationKind kind, Operator.Convolution conv, Kernel kernel) {
        return convolution(kind, conv, tensor(conv.weight()), kernel);
    }

    private NpuOperation convolution(OperationKind kind, Operator.Convolution conv, NpuTensor weights, Kernel kernel) {
        NpuOperation op = operation(kind, conv.output());
        ifm(op, conv.input(), conv.inputZeroPoint());
        op.addInput(Role.WEIGHTS, weights).setRescaling(Rescaling.ofZeroPoint(scalar(conv.weightZeroPoint())));
        op.addInput(Role.BIASES, tensor(conv.bias()));
        return op.setKernel(kernel);
    }

    private void rescale(Operator.Rescale rescale) {
        NpuOperation op = operation(OperationKind.RESCALE, rescale.output());
        ifm(op, rescale.input(), rescale.inputZeroPoint());
        Tensor multiplier = constant(rescale.multiplier());
        Tensor shift = constant(rescale.shift());
        int scales = rescale.perChannel() ? rescale.output().shape().innermost() : 1;
        int[] multipliers = new int[scales];
        int[] shifts = new int[scales];
        for (int i = 0; i < scales; i++) {
            multipliers[i] = (int) multiplier.get(i);
            shifts[i] = (int) shift.get(i);
        }
        op.ofm().setRescaling(new Rescaling(scalar(rescale.outputZeroPoint()), multipliers, shifts));
        op.setUnsignedRescale(rescale.inputUnsigned() || rescale.outputUnsigned());
    }

    private void resize(Operator.Resize resize) {
        NpuOperation op = unary(OperationKind.RESIZE, resize.input(), resize.output());
        Extents scale = shapeOf(resize.scale());
        Extents offset = shapeOf(resize.offset());
        op.setResize(new ResizeParameters(
                scale.get(0),
                scale.get(1),
                scale.get(2),
                scale.get(3),
                offset.get(0),
                offset.get(1),
                resize.mode() == ResizeMode.BILINEAR));
    }

    private NpuOperation unary(OperationKind kind, Value input, Value output) {
        NpuOperation op = operation(kind, output);
        ifm(op, input, null);
        return op;
    }

    private NpuOperation binary(OperationKind kind, Value first, Value second, Value output) {
        NpuOperation op = operation(kind, output);
        ifm(op, first, null);
        ifm(op, second, null);
        return op;
    }

    private NpuOperation operation(OperationKind kind, Value output) {
        NpuOperation op = network.newOperation(kind, List.of(output.name()));
        op.setOutput(tensor(output));
        return op;
    }

    private void ifm(NpuOperation op, Value value, @Nullable Value zeroPoint) {
        Connection connection = op.addInput(Role.IFM, tensor(value));
        if (zeroPoint != null) {
            connection.setRescaling(Rescaling.ofZeroPoint(scalar(zeroPoint)));
        }
    }

    private static Kernel kernel(
            Value weight, int heightAxis, int widthAxis, Padding padding, Extent2d stride, Extent2d dilation) {
        return new Kernel(
                weight.shape().dimension(heightAxis),
                weight.shape().dimension(widthAxis),
                stride.y(),
                stride.x(),
                dilation.y(),
                dilation.x(),
                padding.top(),
                padding.bottom(),
                padding.left(),
                padding.right());
    }

    private static Kernel poolKernel(Extent2d size, Extent2d stride, Padding padding) {
        return new Kernel(
                size.y(),
                size.x(),
                stride.y(),
                stride.x(),
                1,
                1,
                padding.top(),
                padding.bottom(),
                padding.left(),
                padding.right());
    }

    private NpuTensor tensor(Value value) {
        NpuTensor known = tensors.get(value);
        if (known != null) {
            return known;
        }
        NpuTensor tensor = network.newTensor(value.name(), type(value.dtype()), extents(value.shape()));
        Tensor constant = graph.constant(value);
        if (constant != null) {
            tensor.setConstant(constants.computeIfAbsent(constant, TensorValues::new));
        }
        tensors.put(value, tensor);
        return tensor;
    }

    private Tensor constant(Value value) {
        Tensor tensor = graph.constant(value);
        if (tensor == null) {
            throw new IllegalStateException("the verifier lets no variable " + value + " pass as a parameter");
        }
        return tensor;
    }

    private long scalar(Value value) {
        return constant(value).get(0);
    }

    private Extents shapeOf(Value value) {
        Tensor tensor = constant(value);
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < value.shape().elements(); i++) {
            axes.add((int) tensor.get(i));
        }
        return Extents.of(axes.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Extents extents(Shape shape) {
        return shape.rank() == 0 ? Extents.of(1) : Extents.of(shape.toArray());
    }

    private static ElementType type(DType type) {
        return switch (type) {
            case BOOL -> ElementType.BOOL8;
            case INT4 -> ElementType.INT4;
            case INT8 -> ElementType.INT8;
            case INT16 -> ElementType.INT16;
            case INT32 -> ElementType.INT32;
            case INT48, SHAPE -> ElementType.INT64;
            case UNKNOWN, FP32, FP16, BF16, FP8E4M3, FP8E5M2 ->
                throw new IllegalStateException("the verifier lets no tensor of type " + type + " pass");
        };
    }
}
