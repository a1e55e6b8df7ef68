package npusim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.hardware.HardwareConfiguration;
import npusim.replay.ComparePolicies;
import npusim.replay.ZooSchedules;
import npusim.report.validation.FitText;
import npusim.report.validation.OperatorData;
import npusim.report.validation.OperatorText;
import npusim.report.validation.ValidationData;
import npusim.report.validation.ValidationHtml;
import npusim.report.validation.ValidationText;
import npusim.schedule.ScheduleException;
import npusim.schedule.SchedulePolicy;
import npusim.simulation.Ablation;
import npusim.simulation.Simulator;
import npusim.trace.PmuSink;
import npusim.validation.Corpus;
import npusim.validation.CorpusHardware;
import npusim.validation.CorpusRow;
import npusim.validation.ErrorSummary;
import npusim.validation.FitCandidate;
import npusim.validation.OperatorComparison;
import npusim.validation.OperatorRun;
import npusim.validation.ParameterFit;
import npusim.validation.ScheduleComparison;
import npusim.validation.ScheduleSource;
import npusim.validation.ValidationResult;
import npusim.validation.Validator;
import npusim.validation.VelaScheduleDirectory;
import npusim.zoo.WorkloadException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim validate}: replays published measurements. */
@Command(
        name = "validate",
        description = "Replays every row of a corpus of published measurements and prints the errors.")
final class ValidateCommand extends Verb {
    @Parameters(paramLabel = "CSV", description = "The corpus.")
    @SuppressWarnings("NullAway.Init")
    private Path corpus;

    @Option(
            names = "--schedules",
            paramLabel = "DIR",
            description = "Take command streams from decoded schedules instead of our scheduler.")
    private @Nullable Path schedules;

    @Option(
            names = "--split",
            description =
                    "With --schedules: replay our schedules too, and print the engine's error and the scheduler's.")
    private boolean split;

    @Option(names = "--rows", paramLabel = "REGEX", description = "Only rows whose id matches.")
    private @Nullable String filter;

    @Option(
            names = "--ablate",
            paramLabel = "NAME",
            description = "Leave a mechanism out and print what it is worth; 'all' tries each in turn.")
    private @Nullable String ablate;

    @Option(
            names = "--operators",
            paramLabel = "CSV",
            description =
                    "Compare the times at which groups of operators end with these published ones, instead of whole runs.")
    private @Nullable Path operators;

