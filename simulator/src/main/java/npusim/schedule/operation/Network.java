package npusim.schedule.operation;

import java.util.ArrayList;
import java.util.List;

/** A network of operations while it is being rewritten. */
public final class Network {
    private final List<NpuTensor> inputs = new ArrayList<>();
    private final List<NpuTensor> outputs = new ArrayList<>();
    private int nextTensor;
    private int nextOperation;

    /** Feature maps the host provides. */
    public List<NpuTensor> inputs() {
        return inputs;
    }

    /** Feature maps the host reads. */
    public List<NpuTensor> outputs() {
        return outputs;
    }

    /** A new feature map. */
    public NpuTensor newTensor(String name, ElementType type, Extents shape) {
        return new NpuTensor(nextTensor++, name, type, shape);
    }

    /** A new constant with one value. */
    public NpuTensor newConstant(String name, ElementType type, Extents shape, long value) {
        NpuTensor tensor = newTensor(name, type, shape);
        tensor.setConstant(ConstantData.of(value, Math.toIntExact(shape.elements())));
        return tensor;
    }

    /** A new operation that stands for {@code sources}. */
    public NpuOperation newOperation(OperationKind kind, List<String> sources) {
        return new NpuOperation(nextOperation++, kind, sources);
    }
}
