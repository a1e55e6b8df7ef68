/**
 * The Conformer: its float model with weights from a seed, and its lowering to an int8 TOSA graph, operator by operator
 * as ExecuTorch does it.
 */
@NullMarked
package npusim.conformer;

import org.jspecify.annotations.NullMarked;