    @Option(
            names = "--fit",
            paramLabel = "PROPERTY=V1,V2,...",
            description =
                    "Choose among values of a physical parameter of every design, hold each workload out once, and print"
                            + " how well the others predict it; repeatable. Changes no file.")
    private List<String> fits = new ArrayList<>();

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with a scatter plot.")
    private @Nullable Path html;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Change a property of every design, such as engine.start_cycles=\"120 cycles\".")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--threads", paramLabel = "N", description = "Rows replayed at a time (default: the processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--policies",
            description = "Print the cycles of every network as each policy schedules it, instead of errors.")
    private boolean policies;

    @Option(names = "--summary", description = "Print the groups only, not every row.")
    private boolean summary;

    @Override
    public Integer call() throws IOException {
        if (split && schedules == null) {
            throw new BadInputException("--split compares with reference schedules: name them with --schedules DIR");
        }
        refuseTogether();
        List<CorpusRow> rows = rows();
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
        ValidationResult result = run("replaying", rows, hardware, source, Ablation.NONE);
        ValidationText text = new ValidationText(result, style());
        if (!summary) {
            out().println(text.rows());
        }
        out().println(text.groups());
        if (split) {
            ScheduleSource own = new ZooSchedules(SchedulePolicy.VELA_5_0);
            ValidationResult ours = run("replaying our schedules", rows, hardware, own, Ablation.NONE);
            out().println(text.split(ScheduleComparison.of(result, ours)));
        }
        if (ablate != null) {
            printAblations(rows, hardware, source, result);
        }
        if (html != null) {
            writeWhole(html, ValidationHtml.render(result, Version.name()));
        }
        out().println(text.lastLine());
        out().flush();
        writeJson(ValidationData.of(result));
        return ExitCode.SUCCESS;
    }

    /** Three options print tables of their own, which the others do not change. */
    private void refuseTogether() {
        if (policies) {
            refuse(
                    "--policies",
                    !fits.isEmpty(),
                    "--fit",
                    operators != null,
                    "--operators",
                    schedules != null,
                    "--schedules");
            refuse(
                    "--policies",
                    split,
                    "--split",
                    ablate != null,
                    "--ablate",
                    html != null,
                    "--html",
                    summary,
                    "--summary");
        } else if (!fits.isEmpty()) {
            refuse("--fit", operators != null, "--operators", split, "--split", ablate != null, "--ablate");
            refuse("--fit", html != null, "--html", summary, "--summary");
        } else if (operators != null) {
            refuse("--operators", split, "--split", ablate != null, "--ablate", html != null, "--html");
        }
    }

    private static void refuse(String mode, Object... givenAndName) {
        for (int i = 0; i < givenAndName.length; i += 2) {
            if (givenAndName[i].equals(true)) {
                throw new BadInputException(mode + " prints a table of its own: " + givenAndName[i + 1]
                        + " has no effect on it, leave it out");
            }
        }
    }

    private int comparePolicies(List<CorpusRow> rows) {
        List<CorpusRow> networks = ComparePolicies.networks(rows);
        CorpusHardware hardware = new CorpusHardware(library(), overrides());
        out().println(ComparePolicies.HEADER);
        List<ComparePolicies.Line> lines = new ArrayList<>();
        try (Progress progress = progress("scheduling", networks.size())) {
            for (CorpusRow row : networks) {
                try {
                    ComparePolicies.Line line = ComparePolicies.time(row, hardware);
                    out().println(line.text());
                    lines.add(line);
                } catch (ScheduleException | WorkloadException e) {
                    out().println(row.workload() + " on " + row.npu() + ": " + e.getMessage());
                }
                progress.step();
            }
        }
        out().flush();
        writeJson(lines);
        return ExitCode.SUCCESS;
    }

    private int compareOperators(Path published, List<CorpusRow> rows, CorpusHardware hardware, ScheduleSource source) {
        List<OperatorRun> runs;
        try {
            runs = OperatorRun.read(published);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
        List<Double> errors = new ArrayList<>();
        List<OperatorData.Run> data = new ArrayList<>();
        for (OperatorRun run : runs) {
            CorpusRow row = run.whole(rows);
            String name = run.model() + " " + run.binding();
            if (row == null) {
                out().println("skipped " + name + ": no row of this network and array in " + corpus);
                continue;
            }
            HardwareConfiguration configuration = hardware.configure(row);
            switch (source.find(row, configuration)) {
                case ScheduleSource.Missing missing -> out().println("skipped " + name + ": " + missing.reason());
                case ScheduleSource.Stream found -> {
                    OperatorComparison comparison = OperatorComparison.of(
                            run,
                            Simulator.run(found.stream(), configuration, PmuSink.discarding())
                                    .operations());
                    out().print(OperatorText.of(comparison, row.id(), summary, style()));
                    comparison.points().forEach(point -> errors.add(point.errorPercent()));
                    data.add(OperatorData.Run.of(comparison, row.id()));
                }
            }
        }
        if (errors.isEmpty()) {
            throw new BadInputException("no group of operators in " + published + " matches a network of " + corpus);
        }
        ErrorSummary all = ErrorSummary.of("operators", errors);
        out().println(String.format(
                Locale.ROOT,
                "operators MAPE %.1f %% over %d groups, worst %.1f %%",
                all.mean(),
                all.rows(),
                all.worst()));
        out().flush();
        writeJson(new OperatorData(all, data));
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
        try (Progress progress = progress("replaying settings", 0)) {
            result = new ParameterFit(
                            library(), overrides(), source, rows, candidates, Math.max(1, threads), progress::step)
                    .run();
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
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private ScheduleSource source() {
        if (schedules == null) {
            return new ZooSchedules(SchedulePolicy.VELA_5_0);
        }
        try {
            return new VelaScheduleDirectory(schedules);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private List<Selection.Change> overrides() {
        List<Selection.Change> overrides = new ArrayList<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals <= 0) {
                throw new BadInputException("--set " + setting + ": PATH=VALUE is expected");
            }
            overrides.add(new Selection.Change(setting.substring(0, equals), setting.substring(equals + 1)));
        }
        return overrides;
    }

    private ValidationResult run(
            String task, List<CorpusRow> rows, CorpusHardware hardware, ScheduleSource source, Ablation ablation) {
        try (Progress progress = progress(task, rows.size())) {
            return new Validator(hardware, source, ablation, Math.max(1, threads)).validate(rows, progress::step);
        }
    }

    private void printAblations(
            List<CorpusRow> rows, CorpusHardware hardware, ScheduleSource source, ValidationResult full) {
        List<Ablation.Mechanism> mechanisms = "all".equals(ablate) ? List.of(Ablation.Mechanism.values()) : mechanism();
        ErrorSummary base = full.overall();
        for (Ablation.Mechanism mechanism : mechanisms) {
            ErrorSummary without = run("without " + mechanism.label(), rows, hardware, source, Ablation.of(mechanism))
                    .overall();
            out().println(String.format(
                    Locale.ROOT,
                    "without %-15s MAPE %6.1f %%  worst %6.1f %%  bias %+6.1f %%  (worth %+.1f points)",
                    mechanism.label(),
                    without.mean(),
                    without.worst(),
                    without.bias(),
                    without.mean() - base.mean()));
        }
    }

    private List<Ablation.Mechanism> mechanism() {
        try {
            return List.of(Ablation.Mechanism.of(String.valueOf(ablate)));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }
}
