/** The language's façade: compiles descriptions to a {@link npusim.dsl.Library} of hardware, or to diagnostics. */
@NullMarked
package npusim.dsl;

import org.jspecify.annotations.NullMarked;
