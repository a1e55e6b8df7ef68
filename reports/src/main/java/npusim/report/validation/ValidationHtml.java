package npusim.report.validation;

import java.util.List;
import npusim.report.Style;
import npusim.report.html.HtmlPage;
import npusim.validation.ValidationResult;

/** One self-contained page: simulated against published cycles, how the errors are spread, and every row. */
public final class ValidationHtml {
    private ValidationHtml() {}

    /**
     * Renders a comparison.
     *
     * @param program what the footer says made it
     */
    public static String render(ValidationResult result, String program) {
        return HtmlPage.render(
                "Validation",
                new ValidationText(result, Style.PLAIN).lastLine(),
                program,
                List.of("validation.js"),
                ValidationData.of(result));
    }
}
