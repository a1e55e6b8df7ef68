package npusim.hardware;

import npusim.dsl.quantity.Ratio;

/**
 * MACs per cycle at one precision.
 *
 * @param ifmBits bits of an IFM element
 * @param weightBits bits of a weight or second operand
 * @param macsPerCycle over the whole array
 */
public record MacRate(int ifmBits, int weightBits, Ratio macsPerCycle) {}
