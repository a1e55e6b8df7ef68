package npusim.hardware;

import npusim.dsl.quantity.Ratio;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.set.ImmutableSet;
import org.jspecify.annotations.Nullable;

/**
 * The processor that computes what the NPU cannot.
 *
 * @param name name in the description
 * @param clockHertz core clock
 * @param costs cost of operators; the first that matches holds
 * @param transferBytesPerCycle bytes between its caches and the feature maps in one of its cycles
 * @param callCycles its cycles to start an operator
 * @param handoverCycles its cycles to start a command stream of the NPU after an operator of its own
 */
public record Cpu(
        String name,
        long clockHertz,
        ImmutableList<Cost> costs,
        Ratio transferBytesPerCycle,
        long callCycles,
        long handoverCycles) {
    /**
     * One row of the table of costs.
     *
     * @param operations operators by their TOSA names in small letters; empty for any
     * @param bits widest element that the row is for; 0 for any
     * @param cycles cycles for one output element, or for one multiply-accumulate of a product
     */
    public record Cost(ImmutableSet<String> operations, int bits, Ratio cycles) {
        boolean matches(String operation, int elementBits) {
            return (operations.isEmpty() || operations.contains(operation)) && (bits == 0 || elementBits <= bits);
        }
    }

    /** What one element or multiply-accumulate of an operator costs, or null if no row matches. */
    public @Nullable Ratio cyclesFor(String operation, int elementBits) {
        Cost cost = costs.detect(row -> row.matches(operation, elementBits));
        return cost == null ? null : cost.cycles();
    }
}
