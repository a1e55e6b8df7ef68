/** Source files and spans in them. */
@NullMarked
package npusim.dsl.source;

import org.jspecify.annotations.NullMarked;
