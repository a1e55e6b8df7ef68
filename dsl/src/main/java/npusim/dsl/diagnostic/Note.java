package npusim.dsl.diagnostic;

import npusim.dsl.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * A remark that belongs to a diagnostic.
 *
 * @param text one sentence without a full stop
 * @param span where the other half was said, or null
 */
public record Note(String text, @Nullable Span span) {}
