package npusim.hardware;

import npusim.dsl.quantity.Ratio;
import org.eclipse.collections.api.map.ImmutableMap;

/**
 * Energy and area figures of a process and memory system.
 *
 * @param name name in the description
 * @param source where the figures come from
 * @param uncertainty relative, one sigma
 * @param picojoulesPerMac by precision, {@code 8x8}, {@code 16x8} … (IFM bits by weight bits)
 * @param picojoulesPerByte by memory kind or buffer: {@code sram, dram, off_chip_flash, ifm_buffer, accumulator …}
 * @param picojoulesPerOutputElement output unit
 * @param leakagePicojoulesPerCycle at the system's clock
 * @param squareMillimetresPerMac 8-bit MAC with its share of control
 * @param squareMillimetresPerKibibyte on-chip RAM
 */
public record EnergyTable(
        String name,
        String source,
        Ratio uncertainty,
        ImmutableMap<String, Ratio> picojoulesPerMac,
        ImmutableMap<String, Ratio> picojoulesPerByte,
        Ratio picojoulesPerOutputElement,
        Ratio leakagePicojoulesPerCycle,
        Ratio squareMillimetresPerMac,
        Ratio squareMillimetresPerKibibyte) {}
