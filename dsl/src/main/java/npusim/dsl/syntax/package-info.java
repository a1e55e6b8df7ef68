/** The syntax tree: sealed records without meaning; {@code AstBuilder} alone sees the parser's types. */
@NullMarked
package npusim.dsl.syntax;

import org.jspecify.annotations.NullMarked;
