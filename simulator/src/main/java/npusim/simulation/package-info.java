/**
 * The timing engine: replays a command stream on a hardware configuration and accounts every cycle. Discrete events are blocks
 * of work, never single cycles; memory ports are shared through a calendar of reserved beats.
 */
@NullMarked
package npusim.simulation;

import org.jspecify.annotations.NullMarked;
