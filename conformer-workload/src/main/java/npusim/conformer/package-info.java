/** Under construction. */
@NullMarked
package npusim.conformer;

import org.jspecify.annotations.NullMarked;
