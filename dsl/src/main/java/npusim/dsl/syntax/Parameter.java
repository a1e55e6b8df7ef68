package npusim.dsl.syntax;

import org.jspecify.annotations.Nullable;

/**
 * A parameter of a declaration.
 *
 * @param name its name
 * @param defaultValue value when none is given, or null when one must be given
 */
public record Parameter(Name name, @Nullable Expression defaultValue) {}
