package npusim.hardware;

import npusim.dsl.quantity.Ratio;
import org.eclipse.collections.api.set.ImmutableSet;
import org.jspecify.annotations.Nullable;

/**
 * One row of the output unit's table; the first row that matches holds.
 *
 * @param operations names of classes or operators; empty for any
 * @param operands 0 for any
 * @param ifmBits 0 for any
 * @param ofmBits 0 for any
 * @param accumulatorBits 0 for any
 * @param toChain null for any
 * @param anySide {@link #ifmBits} may be met by either side
 * @param cyclesPerElement cost
 */
public record OutputRule(
        ImmutableSet<String> operations,
        int operands,
        int ifmBits,
        int ofmBits,
        int accumulatorBits,
        @Nullable Boolean toChain,
        boolean anySide,
        Ratio cyclesPerElement) {

    boolean matches(OutputQuery query) {
        return (operations.isEmpty()
                        || operations.contains(query.operator())
                        || operations.contains(query.operation().label()))
                && (operands == 0 || operands == query.operands())
                && (ifmBits == 0 || ifmBits == query.ifmBits() || (anySide && ifmBits == query.ofmBits()))
                && (ofmBits == 0 || ofmBits == query.ofmBits())
                && (accumulatorBits == 0 || accumulatorBits == query.accumulatorBits())
                && (toChain == null || toChain == query.toChain());
    }
}
