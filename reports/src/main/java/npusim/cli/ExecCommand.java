package npusim.cli;

import static npusim.cli.Heading.Topic.DISPLAY;
import static npusim.cli.Heading.Topic.MACHINE;
import static npusim.cli.Heading.Topic.OUTPUTS;
import static npusim.cli.Heading.Topic.WORK;
import static npusim.cli.Heading.Topic.WORKLOAD;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import npusim.execution.ExecutionLimits;
import npusim.execution.ModelRun;
import npusim.execution.TensorDifference;
import npusim.execution.plan.StepTime;
import npusim.graph.InvalidGraphException;
import npusim.zoo.Workloads;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim exec}: runs a TOSA file for its values. */
@Command(name = "exec", description = "Runs a TOSA integer graph bit-exactly on .npy inputs.")
final class ExecCommand extends Verb {
    private static final long MEBIBYTE = 1 << 20;

    @Parameters(paramLabel = "MODEL.tosa", description = "The graph, a TOSA 1.0 flatbuffer.")
    @SuppressWarnings("NullAway.Init")
    private Path model;

    @Heading(WORKLOAD)
    @Option(
            names = "--input",
            paramLabel = "NAME=FILE.npy",
            description =
                    "The tensor of an input; each input of the graph needs one. Given several times for one name, runs take the"
                            + " files in turn.")
    private List<String> inputs = List.of();

    @Heading(OUTPUTS)
    @Option(
            names = "--output-dir",
            paramLabel = "DIR",
            description = "Write each output to DIR/NAME.npy (with --stream: to DIR/run-I/NAME.npy).")
    @Output(directory = true)
    private @Nullable Path outputDirectory;

    @Heading(WORK)
    @Option(
            names = "--expect",
            paramLabel = "NAME=FILE.npy",
            description =
                    "Compare an output or an intermediate tensor with a file; exit code 1 if they differ. An intermediate one makes runs go"
                            + " operator by operator. Given several times for one name, runs take the files in turn.")
    private List<String> expected = List.of();

    @Heading(OUTPUTS)
    @Option(
            names = "--dump-tensor",
            paramLabel = "NAME",
            description = "Write an intermediate tensor to --output-dir as well, as NAME.npy. May be repeated.")
    private List<String> dumpedTensors = List.of();

    @Heading(OUTPUTS)
    @Option(
            names = "--dump-intermediates",
            description = "Write intermediates.csv to --output-dir: name, op, dtype, shape and crc32 of every tensor.")
    private boolean dumpIntermediates;

    @Heading(WORK)
    @Option(
            names = "--stream",
            paramLabel = "N",
            defaultValue = "1",
            description = "Run N times and report the throughput (default: ${DEFAULT-VALUE}).")
    private int stream;

    @Heading(WORK)
    @Option(
            names = "--strict",
            description = "Report outcomes that the specification leaves unpredictable; exit code 1 if there are any.")
    private boolean strict;

    @Mixin
    private KernelOptions kernels = new KernelOptions();

    @Mixin
    private TosaLevel level = new TosaLevel();

    @Heading(MACHINE)
    @Option(
            names = "--memory-limit",
            paramLabel = "MIB",
            description = "Refuse tensors beyond this many MiB in all (default: three quarters of the heap).")
    private @Nullable Long memoryLimit;

    @Heading(MACHINE)
    @Option(
            names = "--loop-limit",
            paramLabel = "N",
            description = "Stop a WHILE_LOOP after N iterations (default: 10000000).")
    private @Nullable Long loopLimit;

    @Heading(DISPLAY)
    @Option(
            names = "--reference-cpu-seconds",
            paramLabel = "S",
            description =
                    "Processor time of another implementation for the same file and one input, such as the TOSA reference"
                            + " model's; prints how many times faster this one was.")
    private @Nullable Double referenceCpuSeconds;

    @Heading(DISPLAY)
    @Option(
            names = "--profile",
            description = "Print what the last run spent on each kind of step, operators that run together as one.")
    private boolean profile;

    @Override
    public Integer call() throws IOException, InvalidGraphException {
        if ((dumpIntermediates || !dumpedTensors.isEmpty()) && outputDirectory == null) {
            throw new BadInputException((dumpIntermediates ? "--dump-intermediates" : "--dump-tensor")
                    + " writes into the output directory: give --output-dir");
        }
        requireAtLeast("--stream", stream, 1);
        if (referenceCpuSeconds != null && !(referenceCpuSeconds > 0)) {
            throw new BadInputException("--reference-cpu-seconds must be above 0, is " + referenceCpuSeconds);
        }
        if (!Files.exists(model) && Workloads.resolve(model.toString()).isPresent()) {
            throw new BadInputException("no such file: " + model + "; 'npusim workload " + model + " -o " + model
                    + ".tosa' writes the workload of that name");
        }
        ModelRun.Report report = ModelRun.run(new ModelRun.Request(
                model,
                files("--input", inputs),
                outputDirectory,
                files("--expect", expected),
                Lists.immutable.withAll(dumpedTensors),
                dumpIntermediates,
                stream,
                strict,
                level.chosen(),
                limits(),
                kernels.choice(err())));
        print(report);
        writeJson(report);
        boolean fails = report.unpredictableCount() > 0
                || report.expectations().stream().anyMatch(each -> each.differingRuns() > 0);
        return fails ? ExitCode.CHECK_FAILED : ExitCode.SUCCESS;
    }

