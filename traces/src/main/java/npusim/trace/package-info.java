/** Under construction. */
@NullMarked
package npusim.trace;

import org.jspecify.annotations.NullMarked;
