package npusim.execution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
     * @param expected files that tensors of the main block, outputs or not, are compared with, by name as {@code inputs}
     * @param dumpedTensors tensors of the main block that go to the output folder besides
     * @param dump whether to write {@code intermediates.csv} of the first run into the output folder
     * @param runs how many times to run
     */
    public record Request(
            Path model,
            ImmutableMap<String, ImmutableList<Path>> inputs,
            @Nullable Path outputFolder,
            ImmutableMap<String, ImmutableList<Path>> expected,
            ImmutableList<String> dumpedTensors,
            boolean dump,
            int runs,
            boolean strict,
            Level level,
            ExecutionLimits limits,
            ExecutorChoice choice) {}

    /** An output of the last run. */
    public record Output(String name, String dtype, String shape, String crc32) {}

    /**
     * What came of a tensor that was expected.
     *
     * @param differingRuns how many runs gave another
     * @param difference of the first of these runs
     * @param run number of that run, from 0
     */
    public record Expectation(
            String name, int differingRuns, @Nullable TensorDifference difference, int run) {
        Expectation andDiffers(int by, TensorDifference other) {
            return difference == null
                    ? new Expectation(name, 1, other, by)
                    : new Expectation(name, differingRuns + 1, difference, run);
        }
    }

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
            List<Expectation> expectations,
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
        ExpectedTensors expected = readExpected();
        List<Value> dumped = new ArrayList<>();
        for (String name : request.dumpedTensors()) {
            dumped.add(tensor(name));
        }
        Set<Value> kept = new HashSet<>(expected.values());
        kept.addAll(dumped);
        kept.removeAll(graph.outputs().castToList());
        List<Double> seconds = new ArrayList<>();
        List<Double> cpuSeconds = new ArrayList<>();
        DumpIntermediates dump = new DumpIntermediates();
        List<Output> outputs = List.of();
        for (int run = 0; run < request.runs(); run++) {
            boolean dumps = request.dump() && run == 0;
            ImmutableMap<String, Tensor> bound = inputs.get(run % inputs.size());
            double cpuStart = ProcessTimes.cpuSeconds();
            long start = System.nanoTime();
            Map<Value, Tensor> tensors = new HashMap<>();
            ImmutableMap<Value, Tensor> results = dumps || request.strict() || !kept.isEmpty()
                    ? executor.run(bound, new Listener(dumps ? dump : ExecutionListener.NONE, kept, tensors))
                    : executor.run(bound);
            seconds.add((System.nanoTime() - start) / 1e9);
            cpuSeconds.add(ProcessTimes.cpuSeconds() - cpuStart);
            results.forEachKeyValue(tensors::put);
            write(tensors, dumped, run);
            outputs = graph.outputs()
                    .collect(value -> describe(value, results.get(value)))
                    .castToList();
            expected.compare(run, tensors);
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
                expected.verdicts(),
                dump.tensors(),
                unpredictableCount,
                unpredictable.stream().map(Problem::message).toList());
    }

    static Tensor produced(Value value, @Nullable Tensor tensor) {
        if (tensor == null) {
            throw new IllegalStateException(value + " was not produced");
        }
        return tensor;
    }

    private static Output describe(Value value, @Nullable Tensor tensor) {
        return new Output(
                value.name(),
                value.dtype().name(),
                value.shape().toString(),
                DumpIntermediates.crcText(produced(value, tensor)));
    }

    /** A tensor of the main block by name. */
    private Value tensor(String name) throws InvalidGraphException {
        Value found = Lists.immutable
                .withAll(graph.outputs())
                .newWithAll(graph.operators().flatCollect(Operator::outputs))
                .detect(value -> value.name().equals(name));
        if (found == null) {
            throw new InvalidGraphException(
                    Rule.INPUT_MISMATCH,
                    "tensor '" + name + "'",
                    "no operator of the graph's main block produces it; the outputs are "
                            + graph.outputs().collect(Value::toString).makeString(", ")
                            + ", and --dump-intermediates lists all");
        }
        return found;
    }

    private ExpectedTensors readExpected() throws IOException, InvalidGraphException {
        Map<Value, List<Tensor>> expected = new LinkedHashMap<>();
        for (String name : request.expected().keysView().toSortedList()) {
            Value value = tensor(name);
            List<Tensor> tensors = new ArrayList<>();
            for (Path file : request.expected().get(name)) {
                Tensor tensor = NumpyFile.read(file, value.dtype());
                if (!tensor.shape().equals(value.shape())) {
                    throw new InvalidGraphException(
                            Rule.INPUT_MISMATCH,
                            "expected '" + name + "'",
                            file + " holds " + tensor + ", the graph has " + value.dtype() + value.shape());
                }
                tensors.add(tensor);
            }
            expected.put(value, tensors);
        }
        return new ExpectedTensors(expected);
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

    private void write(Map<Value, Tensor> tensors, List<Value> dumped, int run) throws IOException {
        Path folder = request.outputFolder();
        if (folder == null) {
            return;
        }
        Path target = request.runs() == 1 ? folder : folder.resolve("run-" + run);
        Files.createDirectories(target);
        Set<String> names = new HashSet<>();
        Set<Value> written = new LinkedHashSet<>(graph.outputs().castToList());
        written.addAll(dumped);
        for (Value value : written) {
            String name = value.name().replaceAll("[^A-Za-z0-9._-]", "_");
            while (!names.add(name)) {
                name += "_";
            }
            WholeFile.write(target.resolve(name + ".npy"), NumpyFile.format(produced(value, tensors.get(value))));
        }
    }

    /** Collects unpredictable outcomes and copies of some tensors beside what another listener does. */
    private final class Listener implements ExecutionListener {
        private final ExecutionListener next;
        private final Set<Value> kept;
        private final Map<Value, Tensor> copies;

        Listener(ExecutionListener next, Set<Value> kept, Map<Value, Tensor> copies) {
            this.next = next;
            this.kept = kept;
            this.copies = copies;
        }

        @Override
        public void produced(Operator operator, Value value, Tensor tensor) {
            next.produced(operator, value, tensor);
            if (kept.contains(value)) {
                Tensor copy = Tensor.zeros(tensor.dtype(), tensor.shape());
                System.arraycopy(tensor.storage(), 0, copy.storage(), 0, tensor.length());
                copies.put(value, copy);
            }
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
