package npusim.execution.plan;

/** REDUCE_MAX of INT8: [outer, axis, inner] → [outer, 1, inner]. */
record ReduceMaximum(int outer, int axis, int inner) implements ArrayKernel {
    private int slicesInPart() {
        return Math.max(1, PART_ELEMENTS / Math.multiplyExact(axis, inner));
    }

    @Override
    public int parts() {
        return (outer + slicesInPart() - 1) / slicesInPart();
    }

    @Override
    public void run(Object[] inputs, Object output, int part) {
        byte[] source = (byte[]) inputs[0];
        byte[] target = (byte[]) output;
        int end = Math.min(outer, (part + 1) * slicesInPart());
        for (int i = part * slicesInPart(); i < end; i++) {
            if (inner == 1) {
                target[i] = greatest(source, i * axis, axis);
            } else {
                System.arraycopy(source, i * axis * inner, target, i * inner, inner);
                for (int row = 1; row < axis; row++) {
                    raise(source, (i * axis + row) * inner, target, i * inner);
                }
            }
        }
    }

    private static byte greatest(byte[] source, int start, int count) {
        int greatest = Byte.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            greatest = Math.max(greatest, source[start + i]);
        }
        return (byte) greatest;
    }

    private void raise(byte[] source, int start, byte[] target, int targetStart) {
        for (int i = 0; i < inner; i++) {
            target[targetStart + i] = (byte) Math.max(target[targetStart + i], source[start + i]);
        }
    }
}
