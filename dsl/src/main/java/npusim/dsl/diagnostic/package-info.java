/** Problems as values with stable codes, and their renderers. */
@NullMarked
package npusim.dsl.diagnostic;

import org.jspecify.annotations.NullMarked;
