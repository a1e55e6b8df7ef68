/**
 * The weight streams that the weight decoders read: the order in which a MAC array wants the weights of a block, the
 * lossless standard format and the fixed-width fast format, scale and bias records, and their exact sizes
 *. A size can be had without writing a bit, since a scheduler asks for many candidates.
 */
@NullMarked
package npusim.schedule.weights;

import org.jspecify.annotations.NullMarked;
