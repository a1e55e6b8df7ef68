/**
 * From a TOSA graph to a linear list of groups of NPU operations: reshapes become views, rescales and tables move into
 * their neighbours, data movement becomes slices of operands, what the hardware cannot do in one pass is cut up, and
 * neighbours are chained.
 */
@NullMarked
package npusim.schedule.lowering;

import org.jspecify.annotations.NullMarked;
