package npusim.execution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import npusim.execution.plan.StepTime;
import npusim.file.WholeFile;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.graph.Level;
import npusim.graph.Operator;
import npusim.graph.Problem;
import npusim.graph.Rule;
import npusim.graph.Value;
import npusim.tensor.NumpyFile;
import npusim.tensor.Tensor;
import npusim.tosa.TosaReader;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;
import org.jspecify.annotations.Nullable;

/** Runs a model file on {@code .npy} inputs once or many times and writes what comes out. */
public final class ModelRun {
    private static final int MAXIMUM_PROBLEMS = 100;

    private final Request request;
    private final Graph graph;
    private final Executor executor;
    private final double readSeconds;
    private final List<Problem> unpredictable = new ArrayList<>();
    private long unpredictableCount;

    private ModelRun(Request request, Graph graph, double readSeconds) {
        this.request = request;
        this.graph = graph;
        this.readSeconds = readSeconds;
        this.executor = request.choice().executor(graph, request.limits(), request.strict());
    }

    /**
     * What to run.
     *
     * @param inputs files of each input, by tensor name; run i takes file i modulo their number
     * @param outputFolder where outputs go, {@code null} for nowhere; with several runs each has a folder below it
     * @param dump whether to write {@code intermediates.csv} of the first run into the output folder
     * @param runs how many times to run
     */
    public record Request(
            Path model,
            ImmutableMap<String, ImmutableList<Path>> inputs,
            @Nullable Path outputFolder,
            boolean dump,
            int runs,
            boolean strict,
            Level level,
            ExecutionLimits limits,
            ExecutorChoice choice) {}

    /** An output of the last run. */
    public record Output(String name, String dtype, String shape, String crc32) {}

    /**
     * What a run did.
     *
     * @param operators of the main block, those that compute
     * @param constants of the main block
     * @param unpredictable outcomes that the specification leaves unpredictable, the first hundred of them
     * @param plannedSteps steps of the plan that the last run followed, 0 if it went operator by operator
     * @param profile what the last run spent on each kind of step, the most first; empty without a plan
     * @param seconds of each run
     * @param cpuSeconds processor time of each run, of all threads
     * @param processSeconds from the start of the process to the end of the last run
     * @param processCpuSeconds processor time of the process up to then
     */
    public record Report(
            String model,
            int operators,
            int constants,
            double readSeconds,
            int plannedSteps,
            List<StepTime> profile,
            List<Double> seconds,
            List<Double> cpuSeconds,
            double processSeconds,
            double processCpuSeconds,
            List<Output> outputs,
            int intermediates,
            long unpredictableCount,
            List<String> unpredictable) {
        /** Runs in a second, over all runs. */
        public double throughput() {
            double total = 0;
            for (double each : seconds) {
                total += each;
            }
            return total == 0 ? 0 : seconds.size() / total;
        }
    }

    /**
     * Runs a model.
     *
     * @throws InvalidGraphException if the model is no valid integer graph or an input does not fit; no file is written then
     * @throws IOException if a file cannot be read or written
     */
    public static Report run(Request request) throws IOException, InvalidGraphException {
        long start = System.nanoTime();
        Graph graph = TosaReader.read(request.model(), request.level());
        double readSeconds = (System.nanoTime() - start) / 1e9;
        ModelRun run = new ModelRun(request, graph, readSeconds);
        try (Executor _ = run.executor) {
            return run.run();
        }
    }

