package npusim.schedule.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import npusim.hardware.Accelerator;
import npusim.hardware.FastWeightFormat;
import npusim.hardware.OperationClass;
import npusim.hardware.ReadChannel;
import npusim.hardware.WeightDecoder;
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
import npusim.schedule.weights.WeightStreamParameters;
import npusim.schedule.weights.WeightTensor;
import org.jspecify.annotations.Nullable;

/** Chooses between the weight formats by the cycles of decoding and fetching (ethos-u.md §1.7). */
final class WeightCoding {
    private static final int FAST_HEADER_BYTES = 32;
    private static final int LARGE_PALETTE = 16;
    private static final int SMALL_PALETTE = 4;

    private final Accelerator accelerator;
    private final CostModel costs;
    private final WeightEncoder encoder;
    private final Map<ConstantData, byte[]> bytes = new IdentityHashMap<>();
    private final Map<NpuOperation, WeightTensor> tensors = new IdentityHashMap<>();
    private final Map<Key, WeightChoice> known = new HashMap<>();

    WeightCoding(Accelerator accelerator, CostModel costs, WeightEncoder encoder) {
        this.accelerator = accelerator;
        this.costs = costs;
        this.encoder = encoder;
    }

    private record Key(
            WeightTensor tensor,
            WeightStreamParameters dense,
            @Nullable WeightStreamParameters sparse,
            long denseCycles,
            long sparseCycles) {}

    /** Block configurations of an operation with dense and, where the hardware has them, with sparse weights. */
    record Blocks(BlockConfiguration dense, @Nullable BlockConfiguration sparse) {}

    private record Trial(WeightChoice choice, long opCycles) {}

    /** The best encoding of the weights of {@code operation}. */
    WeightChoice choose(NpuOperation operation, TensorPlans plans, Blocks blocks) {
        BlockConfiguration sparse = blocks.sparse();
        int depth = operation.ofm().usedShape().depth();
        long denseCycles = 0;
        long sparseCycles = 0;
        if (sparse != null) {
            denseCycles = costs.cycles(operation, plans, blocks.dense(), depth, false);
            sparseCycles = costs.cycles(operation, plans, sparse, depth, true);
        }
        WeightTensor tensor = tensors.computeIfAbsent(operation, this::tensorOf);
        WeightStreamParameters denseParameters = parameters(operation, blocks.dense(), false);
        WeightStreamParameters sparseParameters =
                sparse == null || sparseCycles > denseCycles ? null : parameters(operation, sparse, true);
        Key key = new Key(tensor, denseParameters, sparseParameters, denseCycles, sparseCycles);
        WeightChoice choice = known.get(key);
        if (choice == null) {
            choice = best(key, blocks);
            known.put(key, choice);
        }
        return choice;
    }

    /** Whether the weights of {@code operation} may be 2:4 sparse. */
    boolean maySparse(NpuOperation operation) {
        return accelerator.weightDecoder().structuredSparsity() && isDense(operation);
    }

    private static boolean isDense(NpuOperation operation) {
        OperationClass unit = operation.kind().unit();
        return unit == OperationClass.CONVOLUTION || unit == OperationClass.FULLY_CONNECTED;
    }

    private WeightChoice best(Key key, Blocks blocks) {
        List<Trial> trials = new ArrayList<>(4);
        boolean fast =
                accelerator.weightDecoder().fastFormat() != null && key.dense().traversal() != Traversal.DEPTHWISE;
        BlockConfiguration sparseBlock = blocks.sparse();
        boolean sparse = key.sparse() != null && sparseBlock != null && isSparse(key);
        if (sparse) {
            Trial trial = trial(key, true, WeightFormat.STANDARD, sparseBlock);
            trials.add(trial);
            fast = fast && isFastBetter(trial.choice().whole());
        }
        Trial dense = trial(key, false, WeightFormat.STANDARD, blocks.dense());
        trials.add(dense);
        fast = fast && isFastBetter(dense.choice().whole());
        if (fast && sparse) {
            trials.add(trial(key, true, WeightFormat.FAST, sparseBlock));
        }
        if (fast) {
            trials.add(trial(key, false, WeightFormat.FAST, blocks.dense()));
        }
        WeightChoice best = dense.choice();
        long least = Long.MAX_VALUE;
        for (Trial trial : trials) {
            EncodedWeights encoded = trial.choice().whole();
            long cycles =
                    trial.opCycles() + decodeCycles(encoded, trial.choice().format(), encoded.weightBytes());
            if (cycles < least) {
                least = cycles;
                best = trial.choice();
            }
        }
        return best;
    }

