/**
 * The command stream: what an NPU is told to do, register values and all, and everything that produces one. The timing engine
 * reads nothing else, so a stream of a scheduler and one decoded from another compiler are timed by the same code.
 */
@NullMarked
package npusim.schedule;

import org.jspecify.annotations.NullMarked;
