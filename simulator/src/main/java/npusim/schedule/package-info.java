/**
 * The command stream: what an NPU is told to do, register values and all, and everything that produces one. The timing engine
 * reads nothing else, so a stream of a scheduler and one decoded from another compiler are timed by the same code.
 *
 * <p>Sources: registers and queues by the driver of the Ethos-U core; decisions and estimates of the policies named after it by
 * Vela 4.4 and 5.0 (Regor).
 */
@NullMarked
package npusim.schedule;

import org.jspecify.annotations.NullMarked;
