/** JMH benchmarks of the hot paths, one class each. */
@NullMarked
package npusim.benchmark;

import org.jspecify.annotations.NullMarked;
