package npusim.execution.plan;

import java.util.Arrays;
import npusim.tensor.Shape;

/** PAD: the output is filled with the constant, the second operand, then takes in the input as one box. */
record PadCopy(RegionCopy box) implements ArrayKernel {
    /** @param before elements before the first one along each dimension */
    static PadCopy of(Shape input, int[] before, Shape output) {
        return new PadCopy(RegionCopy.place(input, before, output));
    }

    @Override
    public int parts() {
        return 1;
    }

    @Override
    public void run(Object[] inputs, Object output, int part) {
        switch (output) {
            case byte[] bytes -> Arrays.fill(bytes, ((byte[]) inputs[1])[0]);
            case short[] shorts -> Arrays.fill(shorts, ((short[]) inputs[1])[0]);
            default -> Arrays.fill((int[]) output, ((int[]) inputs[1])[0]);
        }
        for (int i = 0; i < box.parts(); i++) {
            box.run(inputs, output, i);
        }
    }
}
