/**
 * The networks that the simulator is validated on: layer tables as resources, and the int8 graphs built from them. Weights
 * and scales are invented; shapes, wiring and the size of each encoded layer are those of the published networks.
 */
@NullMarked
package npusim.zoo;

import org.jspecify.annotations.NullMarked;
