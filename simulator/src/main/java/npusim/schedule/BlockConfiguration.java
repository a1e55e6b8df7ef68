package npusim.schedule;

/**
 * How a kernel is cut into blocks.
 *
 * @param ofmBlock OFM block in elements
 * @param ifmBlock IFM block in elements as allocated in the input buffer
 * @param microBlock OFM micro-block in elements
 * @param traversal walk inside a block
 * @param accumulatorBits width of an accumulator, 32, 40 or 48
 */
public record BlockConfiguration(
        Extent ofmBlock, Extent ifmBlock, Extent microBlock, Traversal traversal, int accumulatorBits) {}
