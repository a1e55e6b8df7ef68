/**
 * Traces of Arm's Fixed Virtual Platform: the gzipped trace that its {@code --pmu-trace} option writes and the compiler's
 * debug database that says which part of the command stream belongs to which operator. A run is written as such a pair and
 * a pair is read back, so that ours and theirs are compared by one measure.
 */
@NullMarked
package npusim.trace.fvp;

import org.jspecify.annotations.NullMarked;
