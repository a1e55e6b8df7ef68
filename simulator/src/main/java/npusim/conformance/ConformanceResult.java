package npusim.conformance;

/**
 * Outcome of a case.
 *
 * @param test the case's name
 * @param passed whether it did what it must
 * @param detail for a negative case that passed the diagnostic, for a failed one what is wrong, otherwise empty
 */
public record ConformanceResult(String test, String operator, boolean positive, boolean passed, String detail) {}
