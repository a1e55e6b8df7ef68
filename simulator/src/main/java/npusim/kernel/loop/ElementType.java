package npusim.kernel.loop;

/** How an element of up to 32 bits is stored. */
public enum ElementType {
    BYTE(8),
    SHORT(16),
    INT(32);

    private final int bits;

    ElementType(int bits) {
        this.bits = bits;
    }

    /**
     * The type of {@code bytes} bytes an element.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ElementType ofBytes(int bytes) {
        return switch (bytes) {
            case 1 -> BYTE;
            case 2 -> SHORT;
            case 4 -> INT;
            default -> throw new IllegalArgumentException("no element of " + bytes + " bytes");
        };
    }

    public int bits() {
        return bits;
    }

    /** An array of {@code length} zeros. */
    public Object newArray(int length) {
        return switch (this) {
            case BYTE -> new byte[length];
            case SHORT -> new short[length];
            case INT -> new int[length];
        };
    }

    // No switch below: comparisons with a constant type vanish when a loop is compiled, the table of a switch does not.

    /** Element {@code index}, sign-extended. */
    int get(Object array, int index) {
        return this == BYTE
                ? ((byte[]) array)[index]
                : this == SHORT ? ((short[]) array)[index] : ((int[]) array)[index];
    }

    /** Sets element {@code index} to the low bits of {@code value}. */
    public void set(Object array, int index, int value) {
        if (this == BYTE) {
            ((byte[]) array)[index] = (byte) value;
        } else if (this == SHORT) {
            ((short[]) array)[index] = (short) value;
        } else {
            ((int[]) array)[index] = value;
        }
    }
}
