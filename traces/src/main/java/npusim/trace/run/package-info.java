/** The directory of one run: manifest, operations and sample log, written while the run goes on and read back whole. */
@NullMarked
package npusim.trace.run;

import org.jspecify.annotations.NullMarked;
