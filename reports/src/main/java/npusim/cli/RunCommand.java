package npusim.cli;

import static npusim.cli.Heading.Topic.DISPLAY;
import static npusim.cli.Heading.Topic.OUTPUTS;
import static npusim.cli.Heading.Topic.SCHEDULE;
import static npusim.cli.Heading.Topic.WORK;
import static npusim.cli.Heading.Topic.WORKLOAD;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import npusim.dsl.Library;
import npusim.file.Sha256;
import npusim.graph.InvalidGraphException;
import npusim.hardware.Memory;
import npusim.hardware.ReferenceRun;
import npusim.replay.Design;
import npusim.replay.FunctionalRun;
import npusim.replay.LeftFree;
import npusim.replay.Meanwhile;
import npusim.replay.Program;
import npusim.replay.Replay;
import npusim.replay.ScheduleWorkload;
import npusim.replay.WorkloadScheduling;
import npusim.report.HardwareCounters;
import npusim.report.RunResult;
import npusim.report.RunSummary;
import npusim.report.html.HtmlReport;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.simulation.WhatIfAnalysis;
import npusim.tensor.Tensor;
import npusim.trace.run.RunWriter;
import npusim.zoo.Workload;
import npusim.zoo.Workloads;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim run}: replays a workload on one or several designs. */
@Command(
        name = "run",
        description = {
            "Replays a workload on a design and prints the PMU counters.",
            "Schedules it, times it, computes its outputs exactly, and writes a trace directory and an HTML report.",
            "Without arguments it replays the published run and shows its counters beside the simulated ones."
        })
final class RunCommand extends Verb {
    private static final String TOSA_ENDING = ".tosa";

    private static final String SEED = "seed";

    private static final Path RUNS = Path.of("runs");

    /** Schedule, timing and read back; before them comes the workload, after them the report. */
    private static final int STAGES_OF_A_DESIGN = 3;

    @Parameters(
            arity = "0..1",
            paramLabel = "WORKLOAD",
            completionCandidates = NameCandidates.Workloads.class,
            description =
                    "Name of a workload ('npusim workload' lists them) or path of a .tosa file (default: conformer-s).")
    private String workloadName = Workloads.DEFAULT;

    @Mixin
    private DesignOptions designs = new DesignOptions();

    @Mixin
    private KernelOptions kernels = new KernelOptions();

    @Heading(WORKLOAD)
    @Option(
            names = "--set",
            paramLabel = "OPTION=VALUE",
            description = "An option of the named workload, such as seconds=5. May be repeated.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Heading(WORKLOAD)
    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the weights and inputs of conformer-s (default: 0).")
    private @Nullable Long seed;

    @Heading(SCHEDULE)
    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            defaultValue = "vela-4.4",
            description =
                    "Whose schedule: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, the published run's compiler).")
    private SchedulePolicy policy = SchedulePolicy.VELA_4_4;

    @Heading(SCHEDULE)
    @Option(
            names = "--chaining",
            negatable = true,
            description =
                    "Let elementwise operations follow others through the chaining buffer, or not (default: as in the"
                            + " published run of the workload, else yes).")
    private @Nullable Boolean chaining;

    @Heading(WORK)
    @Option(names = "--timing-only", description = "Do not compute the outputs.")
    private boolean timingOnly;

    @Heading(OUTPUTS)
    @Option(
            names = "--trace",
            paramLabel = "DIR",
            description = "Where the trace goes; several designs get folders in it (default: runs/WORKLOAD-NPU).")
    @Output(directory = true)
    private @Nullable Path trace;

