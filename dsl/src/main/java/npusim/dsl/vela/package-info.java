/** Arm's {@code vela.ini} to and from the language, key by key. */
@NullMarked
package npusim.dsl.vela;

import org.jspecify.annotations.NullMarked;
