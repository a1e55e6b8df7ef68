package npusim.hardware;

import npusim.dsl.quantity.Ratio;
import org.eclipse.collections.api.set.ImmutableSet;

/**
 * One row of the activation table; the first row that matches holds.
 *
 * @param activations {@code none, relu, table, sigmoid, tanh, transpose, reverse_width …}; empty for any
 * @param cyclesPerElement cost
 */
public record ActivationRule(ImmutableSet<String> activations, Ratio cyclesPerElement) {}
