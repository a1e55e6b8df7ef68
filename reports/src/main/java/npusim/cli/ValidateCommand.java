package npusim.cli;

import static npusim.cli.Heading.Topic.DESIGN;
import static npusim.cli.Heading.Topic.DISPLAY;
import static npusim.cli.Heading.Topic.MACHINE;
import static npusim.cli.Heading.Topic.OUTPUTS;
import static npusim.cli.Heading.Topic.SCHEDULE;
import static npusim.cli.Heading.Topic.WORK;
import static npusim.cli.Heading.Topic.WORKLOAD;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.replay.ComparePolicies;
import npusim.replay.LeftFree;
import npusim.replay.ZooSchedules;
import npusim.report.validation.FitText;
import npusim.report.validation.OperatorData;
import npusim.report.validation.OperatorText;
import npusim.report.validation.ValidationData;
import npusim.report.validation.ValidationHtml;
import npusim.report.validation.ValidationText;
import npusim.schedule.SchedulePolicy;
import npusim.simulation.Ablation;
import npusim.validation.Corpus;
import npusim.validation.CorpusHardware;
import npusim.validation.CorpusRow;
import npusim.validation.ErrorSummary;
import npusim.validation.FitCandidate;
import npusim.validation.OperatorReplay;
import npusim.validation.OperatorRun;
import npusim.validation.ParameterFit;
import npusim.validation.RowOutcome;
import npusim.validation.ScheduleComparison;
import npusim.validation.ScheduleSource;
import npusim.validation.ValidationResult;
import npusim.validation.Validator;
import npusim.validation.VelaScheduleDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim validate}: replays published measurements. */
@Command(
        name = "validate",
        description = "Replays every row of a table of published measurements and prints the errors.")
final class ValidateCommand extends Verb {
    @Parameters(paramLabel = "CSV", description = "Table of measurements; docs/validation.md lists its columns.")
    @SuppressWarnings("NullAway.Init")
    private Path corpus;

    @Heading(SCHEDULE)
    @Option(
            names = "--schedules",
            paramLabel = "DIR",
            description = "Take command streams from decoded schedules instead of our scheduler.")
    private @Nullable Path schedules;

    @Heading(WORK)
    @Option(
            names = "--split",
            description =
                    "With --schedules: replay our schedules too, and print the engine's error and the scheduler's.")
    private boolean split;

    @Heading(WORKLOAD)
    @Option(names = "--rows", paramLabel = "REGEX", description = "Only rows whose id matches.")
    private @Nullable String filter;

    @Heading(WORK)
    @Option(
            names = "--ablate",
            paramLabel = "NAME",
            completionCandidates = NameCandidates.Mechanisms.class,
            description = "Leave a mechanism out and print what it is worth; 'all' tries each in turn.")
    private @Nullable String ablate;

    @Heading(WORK)
    @Option(
            names = "--operators",
            paramLabel = "CSV",
            description =
                    "Compare the times at which groups of operators end with these published ones, instead of whole runs.")
    private @Nullable Path operators;

    @Heading(WORK)
    @Option(
            names = "--fit",
            paramLabel = "PROPERTY=V1,V2,...",
            description =
                    "Choose among values of a physical parameter of every design, hold each workload out once, and print"
                            + " how well the others predict it. Changes no file. May be repeated.")
    private List<String> fits = new ArrayList<>();

    @Heading(OUTPUTS)
    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with a scatter plot.")
    @Output
    private @Nullable Path html;

    @Heading(DESIGN)
    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Change a property (engine.start_cycles='120 cycles') of every design. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Heading(MACHINE)
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Rows replayed at a time (default: one for each processor).")
    private @Nullable Integer threads;

    @Heading(WORK)
    @Option(
            names = "--policies",
            description = "Print the cycles of every network as each policy schedules it, instead of errors.")
    private boolean policies;

    @Heading(DISPLAY)
    @Option(names = "--summary", description = "Print the groups only, not every row.")
    private boolean summary;

    private final LeftFree leftFree = new LeftFree();

    @Override
    public Integer call() throws IOException {
        if (split && schedules == null) {
            throw new BadInputException("--split compares with reference schedules: name them with --schedules DIR");
        }
        refuseTogether();
        requireThreads(threads());
        int exitCode = compare(rows());
        warn(leftFree.sentence());
        return exitCode;
    }

