package npusim.schedule.operation;

/** Values of a constant feature map, in row-major order of its original shape. */
public interface ConstantData {
    /** Number of values. */
    int length();

    /** The value at {@code index}. */
    long at(int index);

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
