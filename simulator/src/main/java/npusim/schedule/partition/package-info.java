/**
 * Gives operators that the described NPU cannot run to the processor beside it: segments of the network by side, what the
 * host's operators cost, and one command stream made of the segments' streams.
 */
@NullMarked
package npusim.schedule.partition;

import org.jspecify.annotations.NullMarked;