    private Report run() throws IOException, InvalidGraphException {
        List<ImmutableMap<String, Tensor>> inputs = readInputs();
        List<Double> seconds = new ArrayList<>();
        List<Double> cpuSeconds = new ArrayList<>();
        DumpIntermediates dump = new DumpIntermediates();
        List<Output> outputs = List.of();
        for (int run = 0; run < request.runs(); run++) {
            boolean dumps = request.dump() && run == 0;
            ImmutableMap<String, Tensor> bound = inputs.get(run % inputs.size());
            double cpuStart = ProcessTimes.cpuSeconds();
            long start = System.nanoTime();
            ImmutableMap<Value, Tensor> results = dumps || request.strict()
                    ? executor.run(bound, listener(dumps ? dump : ExecutionListener.NONE))
                    : executor.run(bound);
            seconds.add((System.nanoTime() - start) / 1e9);
            cpuSeconds.add(ProcessTimes.cpuSeconds() - cpuStart);
            write(results, run);
            outputs = graph.outputs()
                    .collect(value -> describe(value, results.get(value)))
                    .castToList();
        }
        Path folder = request.outputFolder();
        if (request.dump() && folder != null) {
            WholeFile.write(folder.resolve("intermediates.csv"), dump.csv().getBytes(StandardCharsets.UTF_8));
        }
        return new Report(
                request.model().toString(),
                graph.computing().size(),
                graph.operators().size() - graph.computing().size(),
                readSeconds,
                executor.plannedSteps(),
                executor.profile(),
                seconds,
                cpuSeconds,
                ProcessTimes.seconds(),
                ProcessTimes.cpuSeconds(),
                outputs,
                dump.tensors(),
                unpredictableCount,
                unpredictable.stream().map(Problem::message).toList());
    }

    private ExecutionListener listener(ExecutionListener dump) {
        return request.strict() ? new Listener(dump) : dump;
    }

    private static Output describe(Value value, @Nullable Tensor tensor) {
        if (tensor == null) {
            throw new IllegalStateException(value + " was not produced");
        }
        return new Output(
                value.name(), value.dtype().name(), value.shape().toString(), DumpIntermediates.crcText(tensor));
    }

    private List<ImmutableMap<String, Tensor>> readInputs() throws IOException, InvalidGraphException {
        int sets = 1;
        for (ImmutableList<Path> files : request.inputs()) {
            sets = Math.max(sets, files.size());
        }
        List<ImmutableMap<String, Tensor>> inputs = new ArrayList<>();
        for (int set = 0; set < sets; set++) {
            MutableMap<String, Tensor> tensors = Maps.mutable.empty();
            for (Value input : graph.inputs()) {
                ImmutableList<Path> files = request.inputs().get(input.name());
                if (files != null) {
                    tensors.put(input.name(), NumpyFile.read(files.get(set % files.size()), input.dtype()));
                }
            }
            inputs.add(tensors.toImmutable());
        }
        refuseUnknown();
        return inputs;
    }

    private void refuseUnknown() throws InvalidGraphException {
        Set<String> known = new HashSet<>(graph.inputs().collect(Value::name).castToList());
        ImmutableList<String> unknown =
                Lists.immutable.withAll(request.inputs().keysView()).reject(known::contains);
        if (unknown.notEmpty()) {
            throw new InvalidGraphException(
                    Rule.INPUT_MISMATCH,
                    "input '" + unknown.getFirst() + "'",
                    "the graph has no such input; its inputs are "
                            + graph.inputs().collect(Value::toString).makeString(", "));
        }
    }

    private void write(ImmutableMap<Value, Tensor> results, int run) throws IOException {
        Path folder = request.outputFolder();
        if (folder == null) {
            return;
        }
        Path target = request.runs() == 1 ? folder : folder.resolve("run-" + run);
        Files.createDirectories(target);
        Set<String> names = new HashSet<>();
        for (Value output : graph.outputs()) {
            Tensor tensor = results.get(output);
            String name = output.name().replaceAll("[^A-Za-z0-9._-]", "_");
            while (!names.add(name)) {
                name += "_";
            }
            if (tensor != null) {
                WholeFile.write(target.resolve(name + ".npy"), NumpyFile.format(tensor));
            }
        }
    }

    /** Collects unpredictable outcomes beside what another listener does. */
    private final class Listener implements ExecutionListener {
        private final ExecutionListener next;

        Listener(ExecutionListener next) {
            this.next = next;
        }

        @Override
        public void produced(Operator operator, Value value, Tensor tensor) {
            next.produced(operator, value, tensor);
        }

        @Override
        public void unpredictable(Problem problem) {
            unpredictableCount++;
            if (unpredictable.size() < MAXIMUM_PROBLEMS) {
                unpredictable.add(problem);
            }
        }
    }
}