    private ImmutableMap<String, ImmutableList<Path>> files(String option, List<String> named) {
        TreeMap<String, List<Path>> files = new TreeMap<>();
        for (String each : named) {
            int equals = each.lastIndexOf('=');
            if (equals < 1 || equals == each.length() - 1) {
                throw new BadInputException(option + " takes NAME=FILE.npy, not '" + each + "'");
            }
            files.computeIfAbsent(each.substring(0, equals), _ -> new ArrayList<>())
                    .add(Path.of(each.substring(equals + 1)));
        }
        files.forEach((name, taken) -> {
            if (taken.size() > stream) {
                throw new BadInputException(
                        option + " gives " + name + " " + taken.size() + " files, of which --stream " + stream
                                + " takes " + stream + ": raise it or leave the others out");
            }
        });
        return Maps.immutable.withAll(files).collectValues((_, paths) -> Lists.immutable.withAll(paths));
    }

    private ExecutionLimits limits() {
        ExecutionLimits defaults = ExecutionLimits.defaults();
        return new ExecutionLimits(
                memoryLimit == null ? defaults.memoryBytes() : mebibytes(memoryLimit),
                loopLimit == null ? defaults.loopIterations() : positive("--loop-limit", loopLimit));
    }

    private static long mebibytes(long limit) {
        return Math.min(positive("--memory-limit", limit), Long.MAX_VALUE / MEBIBYTE) * MEBIBYTE;
    }

    private static long positive(String option, long limit) {
        requireAtLeast(option, limit, 1);
        return limit;
    }

    private void print(ModelRun.Report report) {
        out().printf(
                        Locale.ROOT,
                        "%s: %d operators and %d constants%s, read in %.3f s%n",
                        report.model(),
                        report.operators(),
                        report.constants(),
                        report.plannedSteps() > 0 ? " in " + report.plannedSteps() + " steps" : "",
                        report.readSeconds());
        for (ModelRun.Output output : report.outputs()) {
            out().printf(
                            Locale.ROOT,
                            "output %s %s%s crc32 %s%n",
                            output.name(),
                            output.dtype(),
                            output.shape(),
                            output.crc32());
        }
        for (ModelRun.Expectation expectation : report.expectations()) {
            out().println("expected " + expectation.name() + ": " + verdict(expectation));
        }
        if (report.intermediates() > 0) {
            out().printf(Locale.ROOT, "%d intermediate tensors in %s%n", report.intermediates(), outputDirectory);
        }
        for (String problem : report.unpredictable()) {
            out().println("unpredictable: " + problem);
        }
        if (strict) {
            out().printf(Locale.ROOT, "%d unpredictable outcomes%n", report.unpredictableCount());
        }
        out().printf(
                        Locale.ROOT,
                        "%d %s, the last in %.3f s, %.2f runs/s%n",
                        report.seconds().size(),
                        report.seconds().size() == 1 ? "run" : "runs",
                        report.seconds().getLast(),
                        report.throughput());
        out().printf(
                        Locale.ROOT,
                        "processor time: the last run %.2f s, the whole process %.2f s in %.2f s%n",
                        report.cpuSeconds().getLast(),
                        report.processCpuSeconds(),
                        report.processSeconds());
        if (profile) {
            printProfile(report.profile());
        }
        Double reference = referenceCpuSeconds;
        if (reference != null) {
            printRatio(
                    "the last run",
                    reference,
                    report.seconds().getLast(),
                    report.cpuSeconds().getLast());
            if (report.seconds().size() == 1) {
                printRatio("the whole process", reference, report.processSeconds(), report.processCpuSeconds());
            }
        }
    }

    private String verdict(ModelRun.Expectation expectation) {
        TensorDifference difference = expectation.difference();
        if (difference == null) {
            return stream == 1 ? "equal" : "equal in " + stream + " runs";
        }
        return stream == 1
                ? difference.toString()
                : expectation.differingRuns() + " of " + stream + " runs differ; in run-" + expectation.run() + " "
                        + difference;
    }

    private void printProfile(List<StepTime> times) {
        double total = times.stream().mapToLong(StepTime::nanos).sum();
        for (StepTime time : times) {
            out().printf(
                            Locale.ROOT,
                            "%9.3f ms %5.1f %% %6d x %s%n",
                            time.nanos() / 1e6,
                            total == 0 ? 0 : 100 * time.nanos() / total,
                            time.steps(),
                            time.operators());
        }
        if (times.isEmpty()) {
            out().println("no profile: the graph ran operator by operator, not as a plan");
        }
    }

    private void printRatio(String what, double reference, double seconds, double cpuSeconds) {
        out().printf(
                        Locale.ROOT,
                        "reference %.2f s: %s took %.1f times less time, %s times less processor time%n",
                        reference,
                        what,
                        reference / seconds,
                        cpuSeconds > 0 ? String.format(Locale.ROOT, "%.1f", reference / cpuSeconds) : "?");
    }
}
