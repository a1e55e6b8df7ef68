package npusim.cli;

import static npusim.cli.Heading.Topic.MACHINE;
import static npusim.cli.Heading.Topic.OUTPUTS;
import static npusim.cli.Heading.Topic.SCHEDULE;
import static npusim.cli.Heading.Topic.WORK;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import npusim.dsl.Library;
import npusim.file.EndOfProgram;
import npusim.schedule.SchedulePolicy;
import npusim.study.DesignEvaluator;
import npusim.study.LocalEngine;
import npusim.study.PointEngine;
import npusim.study.PointEngines;
import npusim.study.PointSource;
import npusim.study.ResultTable;
import npusim.study.StudyPlan;
import npusim.study.StudyPoint;
import npusim.study.StudyReport;
import npusim.study.StudyRunner;
import npusim.study.StudySource;
import npusim.study.TimeEstimate;
import npusim.trace.run.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim study}: runs a design-space study. */
@Command(
        name = "study",
        synopsisSubcommandLabel = "[VERB]",
        commandListHeading = "%nVerbs:%n",
        subcommands = {StudyResultsCommand.class, StudyReportCommand.class},
        description = {
            "Runs a design-space study of a description.",
            "Results are kept as they come: after an interruption the same command goes on with what is missing."
        })
final class StudyCommand extends Verb {
    private static final int SHOWN_POINTS = 5;
    private static final int SHOWN_REASONS = 3;
    private static final String LOCAL = "local";
    private static final String DIRECTORY_ENDING = ".study";

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "Description with the study (.npu).")
    private @Nullable Path file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "STUDY",
            description = "Name of the study, if FILE has several.")
    private @Nullable String name;

    @Heading(OUTPUTS)
    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIR",
            description = "Where results are kept (default: STUDY.study).")
    @Output(directory = true)
    private @Nullable Path directory;

    @Heading(SCHEDULE)
    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description = "Whose schedules: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            defaultValue = "vela-4.4")
    private SchedulePolicy policy = SchedulePolicy.VELA_4_4;

    @Heading(MACHINE)
    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            completionCandidates = NameCandidates.Engines.class,
            description = "Where points run: local, or spark (default: ${DEFAULT-VALUE}).")
    private String engine = LOCAL;

    @Heading(MACHINE)
    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Of --engine spark: local[N], or spark://HOST:PORT (default: spark-submit's, else local[2]).")
    private @Nullable String master;

    @Heading(MACHINE)
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Of --engine local: points at a time (default: one for each processor).")
    private @Nullable Integer threads;

    @Heading(WORK)
    @Option(
            names = "--dry-run",
            description = "Only count the points, show the first ones and estimate the time from a few.")
    private boolean dryRun;

    /** What a dry run says; {@code seconds} on {@code parallelism} cores, both null for an engine elsewhere. */
    private record Estimate(
            String study,
            String strategy,
            long points,
            double secondsPerPoint,
            @Nullable Double seconds,
            @Nullable Integer parallelism) {}

    private record Summary(
            String study,
            String strategy,
            long points,
            long infeasible,
            long run,
            double seconds,
            double pointsPerSecond,
            String results,
            String report,
            List<StudyReport.Reason> reasons) {}

    @Override
    public Integer call() throws IOException {
        if (file == null) {
            throw new BadInputException("which study? give a description: npusim study FILE");
        }
        if (StudySource.isStudy(file)) {
            throw new BadInputException(file + " is the directory of a study: 'npusim study results " + file
                    + "' shows what it found, 'npusim study report " + file + "' makes its report");
        }
        checkEngine();
        Library library = LanguageSupport.library(List.of(file), err());
        StudySource source = StudySource.of(library, chosen(library, file), policy);
        StudySource.Prepared prepared = source.prepare(library);
        StudyPlan plan = prepared.plan();
        if (!plan.choosesAccelerator()) {
            out().println("Design   " + library.referenceRun().accelerator()
                    + ", as the study names no accelerator: 'accelerator = NAME' in it chooses another");
        }
        StudyPoint first = new StudyPoint(0, new int[plan.dimensions().size()]);
        prepared.evaluator().doubts(first).forEach(this::warn);
        if (dryRun) {
            describe(plan, prepared.evaluator());
            return ExitCode.SUCCESS;
        }
        Path target = directory == null ? Path.of(plan.study().name() + DIRECTORY_ENDING) : directory;
        if (RunDirectory.isRun(target)) {
            throw new BadInputException(
                    target + " is the directory of a run, whose report would be lost: give another with --directory");
        }
        long total = StudyRunner.target(plan);
        long start = System.nanoTime();
        long run;
        AtomicLong known = new AtomicLong(-1);
        AtomicBoolean running = new AtomicBoolean(true);
        StudyRunner runner;
        String report;
        int parallelism;
        try (PointEngine points = engine(source, prepared);
                Progress progress = progress(plan.study().name(), total)) {
            EndOfProgram.run(() -> {
                if (running.get() && known.get() >= 0) {
                    progress.remove();
                    err().println("interrupted with " + known.get() + " of " + total
                            + " points; the same command goes on with the rest");
                }
            });
            runner = new StudyRunner(plan, points, target);
            run = runner.run(count -> {
                if (known.getAndSet(count)
                        < 0) { // the directory is this study's: reports of it can be made from now on
                    source.save(target);
                }
                progress.stepTo(count);
            });
            report = points.report();
            points.showLeftFree(prepared.evaluator().leftFree());
            parallelism = points.parallelism();
        } finally {
            running.set(false);
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        if (runner.damagedLines() > 0) {
            err().println("warning: " + target.resolve(StudyRunner.RESULTS) + " holds " + runner.damagedLines()
                    + " damaged lines; points that are in them alone were run again");
        }
        warn(prepared.evaluator().leftFree().sentence());
        Path parquet;
        StudyReport.Written written;
        try (Progress progress = progress("writing results", 2)) {
            parquet = ResultTable.export(plan, target);
            progress.step();
            written = StudyReport.write(source, library, target, Version.name(), List.of());
        }
        double rate = run / Math.max(seconds, 1e-9);
        out().printf(
                        Locale.ROOT,
                        "Points   %d of %d, %d run now, %d infeasible%n",
                        known.get(),
                        total,
                        run,
                        written.infeasible());
        written.reasons().stream()
                .limit(SHOWN_REASONS)
                .forEach(reason -> out().println("Why not  " + reason.count() + " x " + reason.reason()));
        out().printf(
                        Locale.ROOT,
                        "Time     %.1f s, %.1f points a second%s, %d at a time%n",
                        seconds,
                        rate,
                        written.infeasible() > 0 ? " (infeasible ones, which may take none, among them)" : "",
                        parallelism);
        out().println("Work     " + report.replace("\n", "\n         "));
        out().println("Results  " + parquet);
        out().println("Report   " + target.resolve(StudyReport.PAGE));
        writeJson(new Summary(
                plan.study().name(),
                word(plan),
                known.get(),
                written.infeasible(),
                run,
                seconds,
                rate,
                parquet.toString(),
                target.resolve(StudyReport.PAGE).toString(),
                written.reasons()));
        return ExitCode.SUCCESS;
    }

    /** The study's own directory; what it is called besides its ending, the description says. */
    @Override
    protected boolean makes(Path folder) {
        Path name = folder.getFileName();
        return directory == null && name != null && name.toString().endsWith(DIRECTORY_ENDING);
    }

    /** An option that the engine does not know is a mistake, not to be passed over. */
    private void checkEngine() {
        if (threads != null) {
            requireThreads(threads);
        }
        if (!engine.equals(LOCAL)) {
            PointEngines.requireKnown(engine);
        }
        if (engine.equals(LOCAL) && master != null) {
            throw new BadInputException("--master is for --engine spark");
        }
        if (!engine.equals(LOCAL) && threads != null) {
            throw new BadInputException("--threads is for --engine local; --master says where and on how many cores "
                    + engine + " runs, such as local[4]");
        }
    }

    private int threads() {
        return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    }

    private PointEngine engine(StudySource source, StudySource.Prepared prepared) {
        DesignEvaluator evaluator = prepared.evaluator();
        return engine.equals(LOCAL)
                ? new LocalEngine(evaluator, evaluator::cacheReport, threads())
                : PointEngines.of(engine).start(source, prepared.plan().key(), master);
    }

    private String chosen(Library library, Path source) {
        if (name != null) {
            return name;
        }
        List<String> studies = library.names("study");
        if (studies.size() != 1) {
            throw new BadInputException(
                    studies.isEmpty()
                            ? source + " declares no study"
                            : source + " declares several studies, name one of " + String.join(", ", studies));
        }
        return studies.getFirst();
    }

    private void describe(StudyPlan plan, DesignEvaluator evaluator) {
        long total = StudyRunner.target(plan);
        out().printf("Study    %s, %s, %d points%n", plan.study().name(), word(plan), total);
        if (plan.strategy() != StudyPlan.Strategy.NSGA2) {
            PointSource points = plan.points();
            for (long i = 0; i < Math.min(SHOWN_POINTS, total); i++) {
                out().println("Point    " + values(plan, points.point(i)));
            }
            if (total > SHOWN_POINTS) {
                out().printf("         … and %d more%n", total - SHOWN_POINTS);
            }
        }
        TimeEstimate estimate = TimeEstimate.measure(plan, evaluator, threads());
        out().printf(
                        Locale.ROOT,
                        "Each     %.2g s of a core, the mean of %d points%n",
                        estimate.coreSecondsPerPoint(),
                        estimate.timed());
        if (estimate.infeasible() > 0) {
            out().printf(
                            "Note     %d of %d points tried are infeasible, the first of them: %s%n",
                            estimate.infeasible(), estimate.tried(), estimate.reason());
        }
        double coreSeconds = estimate.coreSecondsPerPoint() * total;
        boolean local = engine.equals(LOCAL);
        if (local) {
            out().printf(
                            Locale.ROOT,
                            "Time     about %.0f s on %d threads%n",
                            Math.max(1, coreSeconds / threads()),
                            threads());
        } else {
            out().printf(
                            Locale.ROOT,
                            "Time     about %.0f seconds of a core of this machine, besides the start of %s%n",
                            coreSeconds,
                            engine);
        }
        writeJson(new Estimate(
                plan.study().name(),
                word(plan),
                total,
                estimate.coreSecondsPerPoint(),
                local ? coreSeconds / threads() : null,
                local ? threads() : null));
    }

    private static String values(StudyPlan plan, StudyPoint point) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < plan.dimensions().size(); i++) {
            values.add(plan.dimensions().get(i).path() + " = " + plan.value(point, i));
        }
        return String.join(", ", values);
    }

    private static String word(StudyPlan plan) {
        return plan.strategy().name().toLowerCase(Locale.ROOT);
    }
}
