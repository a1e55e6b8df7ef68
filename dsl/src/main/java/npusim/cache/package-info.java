/** Values that are remembered instead of being computed again. */
@NullMarked
package npusim.cache;

import org.jspecify.annotations.NullMarked;