    @Heading(OUTPUTS)
    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "Where the HTML report goes (default: report.html in the trace directory).")
    @Output
    private @Nullable Path report;

    @Heading(OUTPUTS)
    @Option(
            names = "--no-report",
            description = "Write no HTML report, about 1.3 MB; 'npusim report' makes it from the trace at any time.")
    private boolean noReport;

    @Heading(OUTPUTS)
    @Option(
            names = "--sample",
            split = ",",
            paramLabel = "CYCLES|blocks|commands",
            description =
                    "What to sample: intervals of that many cycles, each OFM block besides, or only each command, that is"
                            + " each stripe, depth slice and transfer of an operator (default: intervals, at most 1024 of them).")
    private List<String> sample = new ArrayList<>();

    @Heading(WORK)
    @Option(
            names = "--what-if",
            description =
                    "Also time the same commands without external latency, with twice the bandwidth and with twice the"
                            + " MACs, and print what each operator would cost (with --json each command).")
    private boolean whatIf;

    @Heading(WORK)
    @Option(
            names = "--dry-run",
            description = "Say what would be replayed on what and where the results would go, and stop.")
    private boolean dryRun;

    @Heading(DISPLAY)
    @Option(
            names = "--like-hardware",
            split = ",",
            paramLabel = "EVENT",
            description =
                    "Also print these PMU events as the hardware's counters would hold them: no more events than it has"
                            + " counters, no more bits than they have. A run counts all modelled events in any case.")
    private List<String> hardwareEvents = new ArrayList<>();

    private SampleChoice samples = SampleChoice.of(List.of());

    private final List<WhatIfAnalysis> answers = new ArrayList<>();

    private final LeftFree leftFree = new LeftFree();

    @Override
    public Integer call() throws IOException, InvalidGraphException, ScheduleException {
        if (noReport && report != null) {
            throw new BadInputException("--report names a file and --no-report wants none");
        }
        kernels.require();
        samples = SampleChoice.of(sample);
        Meanwhile<Workload> loading = Meanwhile.start("workload", this::workload);
        Library library = designs.library(err());
        List<Design> chosen = designs.designs(library);
        designs.doubts(chosen).forEach(this::warn);
        chosen.forEach(this::requireCounters);
        if (whatIf) {
            chosen.forEach(RunCommand::requireNoCache);
        }
        try (Progress progress = progress("run", 2L + (long) chosen.size() * STAGES_OF_A_DESIGN)) {
            Replay replay = new Replay(Version.name(), arguments(), progress::stage);
            Workload workload = replay.stage("workload", loading::get);
            if (dryRun) {
                announce(library, chosen, workload);
            } else {
                replay(replay, library, chosen, workload);
            }
        }
        return ExitCode.SUCCESS;
    }

    private void requireCounters(Design design) {
        String refusal =
                HardwareCounters.refusal(design.hardware().accelerator().pmu(), hardwareEvents);
        if (refusal != null) {
            throw new BadInputException("--like-hardware: " + refusal);
        }
    }

    /** The questions change the sides of the NPU; what lies behind a cache would stay as it is and answer another one. */
    private static void requireNoCache(Design design) {
        for (int side = 0; side < design.hardware().accelerator().ports().size(); side++) {
            Memory backing = design.hardware().backingMemory(side);
            if (backing != null) {
                throw new BadInputException("--what-if asks of memories that the NPU is attached to; " + backing.name()
                        + " lies behind a cache. Change its latency or bandwidth with --override and compare two runs");
            }
        }
    }

    private List<HardwareCounters> hardwareCounters(List<RunResult> results, List<Design> chosen) {
        return hardwareEvents.isEmpty()
                ? List.of()
                : IntStream.range(0, results.size())
                        .mapToObj(i -> HardwareCounters.of(
                                results.get(i),
                                chosen.get(i).hardware().accelerator().pmu(),
                                hardwareEvents))
                        .toList();
    }

    private void announce(Library library, List<Design> chosen, Workload workload) {
        out().printf(
                        "Would replay %s (%d TOSA operators) with a schedule by policy %s, elementwise chaining %s:%n",
                        workload.name(),
                        workload.graph().computing().size(),
                        policy,
                        scheduling(library, workload).chaining() ? "on" : "off");
        List<Announcement> announcements = chosen.stream()
                .map(design -> new Announcement(
                        design.hardware().accelerator().name(),
                        design.settings(),
                        directory(workload, design, chosen.size()).toString()))
                .toList();
        announcements.forEach(next -> out().printf(
                        "  %s: %s%n    trace into %s%s%n",
                        next.accelerator(),
                        next.settings(),
                        next.trace(),
                        Files.exists(Path.of(next.trace())) ? ", in place of the run that is there" : ""));
        out().flush();
        writeJson(announcements);
    }

    /** What a dry run says of a design. */
    private record Announcement(String accelerator, String settings, String trace) {}

    private void replay(Replay replay, Library library, List<Design> chosen, Workload workload)
            throws IOException, InvalidGraphException, ScheduleException {
        Thread.ofPlatform().daemon().start(RunWriter::prepare); // while the first schedule is made
        List<Tensor> inputs = timingOnly ? List.of() : workload.inputs().get();
        @Nullable
        FunctionalRun function =
                inputs.isEmpty() ? null : FunctionalRun.start(workload.graph(), inputs, kernels.choice(err()));
        List<RunResult> results = new ArrayList<>();
        for (Design design : chosen) {
            results.add(run(replay, library, workload, design, function, directory(workload, design, chosen.size())));
        }
        warn(leftFree.sentence());
        Path file = noReport ? null : report == null ? reportBeside(workload, results) : report;
        if (file != null) {
            replay.stage("report", () -> {
                writeWhole(file, HtmlReport.render(results, Version.name()));
                return file;
            });
        }
        List<HardwareCounters> counters = hardwareCounters(results, chosen);
        new RunOutput(results, counters, answers, replay, function, timingOnly, file).print(out(), style());
        writeJson(IntStream.range(0, results.size())
                .mapToObj(i -> new Answered(
                        RunSummary.of(results.get(i)),
                        whatIf ? answers.get(i) : null,
                        counters.isEmpty() ? null : counters.get(i)))
                .toList());
    }

    /** A run with the answers to what was asked about it. */
    private record Answered(
            @JsonUnwrapped RunSummary run,
            @Nullable WhatIfAnalysis whatIf,
            @Nullable HardwareCounters hardwareCounters) {}

    private RunResult run(
            Replay replay,
            Library library,
            Workload workload,
            Design design,
            @Nullable FunctionalRun function,
            Path directory)
            throws IOException, InvalidGraphException, ScheduleException {
        ScheduleOptions scheduling = scheduling(library, workload);
        Schedule schedule =
                replay.stage("schedule", () -> ScheduleWorkload.plan(workload, design.hardware(), scheduling));
        leftFree.note(workload.name(), design.hardware(), policy, schedule);
        Program program = new Program(
                workload.name(),
                Sha256.hex(workload.key()),
                options,
                seed == null ? 0 : seed,
                workload.seconds(),
                workload.graph(),
                scheduling,
                schedule);
        Replay.Outputs outputs = function == null ? Map::of : function::outputs;
        replay.record(program, design, reference(library, workload, design), outputs, samples.sampling(), directory);
        if (whatIf) {
            answers.add(replay.stage(
                    "what if", () -> WhatIfAnalysis.of(program.schedule().commands(), design.hardware())));
        }
        return replay.stage("read back", () -> RunResult.load(directory));
    }

    private Workload workload() throws IOException {
        for (String option : options.keySet()) {
            if (option.contains(".")) {
                throw new BadInputException("--set " + option + ": options of a workload have no dot; a property of the"
                        + " design is changed by --override " + option + "=VALUE");
            }
        }
        if (workloadName.toLowerCase(Locale.ROOT).endsWith(TOSA_ENDING)) {
            if (seed != null || !options.isEmpty()) {
                throw new BadInputException("--seed and --set are for named workloads; a .tosa file is taken as it is");
            }
            return Workloads.read(Path.of(workloadName));
        }
        if (Files.exists(Path.of(workloadName))) {
            throw new BadInputException(workloadName + " is no workload: the name of a graph's file ends with "
                    + TOSA_ENDING + "; docs/graphs.md says how other models become graphs");
        }
        Map<String, String> all = new LinkedHashMap<>(options);
        if (seed != null) {
            if (all.put(SEED, Long.toString(seed)) != null) {
                throw new BadInputException("--seed and --set seed say the same: give one of them");
            }
            if (Workloads.resolve(workloadName)
                    .filter(name -> !Workloads.options(name).containsKey(SEED))
                    .isPresent()) {
                throw new BadInputException(
                        "--seed: the weights of " + workloadName + " are always the same, it has no seed");
            }
        }
        return Workloads.load(workloadName, all);
    }

    /** The published counters, if this is the run they were published for. */
    private @Nullable ReferenceRun reference(Library library, Workload workload, Design design) {
        for (String name : library.names("reference_run")) {
            ReferenceRun reference = library.referenceRun(name);
            boolean sameWorkload =
                    options.isEmpty() && seed == null && WorkloadScheduling.isWorkloadOf(reference, workload);
            if (sameWorkload && design.isThatOf(reference, library)) {
                return reference;
            }
        }
        return null;
    }

    private ScheduleOptions scheduling(Library library, Workload workload) {
        ScheduleOptions usual = WorkloadScheduling.of(library, policy, workload);
        return chaining == null ? usual : usual.withChaining(chaining);
    }

    /** As {@link #directory} does: named for the design where nothing else is said or there are several. */
    @Override
    protected boolean makes(Path directory) {
        Path above = (trace == null ? RUNS : trace).toAbsolutePath().normalize();
        return (trace == null || designs.count() > 1)
                && (directory.equals(above) || above.equals(directory.getParent()));
    }

    private Path directory(Workload workload, Design design, int count) {
        String accelerator = design.hardware().accelerator().name();
        if (trace != null) {
            return count == 1 ? trace : trace.resolve(accelerator);
        }
        return RUNS.resolve(workload.name() + "-" + accelerator);
    }

    private Path reportBeside(Workload workload, List<RunResult> results) {
        if (results.size() == 1) {
            return results.getFirst().directory().resolve("report.html");
        }
        return trace == null ? RUNS.resolve(workload.name() + "-comparison.html") : trace.resolve("report.html");
    }
}
