/**
 * Design-space studies: which points a study has, running them on this machine so that an interruption loses next to
 * nothing, and reading the results.
 */
@NullMarked
package npusim.study;

import org.jspecify.annotations.NullMarked;
