/** The PMU log as a Chronicle Queue: a batch of fixed-width samples in each document, closed by an end document. */
@NullMarked
package npusim.trace.chronicle;

import org.jspecify.annotations.NullMarked;
