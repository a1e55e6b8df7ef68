/**
 * The command line: one picocli class per verb, registered in {@link npusim.cli.Main}. A verb reads options, calls its
 * module and prints; the work itself is elsewhere.
 */
@NullMarked
package npusim.cli;

import org.jspecify.annotations.NullMarked;
