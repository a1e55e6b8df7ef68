package npusim.simulation;

import npusim.hardware.MacArray;
import npusim.schedule.AxiSide;
import npusim.schedule.Window;

/**
 * A hardware configuration reduced to the numbers that the engine's inner loops read.
 *
 * @param array MAC array with its dataflow and rates
 * @param arrayFactor how many times longer the array takes than described
 * @param sram SRAM side
 * @param external external side
 * @param channelWords read-buffer entries of 16 bytes by ordinal of {@link Channel}; 0 when only the ports limit
 * @param cores MAC cores with a weight decoder each
 * @param depthCores cores that split the OFM depth
 * @param ifmGranule IFM channels of one pass of a depth-first walk
 * @param outputGranule channels to which the output unit rounds a block
 * @param turnsRound whether the IFM depth walk turns round at each OFM depth block
 * @param oneScaleStream whether the scales of all cores are one stream, which runs on from one OFM depth block to the next
 * @param subKernelHeight kernel rows of one pass
 * @param subKernelWidth kernel columns of one pass
 * @param decodeGranule IFM channels of one weight micro-block
 * @param decodeWeightsPerCycle weights all decoders deliver per cycle in the standard format
 * @param fastWeightsPerCycle weights the fast decoder delivers per cycle
 * @param paletteWeightsPerCycle the same with a palette of weights
 * @param paletteBytesPerWeight bytes a weight below which a stream of the fast format has a palette
 * @param fastHeaderBytes bytes of such a stream before its weights
 * @param fixedIfmSlots IFM blocks the input buffer holds when it does not depend on their size, else 0
 * @param ifmBytes bytes of the input buffer when {@code fixedIfmSlots} is 0
 * @param maxIfmSlots most IFM blocks tracked
 * @param accumulatorBlocks OFM blocks of accumulators
 * @param outputBytes bytes of the output buffer
 * @param kernelQueue kernels outstanding
 * @param dmaQueue DMA commands outstanding
 * @param startCycles from start of the run to the first command fetch
 * @param stopCycles from the last response to the end of the run
 * @param commandFetchBytes bytes of one command fetch
 * @param commandFetchDepth command fetches outstanding
 * @param commandSide side that holds the command stream: that of the constants
 * @param commandCycles cycles per command word
 * @param kernelSetupCycles from issue to the first fetch of a kernel
 * @param macLatencyCycles from the last MAC of a block to the output unit
 * @param outputLatencyCycles from an output element to the write channel
 * @param blockOverheadCycles bubble of the MAC array between blocks
 * @param ifmUnitBytes granule in which IFM fetches take read-buffer space
 * @param pixelReadBytes aligned bytes of an NHWC feature map within which pixels of less are read together
 * @param brickWriteBytes longest write of neighbouring pixels of a bricked feature map
 * @param ablation mechanisms left out
 */
record DesignParameters(
        MacArray array,
        double arrayFactor,
        SideParameters sram,
        SideParameters external,
        int[] channelWords,
        int cores,
        int depthCores,
        int ifmGranule,
        int outputGranule,
        boolean turnsRound,
        boolean oneScaleStream,
        int subKernelHeight,
        int subKernelWidth,
        int decodeGranule,
        double decodeWeightsPerCycle,
        double fastWeightsPerCycle,
        double paletteWeightsPerCycle,
        double paletteBytesPerWeight,
        int fastHeaderBytes,
        int fixedIfmSlots,
        int ifmBytes,
        int maxIfmSlots,
        int accumulatorBlocks,
        int outputBytes,
        int kernelQueue,
        int dmaQueue,
        int startCycles,
        int stopCycles,
        int commandFetchBytes,
        int commandFetchDepth,
        AxiSide commandSide,
        double commandCycles,
        int kernelSetupCycles,
        int macLatencyCycles,
        int outputLatencyCycles,
        int blockOverheadCycles,
        int ifmUnitBytes,
        int pixelReadBytes,
        int brickWriteBytes,
        Ablation ablation) {

    /**
     * Bytes of a read buffer that are allotted at a time, no less than a beat: IFM fetches take what they need, streams a whole
     * burst.
     */
    int unitBytes(Channel channel, SideParameters side) {
        int bytes = switch (channel) {
            case IFM, IFM_STREAM -> Math.min(side.burstBytes(), ifmUnitBytes);
            case COMMANDS -> commandFetchBytes;
            case WEIGHTS, WEIGHTS_FAST, SCALES, MEM_TO_MEM, OFM, MEM_TO_MEM_WRITE -> side.burstBytes();
        };
        return Math.max(side.beatBytes(), bytes);
    }

    /** The passes over {@code window}. */
    SubKernel[] subKernels(Window window) {
        return SubKernel.of(window, subKernelHeight, subKernelWidth);
    }

    SideParameters side(AxiSide side) {
        return side == AxiSide.SRAM ? sram : external;
    }

    AccessWidths widths() {
        return new AccessWidths(sram.beatBytes(), external.beatBytes(), pixelReadBytes);
    }
}
