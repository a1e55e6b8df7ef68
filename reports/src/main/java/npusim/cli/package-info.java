/** Under construction. */
@NullMarked
package npusim.cli;

import org.jspecify.annotations.NullMarked;
