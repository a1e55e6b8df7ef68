package npusim.hardware;

/**
 * A fixed-width weight format with a small palette.
 *
 * @param paletteEntries distinct values up to which the palette rate holds (exclusive bound)
 * @param paletteWeightsPerCycle weights per cycle of the whole NPU with a palette
 * @param directWeightsPerCycle weights per cycle without
 * @param headerBytes bytes before the indices
 */
public record FastWeightFormat(
        int paletteEntries, int paletteWeightsPerCycle, int directWeightsPerCycle, int headerBytes) {}
