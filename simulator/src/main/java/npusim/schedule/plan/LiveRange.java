package npusim.schedule.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Time during which a piece of memory is needed; several tensors may share it. */
final class LiveRange {
    private int start = Integer.MAX_VALUE;
    private int end = -1;
    private int bytes;
    private final List<PlannedTensor> tensors = new ArrayList<>(1);
    private final @Nullable WeightBuffer weightBuffer;
    private long address = -1;

    LiveRange(PlannedTensor tensor) {
        this.bytes = tensor.bytes();
        this.weightBuffer = null;
        tensors.add(tensor);
    }

    LiveRange(WeightBuffer buffer) {
        this.bytes = buffer.bytes();
        this.weightBuffer = buffer;
    }

    void use(int time) {
        start = Math.min(start, time);
        end = Math.max(end, time + 1);
    }

    void use(int time, int length) {
        start = Math.min(start, Math.max(0, time));
        end = Math.max(end, time + length);
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int bytes() {
        return bytes;
    }

    void setBytes(int other) {
        bytes = other;
    }

    List<PlannedTensor> tensors() {
        return tensors;
    }

    void add(PlannedTensor tensor) {
        if (!tensors.contains(tensor)) {
            tensors.add(tensor);
        }
    }

    @Nullable
    WeightBuffer weightBuffer() {
        return weightBuffer;
    }

    long address() {
        return address;
    }

    /** Gives the address to everything in the range. */
    void place(long at) {
        address = at;
        tensors.forEach(tensor -> tensor.setAddress(at));
        if (weightBuffer != null) {
            weightBuffer.setAddress(at);
        }
    }
}
