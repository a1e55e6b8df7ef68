package npusim.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.Explanation;
import npusim.dsl.diagnostic.NearestNames;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code npusim explain}: tells what a diagnostic means. */
@Command(name = "explain", description = "Explains a diagnostic by its code, such as NPU-0302.")
final class ExplainCommand extends Verb {
    @Parameters(
            paramLabel = "CODE",
            completionCandidates = NameCandidates.Diagnostics.class,
            description = "The code; upper or lower case, with or without NPU-.")
    private String code = "";

    /** What {@code --json} writes. */
    record Explained(String code, String severity, String message, String explanation, String example) {}

    @Override
    public Integer call() {
        String digits = code.toUpperCase(Locale.ROOT).replace("NPU-", "");
        List<String> labels = Arrays.stream(DiagnosticCode.values())
                .map(DiagnosticCode::label)
                .toList();
        for (DiagnosticCode known : DiagnosticCode.values()) {
            String label = known.label();
            if (label.substring(4).equals(digits) || label.substring(5).equals(digits)) {
                explain(known);
                return ExitCode.SUCCESS;
            }
        }
        List<String> near = NearestNames.of("NPU-" + digits, labels, 3);
        throw new BadInputException("there is no diagnostic '" + code + "'"
                + (near.isEmpty()
                        ? "; codes look like " + labels.getFirst()
                        : "; near it are " + String.join(", ", near)));
    }

    private void explain(DiagnosticCode code) {
        Explanation explanation = code.explanation();
        String severity = code.severity().label();
        out().println(severity + " " + code.label() + ": " + code.pattern());
        out().println(explanation.text());
        if (!explanation.example().isEmpty()) {
            out().println();
            out().println("For example:");
            out().println();
            explanation.example().lines().forEach(line -> out().println(line.isEmpty() ? "" : "  " + line));
        }
        writeJson(new Explained(code.label(), severity, code.pattern(), explanation.text(), explanation.example()));
    }
}
