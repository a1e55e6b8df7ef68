package npusim.schedule.plan;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import npusim.hardware.Accelerator;
import npusim.hardware.OperationClass;
import npusim.hardware.ReadChannel;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.Traversal;
import npusim.schedule.WeightFormat;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.ConstantData;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.Role;
import npusim.schedule.weights.EncodedWeights;
import npusim.schedule.weights.WeightEncoder;
import npusim.schedule.weights.WeightFormatChoice;
import npusim.schedule.weights.WeightStreamParameters;
import npusim.schedule.weights.WeightTensor;
import org.jspecify.annotations.Nullable;

/** Chooses between the weight formats by the cycles of decoding and fetching. */
final class WeightCoding {
    private final Accelerator accelerator;
    private final CostModel costs;
    private final WeightEncoder encoder;
    private final WeightFormatChoice formats;
    private final Map<ConstantData, byte[]> bytes = new IdentityHashMap<>();
    private final Map<NpuOperation, WeightTensor> tensors = new IdentityHashMap<>();
    private final Map<Key, ChosenWeights> known = new HashMap<>();

    WeightCoding(Accelerator accelerator, CostModel costs, WeightEncoder encoder) {
        this.accelerator = accelerator;
        this.costs = costs;
        this.encoder = encoder;
        this.formats = new WeightFormatChoice(
                encoder, accelerator.weightDecoder(), accelerator.macArray().cores(), WeightFormatChoice.Goal.CYCLES);
    }

    private record Key(
            WeightTensor tensor,
            WeightStreamParameters dense,
            @Nullable WeightStreamParameters sparse,
            long denseCycles,
            long sparseCycles) {}

    /** Block configurations of an operation with its weights as they are and, where they can be, taken as sparse. */
    record Blocks(BlockConfiguration dense, @Nullable BlockConfiguration sparse) {}

    /** The best encoding of the weights of {@code operation}. */
    ChosenWeights choose(NpuOperation operation, TensorPlans plans, Blocks blocks) {
        BlockConfiguration sparse = blocks.sparse();
        int depth = operation.ofm().usedShape().depth();
        long denseCycles = 0;
        long sparseCycles = 0;
        if (sparse != null) {
            denseCycles = costs.cycles(operation, plans, blocks.dense(), depth, false);
            sparseCycles = costs.cycles(operation, plans, sparse, depth, true);
        }
        WeightTensor tensor = tensor(operation);
        WeightStreamParameters denseParameters = parameters(operation, blocks.dense(), false);
        WeightStreamParameters sparseParameters =
                sparse == null || sparseCycles > denseCycles ? null : parameters(operation, sparse, true);
        Key key = new Key(tensor, denseParameters, sparseParameters, denseCycles, sparseCycles);
        return known.computeIfAbsent(key, missing -> new ChosenWeights(() -> best(missing, blocks)));
    }

    /** Whether the weights of {@code operation} can be taken as 2:4 sparse. */
    boolean maySparse(NpuOperation operation) {
        return accelerator.weightDecoder().structuredSparsity()
                && isDense(operation)
                && tensor(operation).isSparse();
    }

    private WeightTensor tensor(NpuOperation operation) {
        return tensors.computeIfAbsent(operation, this::tensorOf);
    }

    private static boolean isDense(NpuOperation operation) {
        OperationClass unit = operation.kind().unit();
        return unit == OperationClass.CONVOLUTION || unit == OperationClass.FULLY_CONNECTED;
    }

    private WeightChoice best(Key key, Blocks blocks) {
        WeightFormatChoice.Fetch fetch = new WeightFormatChoice.Fetch(
                costs.readBytesPerCycle(MemoryArea.CONSTANTS, ReadChannel.WEIGHTS),
                costs.readBytesPerCycle(MemoryArea.CONSTANTS, ReadChannel.WEIGHTS_FAST),
                costs.latency(MemoryArea.CONSTANTS));
        WeightStreamParameters sparse = key.sparse();
        EncodedWeights whole = formats.choose(
                key.tensor(),
                new WeightFormatChoice.Option(key.dense(), key.denseCycles()),
                sparse == null ? null : new WeightFormatChoice.Option(sparse, key.sparseCycles()),
                key.dense().traversal() != Traversal.DEPTHWISE,
                fetch);
        BlockConfiguration sparseBlock = blocks.sparse();
        BlockConfiguration block = whole.parameters().sparse() && sparseBlock != null ? sparseBlock : blocks.dense();
        return new WeightChoice(encoder, key.tensor(), whole.parameters(), block, whole);
    }

    private WeightStreamParameters parameters(NpuOperation operation, BlockConfiguration block, boolean sparse) {
        Kernel kernel = operation.kernel();
        return new WeightStreamParameters(
                block.traversal(),
                block.ofmBlock().depth(),
                block.microBlock().depth(),
                streamDepth(block, operation.ifm(0).type().bits()),
                operation.ifm(0).type().bits(),
                kernel.strideY(),
                kernel.strideX(),
                kernel.dilationY(),
                kernel.dilationX(),
                WeightFormat.STANDARD,
                sparse);
    }

    /** IFM depth of a block as the stream is laid out; where streams are padded, whatever the depth of the IFM. */
    private int streamDepth(BlockConfiguration block, int ifmBits) {
        boolean padded = accelerator.weightDecoder().order().padIfmDepth();
        if (!padded || block.traversal() == Traversal.DEPTHWISE) {
            return block.ifmBlock().depth();
        }
        npusim.hardware.Traversal order = block.traversal() == Traversal.PART_KERNEL
                ? npusim.hardware.Traversal.PART_KERNEL_FIRST
                : npusim.hardware.Traversal.DEPTH_FIRST;
        return accelerator
                .macArray()
                .ifmDepthRule(order, ifmBits, false, block.microBlock().depth())
                .depth();
    }

    private WeightTensor tensorOf(NpuOperation operation) {
        Connection weights = operation.input(Role.WEIGHTS);
        ConstantData values = weights == null ? null : weights.tensor().constant();
        if (weights == null || values == null) {
            throw new IllegalArgumentException(operation + " has no constant weights");
        }
        Extents shape = weights.shape().padded(4, 1);
        byte[] data = bytes.computeIfAbsent(values, ConstantData::bytes);
        int zeroPoint = (int) weights.rescaling().zeroPoint();
        if (operation.kind().unit() == OperationClass.DEPTHWISE || isSingleChannelDepthwise(operation, shape)) {
            return WeightTensor.depthwise(data, shape.get(0), shape.get(1), shape.get(2), shape.get(3), zeroPoint);
        }
        return WeightTensor.convolution(data, shape.get(0), shape.get(1), shape.get(2), shape.get(3), zeroPoint);
    }

    /** A depthwise convolution of one channel runs as an ordinary one; its weights keep their layout. */
    private static boolean isSingleChannelDepthwise(NpuOperation operation, Extents shape) {
        Kernel kernel = operation.kernel();
        boolean ordinary = shape.get(1) == kernel.height()
                && shape.get(2) == kernel.width()
                && shape.get(3) == operation.ifm(0).usedShape().depth();
        return !ordinary
                && shape.get(0) == kernel.height()
                && shape.get(1) == kernel.width()
                && operation.ifm(0).usedShape().depth() == 1;
    }
}
