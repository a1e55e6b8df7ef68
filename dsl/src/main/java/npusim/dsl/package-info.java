/** Under construction. */
@NullMarked
package npusim.dsl;

import org.jspecify.annotations.NullMarked;