    private int compare(List<CorpusRow> rows) throws IOException {
        if (policies) {
            return comparePolicies(rows);
        }
        ScheduleSource source = source();
        if (!fits.isEmpty()) {
            return fit(rows, source);
        }
        CorpusHardware hardware = new CorpusHardware(library(), overrides());
        if (operators != null) {
            return compareOperators(operators, rows, hardware, source);
        }
        List<Ablation.Mechanism> mechanisms = ablate == null ? List.of() : mechanisms(ablate);
        ValidationResult result = run("replaying", rows, hardware, source, Ablation.NONE);
        if (result.replayed().isEmpty()) {
            RowOutcome.Skipped first = result.skipped().getFirst();
            throw new BadInputException(
                    "no row of " + corpus + " could be replayed; " + first.row().id() + ": " + first.reason());
        }
        ValidationText text = new ValidationText(result, style());
        if (!summary) {
            out().println(text.rows());
        }
        out().println(text.groups());
        List<ScheduleComparison> comparisons = split ? compareSchedules(rows, hardware, result) : List.of();
        if (split) {
            out().println(text.split(comparisons));
        }
        List<ValidationData.Without> ablations = ablations(mechanisms, rows, hardware, source, result);
        if (html != null) {
            writeWhole(html, ValidationHtml.render(result, Version.name()));
        }
        out().println(text.lastLine());
        out().flush();
        writeJson(ValidationData.of(result).with(comparisons, ablations));
        return ExitCode.SUCCESS;
    }

    /** Three options print a table of their own, which most of the others would not change. */
    private void refuseTogether() {
        Map<String, Boolean> given = new LinkedHashMap<>();
        given.put("--policies", policies);
        given.put("--fit", !fits.isEmpty());
        given.put("--operators", operators != null);
        given.put("--schedules", schedules != null);
        given.put("--threads", threads != null);
        given.put("--split", split);
        given.put("--ablate", ablate != null);
        given.put("--html", html != null);
        given.put("--summary", summary);
        given.values().removeIf(is -> !is);
        refuseBeside(given.keySet(), "--policies", Set.of());
        refuseBeside(given.keySet(), "--fit", Set.of("--schedules", "--threads"));
        refuseBeside(given.keySet(), "--operators", Set.of("--schedules", "--summary"));
    }

    private static void refuseBeside(Set<String> given, String table, Set<String> usable) {
        if (given.contains(table)) {
            for (String option : given) {
                if (!option.equals(table) && !usable.contains(option)) {
                    throw new BadInputException(
                            table + " prints a table of its own: " + option + " has no effect on it, leave it out");
                }
            }
        }
    }

    private int comparePolicies(List<CorpusRow> rows) {
        List<CorpusRow> networks = ComparePolicies.networks(rows);
        if (networks.isEmpty()) {
            throw new BadInputException("--policies: no row of " + corpus + " names a network of the zoo");
        }
        CorpusHardware hardware = new CorpusHardware(library(), overrides());
        out().println(ComparePolicies.HEADER);
        List<ComparePolicies.Line> lines = new ArrayList<>();
        List<ComparePolicies.Skipped> skipped = new ArrayList<>();
        try (Progress progress = progress("scheduling", networks.size())) {
            for (CorpusRow row : networks) {
                ComparePolicies.Outcome outcome = ComparePolicies.time(row, hardware, library(), leftFree);
                switch (outcome) {
                    case ComparePolicies.Line line -> lines.add(line);
                    case ComparePolicies.Skipped skip -> skipped.add(skip);
                }
                out().println(outcome.text());
                progress.step();
            }
        }
        out().flush();
        writeJson(new ComparePolicies.Table(lines, skipped));
        return ExitCode.SUCCESS;
    }

