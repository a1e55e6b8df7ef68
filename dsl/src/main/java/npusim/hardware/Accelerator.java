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

    /** Whether the description lists {@code capability}. */
    public boolean can(String capability) {
        return capabilities.contains(capability);
    }

    /** Whether it writes any two of three axes exchanged, of which every other order can be made. */
    public boolean exchangesAxes() {
        return can("transpose_nwhc") && can("transpose_nhcw") && can("transpose_ncwh");
    }

    /** Whether the description has {@code operation} in its table of operations. */
    public boolean computes(String operation) {
        return operations.anySatisfy(row -> row.operation().equals(operation));
    }

    /** The port group called {@code groupName}; throws {@link java.util.NoSuchElementException} when absent. */
    public PortGroup port(String groupName) {
        return ports.detectOptional(group -> group.name().equals(groupName)).orElseThrow();
    }
}
