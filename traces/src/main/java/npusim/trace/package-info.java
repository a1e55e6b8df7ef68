/**
 * What a simulation records: PMU samples, the events and scopes they are counted in, and the run directory that keeps
 * them together with a manifest. Nothing here knows how a sample came about or how it is drawn.
 */
@NullMarked
package npusim.trace;

import org.jspecify.annotations.NullMarked;
