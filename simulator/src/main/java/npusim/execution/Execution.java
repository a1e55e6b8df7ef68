package npusim.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import npusim.graph.Block;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.graph.Operator;
import npusim.graph.Rule;
import npusim.graph.Value;
import npusim.graph.VerifyGraph;
import npusim.kernel.EvaluateOperator;
import npusim.kernel.KernelProvider;
import npusim.kernel.UnpredictableException;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/** One run of a graph: the tensors that are alive, by the id of their value. */
final class Execution {
    private final EvaluateOperator evaluate;
    private final ExecutionLimits limits;
    private final boolean strict;
    private final VariableStore variables;
    private final ExecutionListener listener;
    private final @Nullable Tensor[] alive;
    private long aliveBytes;

    Execution(
            Graph graph,
            KernelProvider kernels,
            ExecutionLimits limits,
            boolean strict,
            VariableStore variables,
            ExecutionListener listener) {
        this.evaluate = new EvaluateOperator(kernels);
        this.limits = limits;
        this.strict = strict;
        this.variables = variables;
        this.listener = listener;
        this.alive = new Tensor[graph.valueCount()];
    }

    Map<Value, Tensor> run(BlockPlan plan, Map<Value, Tensor> inputs) throws InvalidGraphException {
        for (Map.Entry<Value, Tensor> input : inputs.entrySet()) {
            keep(
                    input.getKey(),
                    input.getValue(),
                    () -> "input '" + input.getKey().name() + "'");
        }
        run(plan);
        Map<Value, Tensor> outputs = new LinkedHashMap<>();
        for (Value output : plan.block().outputs()) {
            outputs.put(output, tensor(output));
        }
        return outputs;
    }

    private void run(BlockPlan plan) throws InvalidGraphException {
        Block block = plan.block();
        for (int index = 0; index < block.operators().size(); index++) {
            operator(block.operators().get(index), index, plan);
            for (Value value : plan.deadAfter(index)) {
                drop(value);
            }
        }
    }

    private void operator(Operator operator, int index, BlockPlan plan) throws InvalidGraphException {
        Supplier<String> place = () -> VerifyGraph.placeOf(operator, index);
        switch (operator) {
            case Operator.Const constant -> keep(constant.output(), constant(plan, constant.output()), place);
            case Operator.ConstShape constant -> keep(constant.output(), constant(plan, constant.output()), place);
            case Operator.Variable variable -> variables.declare(variable, place.get());
            case Operator.VariableWrite write -> variables.write(write, tensor(write.input1()), place.get());
            case Operator.VariableRead read -> keep(read.output(), variables.read(read, place.get()), place);
            case Operator.CondIf condIf -> condIf(condIf, plan, place);
            case Operator.WhileLoop loop -> whileLoop(loop, plan, place);
            case Operator.SingleOutput single -> single(single, place);
        }
        for (Value output : operator.outputs()) {
            Tensor tensor = alive[output.id()];
            if (tensor != null) {
                listener.produced(operator, output, tensor);
            }
        }
    }

    private static Tensor constant(BlockPlan plan, Value value) {
        Tensor tensor = plan.block().constant(value);
        if (tensor == null) {
            throw new IllegalStateException(value + " is a constant without a tensor");
        }
        return tensor;
    }

    private void single(Operator.SingleOutput operator, Supplier<String> place) throws InvalidGraphException {
        List<Tensor> in = new ArrayList<>();
        for (Value input : operator.inputs()) {
            in.add(tensor(input));
        }
        refuseLarge(operator.output(), place);
        if (strict) {
            CheckPredictable.check(operator, in, place.get(), listener);
        }
        try {
            keep(operator.output(), evaluate.evaluate(operator, in), place);
        } catch (UnpredictableException e) {
            throw e.at(place.get());
        }
    }

    private void condIf(Operator.CondIf condIf, BlockPlan plan, Supplier<String> place) throws InvalidGraphException {
        boolean holds = tensor(condIf.condition()).get(0) != 0;
        Block chosen = holds ? condIf.thenBlock() : condIf.elseBlock();
        List<Tensor> results = call(plan.nested(chosen), tensors(condIf.arguments()), place);
        keepAll(condIf.outputs(), results, place);
    }

    private void whileLoop(Operator.WhileLoop loop, BlockPlan plan, Supplier<String> place)
            throws InvalidGraphException {
        BlockPlan condition = plan.nested(loop.conditionBlock());
        BlockPlan body = plan.nested(loop.bodyBlock());
        List<Tensor> state = tensors(loop.inputs());
        long iterations = 0;
        while (call(condition, state, place).getFirst().get(0) != 0) {
            if (++iterations > limits.loopIterations()) {
                throw new InvalidGraphException(
                        Rule.LOOP_LIMIT,
                        place.get(),
                        "the loop has not ended after " + limits.loopIterations() + " iterations");
            }
            state = call(body, state, place);
        }
        keepAll(loop.outputs(), state, place);
    }

    private List<Tensor> call(BlockPlan plan, List<Tensor> arguments, Supplier<String> place)
            throws InvalidGraphException {
        ImmutableList<Value> inputs = plan.block().inputs();
        keepAll(inputs, arguments, place);
        run(plan);
        List<Tensor> results = tensors(plan.block().outputs());
        for (Value input : inputs) {
            drop(input);
        }
        plan.dropOwn(this::drop);
        return results;
    }

    private List<Tensor> tensors(ImmutableList<Value> values) {
        List<Tensor> tensors = new ArrayList<>();
        for (Value value : values) {
            tensors.add(tensor(value));
        }
        return tensors;
    }

    private Tensor tensor(Value value) {
        Tensor tensor = alive[value.id()];
        if (tensor == null) {
            throw new IllegalStateException(value + " is read before it is produced");
        }
        return tensor;
    }

    private void keepAll(ImmutableList<Value> values, List<Tensor> tensors, Supplier<String> place)
            throws InvalidGraphException {
        for (int i = 0; i < values.size(); i++) {
            keep(values.get(i), tensors.get(i), place);
        }
    }

    private void keep(Value value, Tensor tensor, Supplier<String> place) throws InvalidGraphException {
        drop(value);
        alive[value.id()] = tensor;
        aliveBytes += tensor.storageSize();
        if (aliveBytes > limits.memoryBytes()) {
            throw memoryLimit(value, 0, place);
        }
    }

    private void drop(Value value) {
        Tensor tensor = alive[value.id()];
        if (tensor != null) {
            aliveBytes -= tensor.storageSize();
            alive[value.id()] = null;
        }
    }

    /** Refuses a tensor before it is allocated. */
    private void refuseLarge(Value value, Supplier<String> place) throws InvalidGraphException {
        long elements = value.shape().elements();
        long bytes = elements > Long.MAX_VALUE / 8
                ? Long.MAX_VALUE
                : elements * value.dtype().storageBytes();
        if (elements > Tensor.MAXIMUM_ELEMENTS || bytes > limits.memoryBytes() - aliveBytes) {
            throw memoryLimit(value, bytes, place);
        }
    }

    private InvalidGraphException memoryLimit(Value value, long bytes, Supplier<String> place) {
        return new InvalidGraphException(
                Rule.MEMORY_LIMIT,
                place.get(),
                value + " needs " + bytes + " bytes more than the " + aliveBytes + " in use; the limit is "
                        + limits.memoryBytes());
    }
}
