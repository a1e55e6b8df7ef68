package npusim.dsl.syntax;

import org.jspecify.annotations.Nullable;

/**
 * An argument.
 *
 * @param name parameter name, or null for an argument by position
 * @param value its value
 */
public record Argument(@Nullable Name name, Expression value) {}
