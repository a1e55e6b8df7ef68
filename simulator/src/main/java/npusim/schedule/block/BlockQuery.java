package npusim.schedule.block;

import npusim.schedule.TensorFormat;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.NpuOperation.ResizeParameters;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Permutation;
import org.jspecify.annotations.Nullable;

/**
 * What decides a block configuration; equal queries have equal answers.
 *
 * @param kind operation
 * @param ofmShape OFM before its transpose
 * @param ifmShape first IFM
 * @param ifm2Shape second IFM, or null
 * @param ifmBits bits of an IFM element
 * @param ofmBits bits of an OFM element
 * @param kernel kernel
 * @param usesTable whether a table is looked up in the group
 * @param scaled whether the result is scaled
 * @param transpose axis order in which the OFM is written
 * @param reversedAxes reversed axes of the OFM
 * @param ofmFormat layout of the OFM
 * @param sparse whether weights are 2:4 sparse
 * @param resize factors of a resize
 * @param accumulatesIfm2 whether accumulators start from the second IFM
 * @param upscale IFM upscaling on the fly, 1 for none
 */
public record BlockQuery(
        OperationKind kind,
        Extents ofmShape,
        Extents ifmShape,
        @Nullable Extents ifm2Shape,
        int ifmBits,
        int ofmBits,
        Kernel kernel,
        boolean usesTable,
        boolean scaled,
        Permutation transpose,
        int reversedAxes,
        TensorFormat ofmFormat,
        boolean sparse,
        ResizeParameters resize,
        boolean accumulatesIfm2,
        int upscale) {

    /** The larger of the IFMs. */
    Extents largestIfm() {
        return ifm2Shape != null && ifm2Shape.elements() > ifmShape.elements() ? ifm2Shape : ifmShape;
    }
}
