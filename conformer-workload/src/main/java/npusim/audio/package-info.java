/**
 * The audio front-end of the speech workload: samples to log-mel frames, synthetic speech to feed it, and greedy CTC
 * decoding of what comes out.
 */
@NullMarked
package npusim.audio;

import org.jspecify.annotations.NullMarked;
