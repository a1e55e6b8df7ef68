package npusim.schedule.partition;

import java.util.HashMap;
import java.util.Map;
import npusim.graph.Block;
import npusim.graph.Graph;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Makes constants of what are constants under another shape, such as weights, so that no segment has to hand them to another. What
 * an operator computes from constants alone is left to run, as the compilers do that this scheduler follows.
 */
final class FoldConstants {
    private FoldConstants() {}

    /** {@code graph}, or the same with fewer operators and more constants. */
    static Graph apply(Graph graph) {
        Map<Value, Tensor> constants = new HashMap<>();
        graph.main().constants().forEachKeyValue(constants::put);
        ImmutableList<Operator> operators = graph.operators().collect(operator -> folded(operator, constants));
        Block main = graph.main();
        Block block = new Block(main.name(), main.inputs(), main.outputs(), operators, Maps.immutable.ofMap(constants));
        return new Graph(block, graph.valueCount());
    }

    private static Operator folded(Operator operator, Map<Value, Tensor> constants) {
        Tensor tensor = operator instanceof Operator.Reshape reshape ? constants.get(reshape.input()) : null;
        if (tensor == null) {
            return operator;
        }
        Value output = operator.outputs().getFirst();
        constants.put(output, tensor.reshaped(output.shape()));
        return new Operator.Const(output);
    }
}
