package npusim.schedule;

import org.jspecify.annotations.Nullable;

/**
 * One launch of the MAC, output or elementwise units with everything its registers say. A kernel whose IFM or IFM2 is
 * {@link FeatureMapStorage#CHAINED} follows the previous kernel through the chaining buffer and shares its block walk.
 *
 * @param name output tensor
 * @param operation index of the scheduled operation; stripes and depth slices of one operation share it
 * @param sourceOperator operator of the network
 * @param kind unit used
 * @param function mode of pooling, elementwise or resize
 * @param ifm first operand
 * @param ifm2 second operand or null
 * @param ofm result; its extent is the computed one, before {@code transpose}, its strides are those of the written tensor
 * @param window sliding window
 * @param blocks block configuration
 * @param weights encoded weights, {@link Weights#NONE} without
 * @param blockDependency BLOCKDEP register
 * @param activation function on the output path
 * @param transpose axis order of the written OFM
 * @param reverseWidth whether the OFM is written with W reversed
 * @param commandBytes bytes of the command stream
 * @param table table that is looked up, null without one or where it is not known
 */
public record KernelCommand(
        String name,
        int operation,
        String sourceOperator,
        KernelKind kind,
        KernelFunction function,
        FeatureMap ifm,
        @Nullable FeatureMap ifm2,
        FeatureMap ofm,
        Window window,
        BlockConfiguration blocks,
        Weights weights,
        int blockDependency,
        Activation activation,
        OutputTranspose transpose,
        boolean reverseWidth,
        int commandBytes,
        @Nullable TableRange table)
        implements Command {

    /** Whether each element of the OFM is a sum over the whole depth of the IFM. */
    public boolean sumsOverDepth() {
        return kind == KernelKind.CONVOLUTION
                || kind == KernelKind.MATRIX_MULTIPLY
                || function == KernelFunction.POOL_REDUCE_SUM;
    }

    /** The same kernel with another size in the command stream. */
    public KernelCommand withCommandBytes(int bytes) {
        return with(blockDependency, bytes);
    }

    /** The same kernel with another dependency on the one before. */
    public KernelCommand withBlockDependency(int dependency) {
        return with(dependency, commandBytes);
    }

    /**
     * What this kernel asks of the hardware if it reads and writes the given maps and weights: without names, table and place in the
     * stream.
     */
    public KernelCommand anonymous(
            FeatureMap first, @Nullable FeatureMap second, FeatureMap result, Weights otherWeights) {
        return new KernelCommand(
                "",
                0,
                "",
                kind,
                function,
                first,
                second,
                result,
                window,
                blocks,
                otherWeights,
                blockDependency,
                activation,
                transpose,
                reverseWidth,
                0,
                null);
    }

    private KernelCommand with(int dependency, int bytes) {
        return new KernelCommand(
                name,
                operation,
                sourceOperator,
                kind,
                function,
                ifm,
                ifm2,
                ofm,
                window,
                blocks,
                weights,
                dependency,
                activation,
                transpose,
                reverseWidth,
                bytes,
                table);
    }

    /** Whether this kernel continues a chain begun by an earlier one. */
    public boolean chainedFromPrevious() {
        FeatureMap second = ifm2;
        return ifm.storage() == FeatureMapStorage.CHAINED
                || (second != null && second.storage() == FeatureMapStorage.CHAINED);
    }

    /** Bits of the first factor by bits of the second, {@code 8x8}. */
    public String precision() {
        return ifm.elementBits() + "x" + weightBits();
    }

    /** Bits of the second factor of the kernel's products: weights, or the second feature map of a matrix product. */
    public int weightBits() {
        FeatureMap second = ifm2;
        return switch (kind) {
            case CONVOLUTION, DEPTHWISE -> weights.elementBits();
            case MATRIX_MULTIPLY -> second == null ? ifm.elementBits() : second.elementBits();
            case POOLING, ELEMENTWISE, RESIZE -> Byte.SIZE;
        };
    }

    /** Multiply-accumulates of the kernel, sparse weights counted at half; sums and maxima of pools are none. */
    public long macs() {
        Extent out = ofm.extent();
        long perElement = switch (kind) {
            case CONVOLUTION, MATRIX_MULTIPLY ->
                (long) window.elements() * ifm.extent().depth();
            case DEPTHWISE -> window.elements();
            case POOLING, ELEMENTWISE, RESIZE -> 0;
        };
        long macs = out.elements() * perElement;
        return weights.sparse() ? macs / 2 : macs;
    }
}
