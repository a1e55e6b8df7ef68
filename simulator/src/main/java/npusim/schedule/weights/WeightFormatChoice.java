package npusim.schedule.weights;

import npusim.hardware.FastWeightFormat;
import npusim.hardware.WeightDecoder;
import npusim.schedule.WeightFormat;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the format of constant weights: the one whose decoding or fetching, whichever takes
 * longer, plus the cycles of the operation is least; or the smallest.
 */
public final class WeightFormatChoice {
    private final WeightEncoder encoder;
    private final WeightDecoder decoder;
    private final int cores;
    private final Goal goal;

    /** What is to be small. */
    public enum Goal {
        /** Cycles of decoding and operation. */
        CYCLES,

        /** Bytes. */
        BYTES
    }

    /**
     * How weights come from the memory that holds constants.
     *
     * @param standardBytesPerCycle rate of the channel of the standard format
     * @param fastBytesPerCycle rate of the channel of the fast format
     * @param latencyCycles read latency
     */
    public record Fetch(float standardBytesPerCycle, float fastBytesPerCycle, int latencyCycles) {}

    /**
     * A block configuration that could be used.
     *
     * @param parameters in the standard format
     * @param operationCycles estimated cycles of the operation with it
     */
    public record Option(WeightStreamParameters parameters, long operationCycles) {}

    /**
     * A choice among the cores of {@code encoder}.
     *
     * @param cores cores, which decode the standard format in parallel
     */
    public WeightFormatChoice(WeightEncoder encoder, WeightDecoder decoder, int cores, Goal goal) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.cores = cores;
        this.goal = goal;
    }

    /**
     * Encodes with the best format; its parameters are in the result.
     *
     * @param dense configuration for dense weights
     * @param sparse configuration that takes the weights as 2:4 sparse, or null when there is none
     * @param fastAllowed whether the operation can read the fast format
     */
    public EncodedWeights choose(
            WeightTensor tensor, Option dense, @Nullable Option sparse, boolean fastAllowed, Fetch fetch) {
        boolean trySparse = sparse != null && sparse.operationCycles() <= dense.operationCycles() && tensor.isSparse();
        MutableList<Option> options = trySparse ? Lists.mutable.of(sparse, dense) : Lists.mutable.of(dense);
        boolean tryFast = fastAllowed && decoder.fastFormat() != null;
        MutableList<Option> candidates = Lists.mutable.empty();
        for (Option option : options) {
            candidates.add(option);
            EncodedWeights standard = encoder.sizes(tensor, option.parameters());
            tryFast = tryFast && fastMayWin(standard, fetch);
        }
        if (tryFast) {
            for (Option option : options) {
                candidates.add(new Option(option.parameters().withFormat(WeightFormat.FAST), option.operationCycles()));
            }
        }
        EncodedWeights best = encoder.sizes(tensor, candidates.getFirst().parameters());
        long bestCost = cost(best, candidates.getFirst(), fetch);
        for (Option candidate : candidates) {
            EncodedWeights weights = encoder.sizes(tensor, candidate.parameters());
            long cost = cost(weights, candidate, fetch);
            if (cost < bestCost) {
                best = weights;
                bestCost = cost;
            }
        }
        return best;
    }

    private long cost(EncodedWeights weights, Option option, Fetch fetch) {
        return switch (goal) {
            case BYTES -> weights.weightBytes();
            case CYCLES -> cycles(weights, fetch) + option.operationCycles();
        };
    }

    /** Cycles to decode or to fetch the weights once, whichever is more. */
    public long cycles(EncodedWeights weights, Fetch fetch) {
        return cycles(weights, weights.weightBytes(), weights.parameters().fast(), fetch);
    }

    private boolean fastMayWin(EncodedWeights standard, Fetch fetch) {
        FastWeightFormat fast = decoder.fastFormat();
        if (fast == null) {
            return false;
        }
        int perByte = Byte.SIZE / FastCoder.indexBits(standard.distinctWeights(), false);
        long fastBytes = fast.headerBytes() + standard.sourceWeights() / perByte;
        return switch (goal) {
            case BYTES -> fastBytes < standard.weightBytes();
            case CYCLES -> cycles(standard, fastBytes, true, fetch) < cycles(standard, fetch);
        };
    }

    private long cycles(EncodedWeights weights, long bytes, boolean inFastFormat, Fetch fetch) {
        FastWeightFormat fast = decoder.fastFormat();
        long perCycle;
        if (inFastFormat && fast != null) {
            perCycle = weights.distinctWeights() < fast.paletteEntries()
                    ? fast.paletteWeightsPerCycle()
                    : fast.directWeightsPerCycle();
        } else {
            perCycle = (long) standardWeightsPerCycle(weights) * cores;
        }
        float rate = inFastFormat ? fetch.fastBytesPerCycle() : fetch.standardBytesPerCycle();
        long fetchCycles = (long) (bytes / rate) + fetch.latencyCycles();
        return Math.max(weights.sourceWeights() / perCycle, fetchCycles);
    }

    private int standardWeightsPerCycle(EncodedWeights weights) {
        double base = decoder.baseZeroRate().doubleValue();
        double peak = decoder.peakZeroRate().doubleValue();
        float zeroRate =
                Math.clamp((float) weights.zerosInRuns() / weights.sourceWeights(), (float) base, (float) peak);
        int least = decoder.weightsPerCyclePerCore();
        int most = decoder.peakWeightsPerCyclePerCore();
        return (int) (least + (zeroRate - base) * (most - least) / (peak - base));
    }
}
