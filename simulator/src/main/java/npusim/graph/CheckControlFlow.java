package npusim.graph;

import static npusim.tensor.DType.BOOL;
import static npusim.tensor.DType.INT16;
import static npusim.tensor.DType.INT32;
import static npusim.tensor.DType.INT8;

import java.util.EnumSet;
import java.util.Set;
import npusim.tensor.DType;
import org.eclipse.collections.api.list.ImmutableList;

/** Rules of COND_IF, WHILE_LOOP and the operators on variables. */
final class CheckControlFlow {
    private static final Set<DType> VARIABLES = EnumSet.of(BOOL, INT8, INT16, INT32);

    private CheckControlFlow() {}

    static void condIf(Operator.CondIf condIf, OperatorCheck check) {
        Value condition = condIf.condition();
        check.type(condition, BOOL, Rule.COND_IF_COND_NOT_MATCHING_BOOL);
        check.require(isSingle(condition), Rule.COND_IF_COND_SHAPE_NOT_SIZE_ONE, "%s must have one element", condition);
        check.rankFrom(0, condition);
        check.listSize(condIf.arguments());
        check.listSize(condIf.outputs());
        Block then = condIf.thenBlock();
        Block otherwise = condIf.elseBlock();
        fits(condIf.arguments(), then.inputs(), Rule.COND_IF_INPUT_LIST_THEN_GRAPH_MISMATCH, then, check);
        fits(condIf.arguments(), otherwise.inputs(), Rule.COND_IF_INPUT_LIST_ELSE_GRAPH_MISMATCH, otherwise, check);
        fits(condIf.outputs(), then.outputs(), Rule.COND_IF_OUTPUT_LIST_THEN_GRAPH_MISMATCH, then, check);
        fits(condIf.outputs(), otherwise.outputs(), Rule.COND_IF_OUTPUT_LIST_ELSE_GRAPH_MISMATCH, otherwise, check);
    }

    static void whileLoop(Operator.WhileLoop loop, OperatorCheck check) {
        Block condition = loop.conditionBlock();
        Block body = loop.bodyBlock();
        check.listSize(loop.inputs());
        check.listSize(loop.outputs());
        String mismatch = mismatch(loop.inputs(), loop.outputs());
        check.require(mismatch.isEmpty(), Rule.INPUT_LIST_OUTPUT_LIST_MISMATCH, "inputs and outputs: %s", mismatch);
        fits(loop.inputs(), condition.inputs(), Rule.INPUT_LIST_COND_GRAPH_MISMATCH, condition, check);
        fits(loop.inputs(), body.inputs(), Rule.INPUT_LIST_BODY_GRAPH_INPUT_MISMATCH, body, check);
        fits(loop.inputs(), body.outputs(), Rule.INPUT_LIST_BODY_GRAPH_OUTPUT_MISMATCH, body, check);
        if (condition.outputs().size() != 1) {
            check.fail(
                    Rule.COND_GRAPH_OUTPUT_NOT_MATCHING_BOOL,
                    "block '" + condition.name() + "' yields "
                            + condition.outputs().size() + " tensors, must yield one");
            return;
        }
        Value result = condition.outputs().getFirst();
        check.type(result, BOOL, Rule.COND_GRAPH_OUTPUT_NOT_MATCHING_BOOL);
        check.require(isSingle(result), Rule.COND_GRAPH_OUTPUT_SHAPE_NOT_SIZE_ONE, "%s must have one element", result);
    }

    static void variable(Value value, OperatorCheck check) {
        check.rankFrom(0, value);
        check.oneOf(
                value,
                VARIABLES,
                check.operator() instanceof Operator.VariableWrite ? Rule.WRONG_INPUT_TYPE : Rule.WRONG_OUTPUT_TYPE);
    }

    private static boolean isSingle(Value value) {
        return value.shape().isValid() && value.shape().elements() == 1;
    }

    private static void fits(
            ImmutableList<Value> outer, ImmutableList<Value> inner, Rule rule, Block block, OperatorCheck check) {
        String mismatch = mismatch(outer, inner);
        check.require(mismatch.isEmpty(), rule, "block '%s': %s", block.name(), mismatch);
    }

    /** How two lists differ in length, types or shapes; empty when they do not. */
    private static String mismatch(ImmutableList<Value> some, ImmutableList<Value> others) {
        if (some.size() != others.size()) {
            return some.size() + " tensors against " + others.size();
        }
        for (int i = 0; i < some.size(); i++) {
            Value one = some.get(i);
            Value other = others.get(i);
            if (one.dtype() != other.dtype() || !one.shape().equals(other.shape())) {
                return one + " against " + other;
            }
        }
        return "";
    }
}
