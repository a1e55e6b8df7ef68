/**
 * One run from end to end: a workload and a design become a schedule, a timed run, exact outputs and a run directory that
 * says all of it.
 */
@NullMarked
package npusim.replay;

import org.jspecify.annotations.NullMarked;
