package npusim.execution.plan;

import java.util.ArrayList;
import java.util.List;
import npusim.graph.InvalidGraphException;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.kernel.EvaluateOperator;
import npusim.kernel.UnpredictableException;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/**
 * An operator without a fast form, evaluated by itself.
 *
 * @param place names the operator in a refusal
 */
record EvaluateStep(Operator.SingleOutput operator, String place, int[] reads, int output, EvaluateOperator evaluator)
        implements Step {
    @Override
    public int[] writes() {
        return new int[] {output};
    }

    @Override
    public void run(Storage storage, Workers workers) throws InvalidGraphException {
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < reads.length; i++) {
            Value value = operator.inputs().get(i);
            inputs.add(tensor(value.dtype(), value.shape(), storage.get(reads[i])));
        }
        try {
            Value result = operator.output();
            evaluator.evaluate(operator, inputs, tensor(result.dtype(), result.shape(), storage.get(output)));
        } catch (UnpredictableException e) {
            throw e.at(place);
        }
    }

    /** A tensor over an array of the type's storage. */
    static Tensor tensor(DType dtype, Shape shape, Object storage) {
        return switch (storage) {
            case byte[] values -> Tensor.of(dtype, shape, values);
            case short[] values -> Tensor.of(dtype, shape, values);
            case int[] values -> Tensor.of(dtype, shape, values);
            case long[] values -> Tensor.of(dtype, shape, values);
            default -> throw new IllegalStateException("no tensor is stored in " + storage.getClass());
        };
    }
}
