/**
 * Runs graphs for their values: operator by operator, freeing tensors at their last use, with control flow, variables,
 * limits on memory and iterations, and a checking mode that reports what the specification leaves unpredictable.
 */
@NullMarked
package npusim.execution;

import org.jspecify.annotations.NullMarked;
