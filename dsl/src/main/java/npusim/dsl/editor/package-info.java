/** What editors ask about a description: completion, hover, definition, rename and symbols, also in text that does not parse. */
@NullMarked
package npusim.dsl.editor;

import org.jspecify.annotations.NullMarked;
