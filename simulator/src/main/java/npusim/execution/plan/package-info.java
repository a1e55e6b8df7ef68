/**
 * Execution of a whole graph at speed: operators are compiled into steps that keep chains of element-wise operators, and
 * what feeds them, within the caches, reuse the memory of tensors after their last reader, and share their work among
 * threads. The integers are those of the operators one by one.
 */
@NullMarked
package npusim.execution.plan;

import org.jspecify.annotations.NullMarked;
