package npusim.hardware;

import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * The multiply-accumulate array.
 *
 * @param macsPerCycle 8-bit by 8-bit products per cycle over all cores
 * @param cores cores that share the OFM depth, each with its own weight decoder
 * @param dataflow how the array walks a block
 * @param ofmMicroBlocks legal OFM micro-blocks
 * @param ifmMicroBlock IFM micro-block
 * @param flattensMicroBlocks whether a micro-block of two rows serves an OFM of one row as one row of twice the width
 * @param fetchesPerSubKernel whether each sub-kernel fetches its own patch of the IFM
 * @param rates rate by precision
 * @param ifmDepthRules IFM block depth
 * @param partKernelRules traversal choice
 * @param accumulatorBits accumulator widths, narrowest first
 */
public record MacArray(
        int macsPerCycle,
        int cores,
        Dataflow dataflow,
        ImmutableList<MicroBlock> ofmMicroBlocks,
        Shape ifmMicroBlock,
        boolean flattensMicroBlocks,
        boolean fetchesPerSubKernel,
        ImmutableList<MacRate> rates,
        ImmutableList<IfmDepthRule> ifmDepthRules,
        ImmutableList<PartKernelRule> partKernelRules,
        ImmutableList<Integer> accumulatorBits) {

    /**
     * The most products of any precision in one cycle: those of the fastest of {@link #rates}, or of the lanes beside a grid where there
     * are more of them.
     */
    public long peakMacsPerCycle() {
        int units = dataflow instanceof Dataflow.WeightStationary grid
                ? Math.max(macsPerCycle, grid.vectorLanes())
                : macsPerCycle;
        double fastest = macsPerCycle;
        for (MacRate rate : rates) {
            fastest = Math.max(fastest, rate.macsPerCycle().doubleValue());
        }
        return (long) Math.ceil(units * fastest / macsPerCycle);
    }

    /**
     * The rate of products of {@code ifmBits} by {@code weightBits}: the fastest row at least as wide, or null when there is
     * none.
     */
    public @Nullable MacRate rateFor(int ifmBits, int weightBits) {
        MacRate best = null;
        for (MacRate rate : rates) {
            boolean fits = rate.ifmBits() >= ifmBits && rate.weightBits() >= weightBits;
            if (fits && (best == null || rate.macsPerCycle().compareTo(best.macsPerCycle()) > 0)) {
                best = rate;
            }
        }
        return best;
    }

    /** The first matching rule for the IFM block depth; throws when none matches. */
    public IfmDepthRule ifmDepthRule(Traversal traversal, int ifmBits, boolean sparseWeights, int microBlockDepth) {
        return ifmDepthRules
                .detectOptional(rule -> rule.matches(traversal, ifmBits, sparseWeights, microBlockDepth))
                .orElseThrow();
    }

    /** The first matching traversal rule, or null when the array always walks depth first. */
    public @Nullable PartKernelRule partKernelRule(int ifmBits, boolean sparseWeights) {
        return partKernelRules.detect(
                rule -> (rule.ifmBits() == 0 || rule.ifmBits() == ifmBits) && rule.sparse() == sparseWeights);
    }
}
