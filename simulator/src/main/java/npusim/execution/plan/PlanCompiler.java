package npusim.execution.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeSet;
import npusim.graph.Extent2d;
import npusim.graph.Graph;
import npusim.graph.Operator;
import npusim.graph.Padding;
import npusim.graph.Value;
import npusim.graph.VerifyGraph;
import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.EvaluateOperator;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.row.RowProducer;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Turns the operators of a graph into steps, in the order of the graph. */
final class PlanCompiler {
    private final Graph graph;
    private final Roots roots;
    private final EvaluateOperator evaluator;
    private final InnerLoops loops;
    private final Expressions expressions;
    private final Fusion fusion;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    PlanCompiler(Graph graph, Roots roots, EvaluateOperator evaluator, InnerLoops loops) {
        this.graph = graph;
        this.roots = roots;
        this.evaluator = evaluator;
        this.loops = loops;
        this.expressions = new Expressions(roots, evaluator);
        this.fusion = new Fusion(graph, roots, expressions);
    }

    List<Step> compile() {
        List<Operator> operators = graph.operators().castToList();
        for (int i = 0; i < operators.size(); i++) {
            Fusion.Group group = fusion.headedBy(i);
            if (group != null) {
                steps.add(step(operators, group));
                names.add(nameOf(operators, group));
            } else if (!fusion.isAbsorbed(i)) {
                steps.add(step(operators.get(i), i));
                names.add(operators.get(i).code().name());
            }
        }
        return steps;
    }

    /** For each step the operators that it runs, in their order: {@code CONV2D RESCALE TABLE}. */
    List<String> names() {
        return names;
    }

    private static String nameOf(List<Operator> operators, Fusion.Group group) {
        TreeSet<Integer> members = new TreeSet<>(group.members);
        members.add(group.head);
        if (group.producer != Fusion.NONE) {
            members.add(group.producer);
        }
        StringJoiner name = new StringJoiner(" ");
        for (int member : members) {
            name.add(operators.get(member).code().name());
        }
        return name.toString();
    }

    private Step step(List<Operator> operators, Fusion.Group group) {
        Operator head = operators.get(group.head);
        Map<Integer, Node> nodes = new HashMap<>();
        int sumsRoot = Fusion.NONE;
        if (group.producer != Fusion.NONE) {
            sumsRoot = roots.root(operators.get(group.producer).outputs().getFirst());
            nodes.put(sumsRoot, expressions.sums());
        }
        for (int i = group.members.size() - 1; i >= 0; i--) {
            Operator member = operators.get(group.members.get(i));
            Value output = member.outputs().getFirst();
            nodes.put(roots.root(output), expressions.apply(member, operandsOf(member, output.shape(), nodes)));
        }
        Value output = head.outputs().getFirst();
        int target = roots.root(output);
        if (head instanceof Operator.ReduceSum reduce) {
            Shape shape = reduce.input().shape();
            Node operand = operandsOf(head, shape, nodes).getFirst();
            int axis = reduce.axis();
            return ReduceSumStep.of(
                    operand,
                    (int) shape.elements(0, axis),
                    shape.dimension(axis),
                    (int) shape.elements(axis + 1, shape.rank()),
                    target);
        }
        Program program = new Program(Objects.requireNonNull(nodes.get(target)));
        return group.producer == Fusion.NONE
                ? new ElementwiseStep(program, target, (int) output.shape().elements())
                : producerStep(operators.get(group.producer), program, target);
    }

    /** The nodes of an operator's data operands; tensors in memory that a group reads twice become one node. */
    private List<Node> operandsOf(Operator operator, Shape output, Map<Integer, Node> nodes) {
        List<Node> operands = new ArrayList<>();
        for (Value operand : Expressions.dataOperands(operator)) {
            Operator.Rescale repeated = fusion.repeated(operand);
            if (repeated != null) {
                operands.add(expressions.apply(repeated, List.of(expressions.memory(repeated.input(), output))));
                continue;
            }
            boolean elementwise = operand.shape().elements() == output.elements() && !roots.isConstant(operand);
            operands.add(
                    elementwise
                            ? nodes.computeIfAbsent(roots.root(operand), root -> expressions.memory(operand, output))
                            : expressions.memory(operand, output));
        }
        return operands;
    }

    private Step producerStep(Operator operator, @Nullable Program program, int target) {
        RowProducer producer = Producers.of(operator, roots, loops);
        Value input = operator.inputs().getFirst();
        int right = operator instanceof Operator.MatMul product && !roots.isConstant(product.b())
                ? roots.root(product.b())
                : ProducerStep.NONE;
        return new ProducerStep(producer, roots.memory(input), right, program, target);
    }

