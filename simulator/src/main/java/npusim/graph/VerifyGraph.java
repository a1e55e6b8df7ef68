package npusim.graph;

import java.util.ArrayList;
import java.util.List;
import npusim.graph.OperatorCheck.Constants;
import npusim.tensor.DType;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Checks a graph against the rules of the TOSA 1.0 specification: argument ranks and types, the {@code ERROR_IF}
 * statements of every operator, and the maxima of a level. Conditions that only a run can break ({@code REQUIRE}) are the
 * executor's.
 */
public final class VerifyGraph {
    private final Level level;
    private final List<Problem> problems = new ArrayList<>();

    private VerifyGraph(Level level) {
        this.level = level;
    }

    /** All violations, in the order of the operators; empty for a valid graph. */
    public static ImmutableList<Problem> verify(Graph graph, Level level) {
        VerifyGraph verify = new VerifyGraph(level);
        verify.block(graph.main(), null);
        return Lists.immutable.withAll(verify.problems);
    }

    private void block(Block block, @Nullable Constants outer) {
        Constants constants = new Constants(block, outer);
        // Shapes are compile-time constants: a graph may yield one, but none enters a block or leaves one for its
        // operator.
        for (Value value : outer == null ? block.inputs() : block.inputs().newWithAll(block.outputs())) {
            if (value.dtype() == DType.SHAPE) {
                problems.add(new Problem(
                        Rule.GRAPH_INPUT_MISSING,
                        "block '" + block.name() + "'",
                        "'" + value.name()
                                + "' is of type SHAPE, which no input of a block nor output of a nested one may be"));
            }
        }
        for (int index = 0; index < block.operators().size(); index++) {
            int at = index;
            Operator operator = block.operators().get(at);
            OperatorCheck check = new OperatorCheck(operator, () -> placeOf(operator, at), level, constants, problems);
            operator(operator, check);
            check.shapes();
            check.integers();
            if (operator instanceof Operator.CondIf condIf) {
                block(condIf.thenBlock(), constants);
                block(condIf.elseBlock(), constants);
            } else if (operator instanceof Operator.WhileLoop loop) {
                block(loop.conditionBlock(), constants);
                block(loop.bodyBlock(), constants);
            }
        }
        // What an operator reads is checked with it; an input that nobody reads is not.
        for (Value input : block.inputs()) {
            checkInput(block, constants, input);
        }
    }

    private void checkInput(Block block, Constants constants, Value input) {
        Operator reader = new Operator.Identity(input, input);
        OperatorCheck check =
                new OperatorCheck(reader, () -> "block '" + block.name() + "'", level, constants, problems);
        check.shape(input);
        if (problems.isEmpty()) {
            check.integers();
        }
    }

    /** Operator kind with its place in the block and its first output, as {@code CONV2D #4 (layer_2)}. */
    public static String placeOf(Operator operator, int index) {
        String output = operator.outputs().isEmpty()
                ? ""
                : " (" + operator.outputs().getFirst().name() + ")";
        return operator.code() + " #" + index + output;
    }

    private static void operator(Operator operator, OperatorCheck check) {
        switch (operator) {
            case Operator.ArgMax argMax -> CheckReduction.argMax(argMax, check);
            case Operator.AvgPool2d pool -> CheckWindow.averagePool(pool, check);
            case Operator.MaxPool2d pool -> CheckWindow.maxPool(pool, check);
            case Operator.Conv2d conv -> CheckConvolution.conv2d(conv, check);
            case Operator.Conv3d conv -> CheckConvolution.conv3d(conv, check);
            case Operator.DepthwiseConv2d conv -> CheckConvolution.depthwise(conv, check);
            case Operator.TransposeConv2d conv -> CheckConvolution.transpose(conv, check);
            case Operator.MatMul matMul -> CheckConvolution.matMul(matMul, check);
            case Operator.Unary unary -> CheckElementwise.unary(unary, check);
            case Operator.Binary binary -> CheckElementwise.binary(binary, check);
            case Operator.Mul mul -> CheckElementwise.multiply(mul, check);
            case Operator.Table table -> CheckElementwise.table(table, check);
            case Operator.Negate negate -> CheckElementwise.negate(negate, check);
            case Operator.Select select -> CheckElementwise.select(select, check);
            case Operator.Reduction reduction -> CheckReduction.reduce(reduction, check);
            case Operator.Concat concat -> CheckLayout.concat(concat, check);
            case Operator.Pad pad -> CheckLayout.pad(pad, check);
            case Operator.Reshape reshape -> CheckLayout.reshape(reshape, check);
            case Operator.Reverse reverse -> CheckLayout.reverse(reverse, check);
            case Operator.Slice slice -> CheckLayout.slice(slice, check);
            case Operator.Tile tile -> CheckLayout.tile(tile, check);
            case Operator.Transpose transpose -> CheckLayout.transpose(transpose, check);
            case Operator.Gather gather -> CheckLayout.gather(gather, check);
            case Operator.Scatter scatter -> CheckLayout.scatter(scatter, check);
            case Operator.Resize resize -> CheckWindow.resize(resize, check);
            case Operator.Rescale rescale -> CheckRescale.rescale(rescale, check);
            case Operator.Const constant -> CheckElementwise.constant(constant, check);
            case Operator.ConstShape constant -> check.type(constant.output(), DType.SHAPE, Rule.WRONG_OUTPUT_TYPE);
            case Operator.CondIf condIf -> CheckControlFlow.condIf(condIf, check);
            case Operator.WhileLoop loop -> CheckControlFlow.whileLoop(loop, check);
            case Operator.Variable variable -> CheckControlFlow.variable(variable.declaration(), check);
            case Operator.VariableWrite write -> CheckControlFlow.variable(write.input1(), check);
            case Operator.VariableRead read -> CheckControlFlow.variable(read.output(), check);
        }
    }
}
