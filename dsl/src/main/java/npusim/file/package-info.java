/** Files that are there whole or not at all, for every module that writes some. */
@NullMarked
package npusim.file;

import org.jspecify.annotations.NullMarked;
