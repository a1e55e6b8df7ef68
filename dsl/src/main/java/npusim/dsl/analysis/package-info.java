/** Passes from syntax to resolved blocks: imports, names, inheritance, values, units and checks. */
@NullMarked
package npusim.dsl.analysis;

import org.jspecify.annotations.NullMarked;
