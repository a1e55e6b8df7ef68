package npusim.hardware;

/** How a MAC array walks one block of work. */
public sealed interface Dataflow {

    /**
     * Dot products over IFM depth into a stationary OFM micro-block (Ethos-U).
     *
     * @param ifmDepthPerCycle IFM channels multiplied in one cycle for each OFM element of the micro-block
     * @param partKernelElements8Bit kernel elements taken in one step in part-kernel order, 8-bit IFM
     * @param partKernelElements16Bit the same for 16-bit IFM
     * @param depthwiseKernelElements kernel elements taken in one step by depthwise operations
     * @param depthwiseKernelRemainder least cost of a last depthwise step, in kernel elements
     * @param minimumStepCycles least cycles a step takes over the micro-blocks of a block
     * @param pipelineDelayCycles delay of dependent steps on the same accumulators
     * @param wideAccumulatorDelayCycles the same with the widest accumulators
     */
    record BlockDotProduct(
            int ifmDepthPerCycle,
            int partKernelElements8Bit,
            int partKernelElements16Bit,
            int depthwiseKernelElements,
            int depthwiseKernelRemainder,
            int minimumStepCycles,
            int pipelineDelayCycles,
            int wideAccumulatorDelayCycles)
            implements Dataflow {}

    /**
     * A systolic grid that keeps a tile of weights and streams IFM vectors through it.
     *
     * @param rows reduction elements (IFM channel by kernel element) of a weight tile
     * @param columns OFM channels of a weight tile
     * @param weightLoadCycles cycles to load a tile of weights into the grid
     * @param doubleBufferedWeights whether the next tile loads while the present one is used
     * @param fillCycles cycles until the first, and after the last, vector has crossed the grid
     * @param vectorLanes lanes of the vector unit that runs pooling, elementwise and depthwise work
     */
    record WeightStationary(
            int rows, int columns, int weightLoadCycles, boolean doubleBufferedWeights, int fillCycles, int vectorLanes)
            implements Dataflow {

        /**
         * Cycles to multiply {@code positions} IFM vectors, one a cycle, by all tiles of {@code reduction} elements to
         * {@code channels} OFM channels. A tile loads before its vectors or, double-buffered, under those of the one before.
         */
        public double productCycles(long reduction, int channels, double positions) {
            double tiles = (double) Math.ceilDiv(reduction, (long) rows) * Math.ceilDiv(channels, columns);
            return tiles
                    * (doubleBufferedWeights ? Math.max(positions, weightLoadCycles) : positions + weightLoadCycles);
        }

        /** Cycles of the vector unit for {@code elements} kernel elements at {@code positions} positions of each channel. */
        public double vectorCycles(long elements, int channels, double positions) {
            return elements * positions * Math.ceilDiv(channels, vectorLanes);
        }
    }
}
