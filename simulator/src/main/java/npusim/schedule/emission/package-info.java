/** Commands of a planned schedule: stripes, weight copies, waits and block dependencies. */
@NullMarked
package npusim.schedule.emission;

import org.jspecify.annotations.NullMarked;
