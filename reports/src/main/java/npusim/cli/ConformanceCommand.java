package npusim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import npusim.conformance.ConformanceCase;
import npusim.conformance.ConformanceResult;
import npusim.conformance.RunConformance;
import npusim.conformance.TestSet;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim conformance}: runs a TOSA conformance test set. */
@Command(
        name = "conformance",
        description = {
            "Runs a TOSA conformance test set.",
            "Positive cases must give the expected tensors, negative ones must be refused with the rule that they break. "
                    + "The last line is 'N passed, M failed'."
        })
final class ConformanceCommand extends Verb {
    @Parameters(
            paramLabel = "DIR|ZIP",
            description = {
                "A directory or archive with a MANIFEST.csv, whose columns docs/conformance.md lists, or with a desc.json "
                        + "for each case, as the test generator of the TOSA reference model writes it."
            })
    @SuppressWarnings("NullAway.Init")
    private Path set;

    @Option(
            names = "--filter",
            paramLabel = "TEXT",
            description = "Run only cases whose name or operator contains TEXT.")
    private @Nullable String filter;

    @Mixin
    private KernelOptions kernels = new KernelOptions();

    @Mixin
    private TosaLevel level = new TosaLevel();

    @Option(names = "--list", description = "Print every case, not only those that fail.")
    private boolean list;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Write the outcomes as JUnit XML, for a build server.")
    @Output
    private @Nullable Path junit;

    /** What {@code --json} writes. */
    record Summary(String set, int passed, int failed, double seconds, List<ConformanceResult> cases) {}

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        Predicate<ConformanceCase> wanted = each -> filter == null
                || each.test().contains(filter)
                || each.operator().contains(filter);
        TestSet whole = TestSet.of(set);
        ImmutableList<ConformanceCase> cases = whole.cases().select(wanted::test);
        if (cases.isEmpty() && filter != null) {
            throw new BadInputException("no case matches --filter " + filter);
        }
        ImmutableList<ConformanceResult> results;
        try (Progress progress = progress("conformance", cases.size())) {
            results = RunConformance.run(set, cases, kernels.choice(err()), level.chosen(), _ -> progress.step());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        for (ConformanceResult result : results) {
            if (!result.passed()) {
                out().println("FAILED " + result.test() + ": " + result.detail());
            } else if (list) {
                out().println("passed " + result.test() + (result.detail().isEmpty() ? "" : ": " + result.detail()));
            }
        }
        int passed = results.count(ConformanceResult::passed);
        int failed = results.size() - passed;
        int positive = results.count(ConformanceResult::positive);
        out().printf(
                        Locale.ROOT,
                        "%d positive cases, %d negative cases in %.1f s%n",
                        positive,
                        results.size() - positive,
                        seconds);
        if (whole.floatingPoint() > 0) {
            out().printf(Locale.ROOT, "%d cases of floating-point numbers left out%n", whole.floatingPoint());
        }
        out().printf(Locale.ROOT, "%d passed, %d failed%n", passed, failed);
        Summary summary = new Summary(set.toString(), passed, failed, seconds, results.castToList());
        if (junit != null) {
            writeWhole(junit, JUnitReport.of(summary));
        }
        writeJson(summary);
        return failed == 0 ? ExitCode.SUCCESS : ExitCode.CHECK_FAILED;
    }
}
