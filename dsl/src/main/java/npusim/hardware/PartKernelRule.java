package npusim.hardware;

/**
 * Parameters of the choice between depth-first and part-kernel-first traversal. With
 * {@code k} kernel elements, {@code g = kernelGroup}, {@code r = kernelRemainder}: {@code kR = floor(k/g)*g + max(k mod g, r)},
 * where the remainder counts for {@code k mod g = 0} only if {@link #remainderWhenExact}; part-kernel is chosen if
 * {@code C <= shallowDepth} or {@code C/round(C, partKernelDepth) * k/kR >= C/round(C, depthFirstDepth)}.
 *
 * @param ifmBits 0 for any
 * @param sparse whether the rule is for 2:4-sparse weights
 * @param kernelGroup kernel elements taken together
 * @param kernelRemainder least cost of a last group, in kernel elements
 * @param remainderWhenExact whether an empty last group still costs {@link #kernelRemainder}
 * @param partKernelDepth rounding of the IFM depth in part-kernel order
 * @param depthFirstDepth rounding of the IFM depth in depth-first order
 * @param shallowDepth IFM depth up to which part-kernel order is always taken, 0 for never
 */
public record PartKernelRule(
        int ifmBits,
        boolean sparse,
        int kernelGroup,
        int kernelRemainder,
        boolean remainderWhenExact,
        int partKernelDepth,
        int depthFirstDepth,
        int shallowDepth) {

    /** {@code kR}: kernel elements after grouping, as the choice counts them. */
    public int groupedKernelElements(int kernelElements) {
        int rest = kernelElements % kernelGroup;
        return rest == 0 && remainderWhenExact
                ? kernelElements + kernelRemainder
                : steppedKernelElements(kernelElements);
    }

    /** Kernel elements that the array spends time on: an empty last group takes none. */
    public int steppedKernelElements(int kernelElements) {
        int rest = kernelElements % kernelGroup;
        return rest == 0 ? kernelElements : kernelElements - rest + Math.max(rest, kernelRemainder);
    }

    /** Whether part-kernel-first order wins for an IFM of {@code depth} channels. */
    public boolean prefersPartKernel(int depth, int kernelElements) {
        if (depth <= shallowDepth) {
            return true;
        }
        long partKernel = (long) kernelElements * roundUp(depth, depthFirstDepth);
        long depthFirst = (long) groupedKernelElements(kernelElements) * roundUp(depth, partKernelDepth);
        return partKernel >= depthFirst;
    }

    private static long roundUp(long value, long unit) {
        return (value + unit - 1) / unit * unit;
    }
}
