package npusim.dsl.diagnostic;

import npusim.dsl.source.Span;

/**
 * A change that likely removes the problem.
 *
 * @param advice what to do, one sentence without a full stop
 * @param span the text to replace
 * @param replacement what to put there
 */
public record SuggestedEdit(String advice, Span span, String replacement) {}
