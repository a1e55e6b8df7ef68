/** Exact numbers with units: ratios, dimensions, the table of units, quantities. */
@NullMarked
package npusim.dsl.quantity;

import org.jspecify.annotations.NullMarked;
