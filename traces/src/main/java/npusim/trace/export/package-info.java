/** Writes the samples of a run in the forms that other tools read: CSV, JSON lines, Chrome traces. */
@NullMarked
package npusim.trace.export;

import org.jspecify.annotations.NullMarked;
