/** What descriptions may say: blocks, properties, types, units and their documentation. The checker, the editor support and the reference page all read these declarations. */
@NullMarked
package npusim.dsl.schema;

import org.jspecify.annotations.NullMarked;
