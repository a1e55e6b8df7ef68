package npusim.hardware;

import org.eclipse.collections.api.list.ImmutableList;

/**
 * An OFM micro-block: what the MAC array produces at a time, the operations it is legal for, and the IFM buffer
 * allocation that goes with it.
 *
 * @param shape elements
 * @param uses legal uses; empty means every operation
 * @param ifmAllocationUnits by rising depth; may be empty
 */
public record MicroBlock(
        Shape shape, ImmutableList<MicroBlockUse> uses, ImmutableList<IfmAllocationUnit> ifmAllocationUnits) {
    private static final IfmAllocationUnit SINGLE_BRICK = new IfmAllocationUnit(Integer.MAX_VALUE, 1, 1, 1);

    /** Whether {@code operation} at {@code ifmBits} may use this micro-block with some kernel or traversal. */
    public boolean supports(OperationClass operation, int ifmBits) {
        return uses.isEmpty() || uses.anySatisfy(use -> use.operation() == operation && use.ifmBits() == ifmBits);
    }

    /** As {@link #supports(OperationClass, int)}, for a kernel that is or is not 1x1 and walked depth first. */
    public boolean supports(OperationClass operation, int ifmBits, boolean pointwiseDepthFirst) {
        return uses.isEmpty()
                || uses.anySatisfy(use -> use.operation() == operation
                        && use.ifmBits() == ifmBits
                        && (pointwiseDepthFirst || !use.pointwiseDepthFirstOnly()));
    }

    /** The allocation unit for an IFM block of {@code depthBits}, a single brick when no unit is deep enough. */
    public IfmAllocationUnit ifmAllocationUnit(long depthBits) {
        return ifmAllocationUnits.detectIfNone(unit -> depthBits <= unit.maxDepthBits(), () -> SINGLE_BRICK);
    }
}
