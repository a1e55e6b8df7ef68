package npusim.hardware;

import org.jspecify.annotations.Nullable;

/**
 * One row of the table that gives the IFM block depth; the first row that matches holds.
 *
 * @param traversal null for any
 * @param ifmBits 0 for any
 * @param sparse row holds for 2:4-sparse weights only
 * @param dense row holds for dense weights only
 * @param microBlockDepth 0 for any
 * @param depth IFM block depth in elements
 * @param rounding depths below {@code depth} are rounded up to a multiple of this; 0 stands for the micro-block depth
 */
public record IfmDepthRule(
        @Nullable Traversal traversal,
        int ifmBits,
        boolean sparse,
        boolean dense,
        int microBlockDepth,
        int depth,
        int rounding) {

    boolean matches(Traversal kernelTraversal, int bits, boolean sparseWeights, int blockDepth) {
        return (traversal == null || traversal == kernelTraversal)
                && (ifmBits == 0 || ifmBits == bits)
                && (sparseWeights ? !dense : !sparse)
                && (microBlockDepth == 0 || microBlockDepth == blockDepth);
    }
}
