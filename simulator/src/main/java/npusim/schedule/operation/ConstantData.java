package npusim.schedule.operation;

/** Values of a constant feature map, in row-major order of its original shape. */
public interface ConstantData {
    /** Number of values. */
    int length();

    /** The value at {@code index}. */
    long at(int index);

    /** The values as bytes; the same array each time where they are stored that way. */
    default byte[] bytes() {
        byte[] bytes = new byte[length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) at(i);
        }
        return bytes;
    }

    /** One value for all indices. */
    static ConstantData of(long value, int length) {
        return new ConstantData() {
            @Override
            public int length() {
                return length;
            }

            @Override
            public long at(int index) {
                return value;
            }
        };
    }
}