    private int compareOperators(Path published, List<CorpusRow> rows, CorpusHardware hardware, ScheduleSource source) {
        List<OperatorRun> runs;
        try {
            runs = OperatorRun.read(published);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
        OperatorReplay replay = OperatorReplay.of(runs, rows, hardware, source);
        if (replay.summary().rows() == 0) {
            throw new BadInputException("no group of operators in " + published + " matches a network of " + corpus
                    + replay.skipped().stream()
                            .findFirst()
                            .map(skip -> "; " + skip.run().title() + ": " + skip.reason())
                            .orElse(""));
        }
        out().print(OperatorText.of(replay, summary, style()));
        out().flush();
        writeJson(OperatorData.of(replay));
        return ExitCode.SUCCESS;
    }

    private int fit(List<CorpusRow> rows, ScheduleSource source) {
        List<FitCandidate> candidates = new ArrayList<>();
        for (String fit : fits) {
            try {
                candidates.add(FitCandidate.parse(fit));
            } catch (IllegalArgumentException e) {
                throw new BadInputException("--fit " + e.getMessage(), e);
            }
        }
        ParameterFit.Result result;
        try (Progress progress = progress("replaying settings", Progress.UNKNOWN)) {
            result =
                    new ParameterFit(library(), overrides(), source, rows, candidates, threads(), progress::step).run();
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--fit: " + e.getMessage(), e);
        }
        out().print(FitText.of(result, style()));
        out().flush();
        writeJson(result);
        return ExitCode.SUCCESS;
    }

    private static Library library() {
        return NpuLanguage.shipped();
    }

    private List<CorpusRow> rows() {
        try {
            List<CorpusRow> rows = Corpus.read(corpus);
            String pattern = filter;
            List<CorpusRow> kept = pattern == null
                    ? rows
                    : rows.stream().filter(row -> row.id().matches(pattern)).toList();
            if (kept.isEmpty()) {
                throw new BadInputException(
                        pattern == null ? corpus + " has no rows" : "--rows " + pattern + ": no row's id matches");
            }
            return kept;
        } catch (PatternSyntaxException e) {
            throw new BadInputException("--rows " + filter + " is no regular expression: " + e.getDescription(), e);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private ScheduleSource source() {
        if (schedules == null) {
            return ownSchedules();
        }
        try {
            return new VelaScheduleDirectory(schedules);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private List<Selection.Change> overrides() {
        return settings.entrySet().stream()
                .map(setting -> new Selection.Change(setting.getKey(), setting.getValue()))
                .toList();
    }

    private ValidationResult run(
            String task, List<CorpusRow> rows, CorpusHardware hardware, ScheduleSource source, Ablation ablation) {
        try (Progress progress = progress(task, rows.size())) {
            return new Validator(hardware, source, ablation, threads()).validate(rows, progress::step);
        }
    }

    private int threads() {
        return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    }

    private ScheduleSource ownSchedules() {
        return new ZooSchedules(library(), SchedulePolicy.VELA_5_0, leftFree);
    }

    private List<ScheduleComparison> compareSchedules(
            List<CorpusRow> rows, CorpusHardware hardware, ValidationResult result) {
        return ScheduleComparison.of(
                result, run("replaying our schedules", rows, hardware, ownSchedules(), Ablation.NONE));
    }

    private List<ValidationData.Without> ablations(
            List<Ablation.Mechanism> mechanisms,
            List<CorpusRow> rows,
            CorpusHardware hardware,
            ScheduleSource source,
            ValidationResult full) {
        List<ValidationData.Without> ablations = new ArrayList<>();
        for (Ablation.Mechanism mechanism : mechanisms) {
            ErrorSummary errors = run("without " + mechanism.label(), rows, hardware, source, Ablation.of(mechanism))
                    .overall();
            double worth = errors.mean() - full.overall().mean();
            out().println(String.format(
                    Locale.ROOT,
                    "without %-15s MAPE %6.1f %%  worst %6.1f %%  bias %+6.1f %%  (worth %+.1f points)",
                    mechanism.label(),
                    errors.mean(),
                    errors.worst(),
                    errors.bias(),
                    worth));
            ablations.add(new ValidationData.Without(mechanism.label(), errors, worth));
        }
        return ablations;
    }

    private static List<Ablation.Mechanism> mechanisms(String names) {
        if (names.equals("all")) {
            return List.of(Ablation.Mechanism.values());
        }
        try {
            return List.of(Ablation.Mechanism.of(names));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }
}
