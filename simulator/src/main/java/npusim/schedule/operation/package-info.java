/**
 * The network as the scheduler works on it: NPU operations that read and write slices of feature maps. Objects here are
 * mutable while passes rewrite them and never leave the scheduler.
 */
@NullMarked
package npusim.schedule.operation;

import org.jspecify.annotations.NullMarked;