    private boolean isSparse(Key key) {
        try {
            return key.sparse() != null
                    && encoder.sizes(key.tensor(), key.sparse()).sourceWeights() >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Trial trial(Key key, boolean sparse, WeightFormat format, @Nullable BlockConfiguration block) {
        WeightStreamParameters parameters = sparse && key.sparse() != null ? key.sparse() : key.dense();
        WeightStreamParameters formatted = parameters.withFormat(format);
        EncodedWeights whole = encoder.sizes(key.tensor(), formatted);
        if (block == null) {
            throw new IllegalArgumentException("no block");
        }
        return new Trial(
                new WeightChoice(encoder, key.tensor(), formatted, block, whole),
                sparse ? key.sparseCycles() : key.denseCycles());
    }

    private boolean isFastBetter(EncodedWeights standard) {
        int divisor = 1;
        if (standard.distinctWeights() > 0 && standard.distinctWeights() <= LARGE_PALETTE) {
            divisor = standard.distinctWeights() <= SMALL_PALETTE ? 4 : 2;
        }
        long fastBytes = FAST_HEADER_BYTES + standard.sourceWeights() / divisor;
        return decodeCycles(standard, WeightFormat.FAST, fastBytes)
                < decodeCycles(standard, WeightFormat.STANDARD, standard.weightBytes());
    }

    private long decodeCycles(EncodedWeights encoded, WeightFormat format, long encodedBytes) {
        WeightDecoder decoder = accelerator.weightDecoder();
        FastWeightFormat fast = decoder.fastFormat();
        int rate;
        if (format == WeightFormat.FAST && fast != null) {
            rate = encoded.distinctWeights() < LARGE_PALETTE
                    ? fast.paletteWeightsPerCycle()
                    : fast.directWeightsPerCycle();
        } else {
            float base = (float) decoder.baseZeroRate().doubleValue();
            float peak = (float) decoder.peakZeroRate().doubleValue();
            float zeros = Math.max(base, Math.min(peak, (float) encoded.zerosInRuns() / encoded.sourceWeights()));
            int span = decoder.peakWeightsPerCyclePerCore() - decoder.weightsPerCyclePerCore();
            int perCore = (int) (decoder.weightsPerCyclePerCore()
                    + (zeros - base)
                            * (double) span
                            / (decoder.peakZeroRate().doubleValue()
                                    - decoder.baseZeroRate().doubleValue()));
            rate = perCore * accelerator.macArray().cores();
        }
        ReadChannel channel = format == WeightFormat.FAST ? ReadChannel.WEIGHTS_FAST : ReadChannel.WEIGHTS;
        long fetch = (long) ((float) encodedBytes / costs.readBytesPerCycle(MemoryArea.CONSTANTS, channel))
                + costs.latency(MemoryArea.CONSTANTS);
        return Math.max(encoded.sourceWeights() / rate, fetch);
    }

    private static WeightStreamParameters parameters(NpuOperation operation, BlockConfiguration block, boolean sparse) {
        Kernel kernel = operation.kernel();
        return new WeightStreamParameters(
                block.traversal(),
                block.ofmBlock().depth(),
                block.microBlock().depth(),
                block.ifmBlock().depth(),
                operation.ifm(0).type().bits(),
                kernel.strideY(),
                kernel.strideX(),
                kernel.dilationY(),
                kernel.dilationX(),
                WeightFormat.STANDARD,
                sparse);
    }

    private WeightTensor tensorOf(NpuOperation operation) {
        Connection weights = operation.input(Role.WEIGHTS);
        ConstantData values = weights == null ? null : weights.tensor().constant();
        if (weights == null || values == null) {
            throw new IllegalArgumentException(operation + " has no constant weights");
        }
        Extents shape = weights.shape().padded(4, 1);
        byte[] data = bytes.computeIfAbsent(values, WeightCoding::materialise);
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

    private static byte[] materialise(ConstantData values) {
        byte[] bytes = new byte[values.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values.at(i);
        }
        return bytes;
    }
}
