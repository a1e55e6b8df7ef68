package npusim.schedule.operation;

import java.util.Arrays;

/** Values and type of a constant; constants with equal contents may be stored once. */
public final class ConstantContents {
    private final long[] values;
    private final ElementType type;
    private final int hash;

    ConstantContents(ConstantData data, ElementType type) {
        this.values = new long[data.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = data.at(i);
        }
        this.type = type;
        this.hash = 31 * Arrays.hashCode(values) + type.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof ConstantContents that
                        && hash == that.hash
                        && type == that.type
                        && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
