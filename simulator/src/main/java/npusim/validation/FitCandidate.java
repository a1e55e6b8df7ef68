package npusim.validation;

import java.util.List;

/**
 * A physical parameter with the values that a fit may choose from.
 *
 * @param property path of the property, such as {@code engine.kernel_setup_cycles}
 * @param values values in the language; the fit starts from the first
 */
public record FitCandidate(String property, List<String> values) {
    public FitCandidate {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException(property + " has no values to choose from");
        }
    }

    /**
     * Reads {@code PROPERTY=VALUE,VALUE,…}.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static FitCandidate parse(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0 || equals == text.length() - 1) {
            throw new IllegalArgumentException(text + ": PROPERTY=VALUE,VALUE is expected");
        }
        return new FitCandidate(
                text.substring(0, equals), List.of(text.substring(equals + 1).split(",")));
    }
}
