/**
 * Runs a TOSA conformance test set: positive cases must give the expected tensors, negative ones must be refused with the
 * rule that they break.
 */
@NullMarked
package npusim.conformance;

import org.jspecify.annotations.NullMarked;
