/**
 * Studies on Apache Spark. The driver cuts points into coarse tasks, each worker compiles the study once and sends back
 * lines of the results file, which the driver appends as they come: the same file as on one machine.
 */
@NullMarked
package npusim.cluster;

import org.jspecify.annotations.NullMarked;
