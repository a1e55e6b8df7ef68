package npusim.schedule.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.ConstantData;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.Rescaling;
import npusim.schedule.operation.Role;
import npusim.schedule.operation.Rounding;
import npusim.schedule.weights.EncodedWeights;
import npusim.schedule.weights.WeightTensor;
import org.jspecify.annotations.Nullable;

/** Gives addresses to constants in order of first use; equal encoded weights are stored once. */
final class PlaceConstants {
    /** Constants up to this length are compared by value and type, whatever they were made from. */
    private static final int LARGEST_COMPARED = 4096;

    private final Map<Object, Long> weights = new HashMap<>();
    private final Map<Integer, Long> addresses = new HashMap<>();
    private final int scaleBytes;
    private long end;

    /** @param scaleBytes bytes of scale and bias of an OFM channel */
    PlaceConstants(int scaleBytes) {
        this.scaleBytes = scaleBytes;
    }

    private record WeightKey(
            WeightTensor tensor,
            EncodedWeights encoded,
            @Nullable Object biases,
            Rescaling rescaling) {}

    /** Places everything; returns the address of weights and scales by index of the operation. */
    Map<Integer, Long> apply(List<PlannedOperation> operations, Candidate candidate) {
        for (PlannedOperation operation : operations) {
            placeWeights(operation, candidate.cost(operation));
            for (PlannedTensor tensor : operation.live()) {
                if (tensor.area() == MemoryArea.CONSTANTS && tensor.address() < 0) {
                    placeTensor(tensor);
                }
            }
        }
        return addresses;
    }

    private void placeTensor(PlannedTensor tensor) {
        ConstantData values = tensor.tensor().constant();
        Object key = tensor;
        if (values != null) {
            key = values.length() > LARGEST_COMPARED ? values : tensor.tensor().contents();
        }
        Long address = weights.get(key);
        if (address == null) {
            address = end;
            weights.put(key, address);
            end += tensor.bytes();
        }
        tensor.setAddress(address);
    }

    private void placeWeights(PlannedOperation operation, OperationCost cost) {
        NpuOperation leader = operation.operation();
        EncodedWeights encoded = cost.encoded();
        Connection biases = leader.input(Role.BIASES);
        Object bias = biases == null ? null : biases.tensor().constant();
        Rescaling rescaling = leader.ofm().rescaling();
        if (encoded != null && cost.weights() != null) {
            place(
                    operation.index(),
                    new WeightKey(cost.weights().tensor(), encoded, bias, rescaling),
                    encoded.totalBytes());
        } else if (!rescaling.isGlobal() && !rescaling.isUnitScale()) {
            place(
                    operation.index(),
                    rescaling,
                    Rounding.up((long) rescaling.scales() * scaleBytes, PlannedTensor.ALIGNMENT));
        }
    }

    private void place(int operation, Object key, long bytes) {
        Long address = weights.get(key);
        if (address == null) {
            address = end;
            weights.put(key, address);
            end += Rounding.up(bytes, PlannedTensor.ALIGNMENT);
        }
        addresses.put(operation, address);
    }

    /** Bytes of all constants. */
    long bytes() {
        return end;
    }
}
