package npusim.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import npusim.execution.plan.ExecutionPlan;
import npusim.execution.plan.StepTime;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.graph.Rule;
import npusim.graph.Value;
import npusim.kernel.EvaluateOperator;
import npusim.kernel.FastKernels;
import npusim.kernel.KernelProvider;
import npusim.kernel.ScalarKernels;
import npusim.kernel.loop.InnerLoops;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.map.ImmutableMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs a graph for its values. One executor serves one graph for any number of runs; variables live as long as it does.
 * Not thread-safe.
 */
public final class Executor implements AutoCloseable {
    private final Graph graph;
    private final KernelProvider kernels;
    private final ExecutionLimits limits;
    private final boolean strict;
    private final VariableStore variables = new VariableStore();
    private final @Nullable Planning planning;
    private @Nullable BlockPlan blockPlan;
    private @Nullable ExecutionPlan executionPlan;
    private int plannedSteps;

    /** With what a graph is planned. */
    private record Planning(InnerLoops loops, int threads) {}

    /** An executor with the scalar kernels and default limits. */
    public Executor(Graph graph) {
        this(graph, new ScalarKernels(), ExecutionLimits.defaults(), false);
    }

    /**
     * @param graph a verified graph
     * @param strict whether to check every operator for outcomes that the specification leaves unpredictable
     */
    public Executor(Graph graph, KernelProvider kernels, ExecutionLimits limits, boolean strict) {
        this(graph, kernels, limits, strict, null);
    }

    private Executor(
            Graph graph, KernelProvider kernels, ExecutionLimits limits, boolean strict, @Nullable Planning planning) {
        this.graph = graph;
        this.kernels = kernels;
        this.limits = limits;
        this.strict = strict;
        this.planning = planning;
    }

    /**
     * An executor for speed: a graph without control flow and variables runs as an {@link ExecutionPlan} whenever nobody
     * listens, any other operator by operator with the fast kernels.
     *
     * @param graph a verified graph
     * @param threads threads that share the work of a run, the caller's included
     */
    public static Executor fast(Graph graph, InnerLoops loops, int threads, ExecutionLimits limits) {
        Planning planning = ExecutionPlan.supports(graph) ? new Planning(loops, threads) : null;
        return new Executor(graph, new FastKernels(loops), limits, false, planning);
    }

    /** As {@link #run(ImmutableMap, ExecutionListener)} with nobody listening, which leaves the way to the values open. */
    public ImmutableMap<Value, Tensor> run(ImmutableMap<String, Tensor> inputs) throws InvalidGraphException {
        return planning == null ? run(inputs, ExecutionListener.NONE) : runPlanned(planning, bind(inputs));
    }

    /**
     * Runs the graph once.
     *
     * @param inputs a tensor for each input, by name
     * @return the tensor of each output
     * @throws InvalidGraphException if an input is missing or does not fit, a limit is exceeded, or an outcome is
     *     unpredictable and has no value to go on with
     */
    public ImmutableMap<Value, Tensor> run(ImmutableMap<String, Tensor> inputs, ExecutionListener listener)
            throws InvalidGraphException {
        Map<Value, Tensor> bound = bind(inputs);
        plannedSteps = 0;
        variables.startInvocation();
        BlockPlan prepared = blockPlan;
        if (prepared == null) {
            prepared = new BlockPlan(graph.main());
            blockPlan = prepared;
        }
        Execution execution = new Execution(graph, kernels, limits, strict, variables, listener);
        Map<Value, Tensor> outputs = execution.run(prepared, bound);
        return Maps.immutable.withAll(outputs);
    }

    private ImmutableMap<Value, Tensor> runPlanned(Planning with, Map<Value, Tensor> bound)
            throws InvalidGraphException {
        ExecutionPlan prepared = executionPlan;
        if (prepared == null) {
            EvaluateOperator evaluator = new EvaluateOperator(kernels);
            prepared = ExecutionPlan.compile(graph, evaluator, with.loops(), with.threads(), limits.memoryBytes());
            executionPlan = prepared;
        }
        List<Tensor> inputs = new ArrayList<>();
        graph.inputs().forEach(input -> inputs.add(bound.get(input)));
        plannedSteps = prepared.stepCount();
        List<Tensor> results = prepared.run(inputs);
        Map<Value, Tensor> outputs = new HashMap<>();
        for (int i = 0; i < results.size(); i++) {
            outputs.put(graph.outputs().get(i), results.get(i));
        }
        return Maps.immutable.withAll(outputs);
    }

    /** Number of steps of the plan that the last run followed; 0 if it went operator by operator. */
    public int plannedSteps() {
        return plannedSteps;
    }

    /** What the last planned run spent on each kind of step, the most first; empty if runs go operator by operator. */
    public List<StepTime> profile() {
        return executionPlan == null ? List.of() : executionPlan.profile();
    }

    /** Ends the threads of a planned graph; the executor can be used again. */
    @Override
    public void close() {
        if (executionPlan != null) {
            executionPlan.close();
            executionPlan = null;
        }
    }

    private Map<Value, Tensor> bind(ImmutableMap<String, Tensor> inputs) throws InvalidGraphException {
        Map<Value, Tensor> bound = new HashMap<>();
        for (Value input : graph.inputs()) {
            Tensor tensor = inputs.get(input.name());
            if (tensor == null) {
                throw new InvalidGraphException(
                        Rule.INPUT_MISMATCH, "input '" + input.name() + "'", "no tensor is given for " + input);
            }
            if (tensor.dtype() != input.dtype() || !tensor.shape().equals(input.shape())) {
                throw new InvalidGraphException(
                        Rule.INPUT_MISMATCH,
                        "input '" + input.name() + "'",
                        "the tensor given is " + tensor + ", the graph takes " + input.dtype() + input.shape());
            }
            bound.put(input, tensor);
        }
        for (String name : inputs.keysView()) {
            if (graph.inputs().noneSatisfy(input -> input.name().equals(name))) {
                throw new InvalidGraphException(
                        Rule.INPUT_MISMATCH,
                        "input '" + name + "'",
                        "the graph has no such input; its inputs are "
                                + graph.inputs().collect(Value::name).makeString(", "));
            }
        }
        return bound;
    }
}
