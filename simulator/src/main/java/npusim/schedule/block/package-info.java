/** Which block of the OFM an operation computes at a time, within the buffers of the accelerator. */
@NullMarked
package npusim.schedule.block;

import org.jspecify.annotations.NullMarked;
