package npusim.dsl.syntax;

import npusim.dsl.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * {@code import "path" as alias}.
 *
 * @param path the quoted path
 * @param pathSpan where the path was written
 * @param alias namespace for the file's names, or null for none
 */
public record ImportDirective(
        String path, Span pathSpan, @Nullable Name alias) {}
