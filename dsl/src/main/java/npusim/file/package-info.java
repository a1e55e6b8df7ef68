/** Files that are there whole or not at all, and digests of content, for every module. */
@NullMarked
package npusim.file;

import org.jspecify.annotations.NullMarked;