    private int[] memoriesOf(List<Value> values) {
        return values.stream().mapToInt(roots::memory).toArray();
    }

    private Step step(Operator operator, int index) {
        if (Producers.isProducer(operator, roots)) {
            return producerStep(operator, null, roots.root(operator.outputs().getFirst()));
        }
        return switch (operator) {
            case Operator.Transpose transpose
            when isMovable(transpose.output()) ->
                arrayStep(
                        List.of(transpose.input()),
                        transpose.output(),
                        new TransposeCopy(
                                loops,
                                transpose.input().dtype(),
                                transpose.input().shape(),
                                transpose.permutation().toArray()));
            case Operator.Slice slice
            when roots.isConstant(slice.start()) ->
                arrayStep(
                        List.of(slice.input()),
                        slice.output(),
                        RegionCopy.slice(
                                slice.input().shape(),
                                ints(roots.constant(slice.start())),
                                slice.output().shape()));
            case Operator.Pad pad
            when roots.isConstant(pad.padding()) -> {
                int[] padding = ints(roots.constant(pad.padding()));
                int[] before = new int[padding.length / 2];
                Arrays.setAll(before, axis -> padding[2 * axis]);
                yield arrayStep(
                        List.of(pad.input(), pad.padConstant()),
                        pad.output(),
                        RegionCopy.pad(pad.input().shape(), before, pad.output().shape()));
            }
            case Operator.Concat concat ->
                arrayStep(
                        concat.inputs().castToList(),
                        concat.output(),
                        RegionCopy.concat(
                                concat.inputs().collect(Value::shape).castToList(),
                                concat.axis(),
                                concat.output().shape()));
            case Operator.ReduceMax reduce
            when reduce.input().dtype() == DType.INT8 -> {
                Shape shape = reduce.input().shape();
                int axis = reduce.axis();
                yield arrayStep(
                        List.of(reduce.input()),
                        reduce.output(),
                        new ReduceMaximum(
                                loops.reductions(), (int) shape.elements(0, axis), shape.dimension(axis), (int)
                                        shape.elements(axis + 1, shape.rank())));
            }
            case Operator.MaxPool2d pool
            when pool.input().dtype() == DType.INT8 ->
                arrayStep(
                        List.of(pool.input()),
                        pool.output(),
                        new MaximumPool(
                                loops.reductions(),
                                windows(pool, pool.input(), pool.kernel(), pool.stride(), pool.padding())));
            case Operator.AvgPool2d pool
            when pool.input().dtype() == DType.INT8
                    && roots.isConstant(pool.inputZeroPoint())
                    && roots.isConstant(pool.outputZeroPoint()) ->
                arrayStep(
                        List.of(pool.input()),
                        pool.output(),
                        new AveragePool(
                                loops,
                                windows(pool, pool.input(), pool.kernel(), pool.stride(), pool.padding()),
                                (int) roots.constant(pool.inputZeroPoint()).get(0),
                                (int) roots.constant(pool.outputZeroPoint()).get(0)));
            case Operator.Gather gather ->
                GatherStep.of(
                        gather,
                        loops.transposes(),
                        VerifyGraph.placeOf(operator, index),
                        roots.memory(gather.values()),
                        roots.memory(gather.indices()),
                        roots.root(gather.output()));
            case Operator.SingleOutput single ->
                new EvaluateStep(
                        single,
                        VerifyGraph.placeOf(operator, index),
                        memoriesOf(operator.inputs().castToList()),
                        roots.root(single.output()),
                        evaluator);
            default -> throw new IllegalStateException("no step for " + operator.code());
        };
    }

    private static ConvolutionGeometry windows(
            Operator.SingleOutput pool, Value input, Extent2d kernel, Extent2d stride, Padding padding) {
        return Producers.geometry(input.shape(), pool.output().shape(), kernel, stride, Extent2d.ONE, padding);
    }

    private static boolean isMovable(Value value) {
        return switch (value.dtype().storageBytes()) {
            case 1, 4 -> true;
            default -> false;
        };
    }

    private Step arrayStep(List<Value> inputs, Value output, ArrayKernel kernel) {
        return new ArrayStep(memoriesOf(inputs), roots.root(output), kernel);
    }

    private static int[] ints(Tensor tensor) {
        int[] values = new int[tensor.length()];
        Arrays.setAll(values, i -> (int) tensor.get(i));
        return values;
    }
}
