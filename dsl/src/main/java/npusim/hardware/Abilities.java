package npusim.hardware;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.set.ImmutableSet;

/**
 * What an accelerator can do, however fast: all that decides into which operations a network is lowered.
 *
 * @param limits block limits
 * @param capabilities {@code chaining, operand_scaling}, and the orders of axes it can write
 * @param operations operations and data types
 */
public record Abilities(
        BlockLimits limits, ImmutableSet<String> capabilities, ImmutableList<OperationSupport> operations) {

    /** Whether the description lists {@code capability}. */
    public boolean can(String capability) {
        return capabilities.contains(capability);
    }

    /** Whether it writes any two of three axes exchanged, of which every other order can be made. */
    public boolean exchangesAxes() {
        return can("transpose_nwhc") && can("transpose_nhcw") && can("transpose_ncwh");
    }

    /** Whether the description has {@code operation} in its table of operations, if it has one. */
    public boolean computes(String operation) {
        return operations.isEmpty()
                || operations.anySatisfy(row -> row.operation().equals(operation));
    }

    /** Whether {@code operation} reads one type and writes another, both called as the table of operations does. */
    public boolean computes(String operation, String ifmType, String ofmType) {
        return operations.isEmpty()
                || operations.anySatisfy(row -> row.operation().equals(operation)
                        && row.ifmTypes().contains(ifmType)
                        && row.ofmTypes().contains(ofmType));
    }
}
