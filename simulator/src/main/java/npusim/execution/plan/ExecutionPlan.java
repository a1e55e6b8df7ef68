package npusim.execution.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.kernel.EvaluateOperator;
import npusim.kernel.loop.InnerLoops;
import npusim.tensor.Tensor;

/**
 * A graph made ready to run many times: weights are packed, what follows from constants is computed, and every tensor's
 * memory is known, so that a run only moves data. One run at a time.
 */
public final class ExecutionPlan implements AutoCloseable {
    /** A run that writes more than this waits for compiled loops. */
    private static final long LONG_RUN_BYTES = 1 << 23;

    private final Graph graph;
    private final InnerLoops loops;
    private final Roots roots;
    private final Storage constants;
    private final List<Step> steps;
    private final List<String> names;

    /** Time each step took in the last run. */
    private final long[] nanos;

    private final TensorMemory memory;
    private final ArrayPool pool = new ArrayPool();
    private final Workers workers;

    private ExecutionPlan(Graph graph, EvaluateOperator evaluator, InnerLoops loops, int threads) {
        this.graph = graph;
        this.loops = loops;
        this.roots = new Roots(graph, evaluator);
        this.constants = roots.storage();
        PlanCompiler compiler = new PlanCompiler(graph, roots, evaluator, loops);
        this.steps = compiler.compile();
        this.names = compiler.names();
        this.nanos = new long[steps.size()];
        Set<Integer> kept = new HashSet<>(roots.constants());
        graph.inputs().forEach(input -> kept.add(roots.root(input)));
        graph.outputs().forEach(output -> kept.add(roots.root(output)));
        this.memory = new TensorMemory(graph, roots, steps, kept);
        this.workers = new Workers(threads, loops);
    }

    /** Whether a graph can be planned: it has no control flow and no variables. */
    public static boolean supports(Graph graph) {
        return graph.operators()
                .allSatisfy(operator ->
                        operator instanceof Operator.SingleOutput && !(operator instanceof Operator.VariableRead));
    }

    /**
     * Prepares a verified graph.
     *
     * @param evaluator computes what has no fast form
     * @param threads threads that share the work, the caller's included
     * @param limitBytes bytes that tensors may take at one time
     * @throws IllegalArgumentException if the graph is not {@linkplain #supports supported}
     * @throws InvalidGraphException if the limit does not suffice
     */
    public static ExecutionPlan compile(
            Graph graph, EvaluateOperator evaluator, InnerLoops loops, int threads, long limitBytes)
            throws InvalidGraphException {
        if (!supports(graph)) {
            throw new IllegalArgumentException("a graph with control flow or variables has no execution plan");
        }
        TensorMemory.check(graph, limitBytes);
        ExecutionPlan plan = new ExecutionPlan(graph, evaluator, loops, threads);
        plan.memory.check(limitBytes);
        return plan;
    }

    /** Number of steps a run takes, for reports. */
    public int stepCount() {
        return steps.size();
    }

    /** What the last run spent on steps that run the same operators, the most first. */
    public List<StepTime> profile() {
        Map<String, StepTime> times = new HashMap<>();
        for (int i = 0; i < nanos.length; i++) {
            times.merge(names.get(i), new StepTime(names.get(i), 1, nanos[i]), StepTime::plus);
        }
        return times.values().stream()
                .sorted(Comparator.comparingLong(StepTime::nanos).reversed().thenComparing(StepTime::operators))
                .toList();
    }

    /** Bytes that the tensors of a run take at one time, inputs and constants not counted. */
    public long peakBytes() {
        return memory.peakBytes();
    }

    /**
     * Runs the graph.
     *
     * @param inputs tensors for the graph's inputs, in its order, of their types and shapes
     * @return the graph's outputs, in its order
     * @throws InvalidGraphException if an outcome is unpredictable and has no value to go on with
     */
    public synchronized List<Tensor> run(List<Tensor> inputs) throws InvalidGraphException {
        if (memory.writtenBytes() > LONG_RUN_BYTES) {
            loops.awaitCompilation();
        }
        Storage storage = constants.copy();
        for (int i = 0; i < inputs.size(); i++) {
            Value value = graph.inputs().get(i);
            Tensor tensor = inputs.get(i);
            if (tensor.dtype() != value.dtype() || !tensor.shape().equals(value.shape())) {
                throw new IllegalArgumentException("input " + value + " cannot be " + tensor);
            }
            storage.put(roots.root(value), tensor.storage());
        }
        for (int i = 0; i < steps.size(); i++) {
            long start = System.nanoTime();
            Step step = steps.get(i);
            for (int root : step.writes()) {
                storage.put(root, allocate(root));
            }
            step.run(storage, workers);
            for (int root : memory.releasedAfter(i)) {
                Object array = storage.remove(root);
                if (memory.isPooled(root)) {
                    pool.give(array);
                }
            }
            nanos[i] = System.nanoTime() - start;
        }
        List<Tensor> outputs = new ArrayList<>();
        for (Value output : graph.outputs()) {
            outputs.add(EvaluateStep.tensor(output.dtype(), output.shape(), storage.get(roots.memory(output))));
        }
        return outputs;
    }

    private Object allocate(int root) {
        Value value = memory.value(root);
        return memory.isPooled(root)
                ? pool.take(value.dtype(), (int) value.shape().elements())
                : Tensor.zeros(value.dtype(), value.shape()).storage();
    }

    @Override
    public void close() {
        workers.close();
    }
}
