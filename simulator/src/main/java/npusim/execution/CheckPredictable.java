package npusim.execution;

import java.util.List;
import npusim.graph.Operator;
import npusim.tensor.Tensor;

/** Checks. */
final class CheckPredictable {
    private CheckPredictable() {}

    static void check(Operator.SingleOutput operator, List<Tensor> in, String place, ExecutionListener listener) {}
}
