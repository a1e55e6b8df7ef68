/**
 * Bit-exact integer arithmetic behind one interface, {@link npusim.kernel.KernelProvider}: the scalar provider follows
 * the pseudocode of the TOSA 1.0 specification and is the truth, other providers must agree with it in every bit.
 */
@NullMarked
package npusim.kernel;

import org.jspecify.annotations.NullMarked;
