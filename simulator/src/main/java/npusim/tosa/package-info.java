/** The TOSA 1.0 flatbuffer format: reads it into a {@link npusim.graph.Graph} and writes a graph back. */
@NullMarked
package npusim.tosa;

import org.jspecify.annotations.NullMarked;
