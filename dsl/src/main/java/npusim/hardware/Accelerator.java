package npusim.hardware;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.set.ImmutableSet;

/**
 * An NPU.
 *
 * @param name name in the description
 * @param family what it is compared with, such as {@code Ethos-U85}
 * @param documentation documentation comment, may be empty
 * @param macArray MAC array
 * @param buffers working buffers
 * @param weightDecoder weight decoding
 * @param outputUnit output unit
 * @param readBufferWords read-buffer entries of 16 bytes by channel; empty when the channels share the port limits
 * @param ports AXI sides, axi0 first
 * @param limits block limits
 * @param commandProcessor queues
 * @param capabilities {@code chaining, operand_scaling}, and the orders of axes it can write
 * @param operations operations and data types
 * @param pmu PMU
 * @param timing engine timing
 * @param energy energy and area
 */
public record Accelerator(
        String name,
        String family,
        String documentation,
        MacArray macArray,
        Buffers buffers,
        WeightDecoder weightDecoder,
        OutputUnit outputUnit,
        ImmutableMap<ReadChannel, Integer> readBufferWords,
        ImmutableList<PortGroup> ports,
        BlockLimits limits,
        CommandProcessor commandProcessor,
        ImmutableSet<String> capabilities,
        ImmutableList<OperationSupport> operations,
        PmuCatalogue pmu,
        EngineTiming timing,
        EnergyTable energy) {

    /** What it can do, however fast. */
    public Abilities abilities() {
        return new Abilities(limits, capabilities, operations);
    }

    /** The port group called {@code groupName}; throws {@link java.util.NoSuchElementException} when absent. */
    public PortGroup port(String groupName) {
        return ports.detectOptional(group -> group.name().equals(groupName)).orElseThrow();
    }
}
