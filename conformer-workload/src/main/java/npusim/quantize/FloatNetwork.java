package npusim.quantize;

import java.util.List;

/**
 * A traced float network: its operations in order, and the shape and the observed range of every tensor.
 *
 * @param operations in execution order
 * @param shapes by tensor number
 * @param ranges by tensor number
 * @param outputs tensor numbers of the network's outputs
 */
public record FloatNetwork(
        List<FloatOperation> operations, List<int[]> shapes, List<ValueRange> ranges, List<Integer> outputs) {
    public FloatNetwork {
        operations = List.copyOf(operations);
        shapes = List.copyOf(shapes);
        ranges = List.copyOf(ranges);
        outputs = List.copyOf(outputs);
    }

    /** Shape of a tensor; a fresh array. */
    public int[] shape(int tensor) {
        return shapes.get(tensor).clone();
    }
}
