package npusim.dsl.syntax;

import npusim.dsl.source.Span;

/**
 * An identifier where it was written.
 *
 * @param text the identifier
 * @param span where
 */
public record Name(String text, Span span) {}
