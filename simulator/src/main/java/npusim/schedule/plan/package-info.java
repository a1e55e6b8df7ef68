/**
 * Decides how grouped operations run: formats, stripes and cascades, weight buffers, which feature maps live in the staging
 * memory, and addresses.
 */
@NullMarked
package npusim.schedule.plan;

import org.jspecify.annotations.NullMarked;
