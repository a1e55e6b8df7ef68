package npusim.hardware;

import npusim.dsl.quantity.Ratio;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The output and activation unit. An operation costs the larger of its output entry and of its activation entry per
 * element; a chain costs the sum over its operations.
 *
 * @param outputRules output entries, first match holds
 * @param activationRules activation entries, first match holds
 */
public record OutputUnit(ImmutableList<OutputRule> outputRules, ImmutableList<ActivationRule> activationRules) {

    /** Cycles per element of the output stage; throws {@link java.util.NoSuchElementException} when no row matches. */
    public Ratio outputCyclesPerElement(OutputQuery query) {
        return outputRules
                .detectOptional(rule -> rule.matches(query))
                .orElseThrow()
                .cyclesPerElement();
    }

    /** Cycles per element of a fused activation, transpose or reverse; throws when no row matches. */
    public Ratio activationCyclesPerElement(String activation) {
        return activationRules
                .detectOptional(rule ->
                        rule.activations().isEmpty() || rule.activations().contains(activation))
                .orElseThrow()
                .cyclesPerElement();
    }
}
