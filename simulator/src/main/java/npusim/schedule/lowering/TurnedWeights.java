package npusim.schedule.lowering;

import npusim.schedule.operation.ConstantData;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/** Weights {@code [O, KH, KW, I]} of at most 8 bit with rows and columns of the kernel in reverse order. */
final class TurnedWeights implements ConstantData {
    private final byte[] values;

    TurnedWeights(Tensor weights) {
        Shape shape = weights.shape();
        int taps = shape.dimension(1) * shape.dimension(2);
        int inner = shape.dimension(3);
        values = new byte[weights.length()];
        for (int i = 0; i < values.length; i++) {
            int tap = i / inner % taps;
            values[i + (taps - 1 - 2 * tap) * inner] = (byte) weights.get(i);
        }
    }

    @Override
    public int length() {
        return values.length;
    }

    @Override
    public long at(int index) {
        return values[index];
    }

    @Override
    public byte[] bytes() {
        return values;
    }
}
