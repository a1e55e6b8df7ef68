/**
 * Convolutions and matrix products as producers of rows of int32 sums: whoever consumes them, a tensor or the rescaling that
 * follows, takes as many rows at a time as its caches like, on as many threads as there are.
 */
@NullMarked
package npusim.kernel.row;

import org.jspecify.annotations.NullMarked;
