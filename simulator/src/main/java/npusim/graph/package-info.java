/**
 * The operator graph: sealed records, one for each TOSA operator of the integer profile and its extensions, blocks of
 * them in topological order, and the verification of the rules that the TOSA 1.0 specification states as {@code ERROR_IF}.
 */
@NullMarked
package npusim.graph;

import org.jspecify.annotations.NullMarked;
