/** Under construction. */
@NullMarked
package npusim.simulation;

import org.jspecify.annotations.NullMarked;
