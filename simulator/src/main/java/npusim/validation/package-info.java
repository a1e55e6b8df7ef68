/**
 * Comparison with published measurements: readers of the corpus and of decoded schedules of another compiler, and the replay
 * that puts simulated counters beside measured ones.
 */
@NullMarked
package npusim.validation;

import org.jspecify.annotations.NullMarked;
