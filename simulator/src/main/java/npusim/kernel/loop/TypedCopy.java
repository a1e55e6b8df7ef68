package npusim.kernel.loop;

/** Copies between arrays of one element type. */
public final class TypedCopy {
    private TypedCopy() {}

    /**
     * Copies {@code count} elements; a copy of bytes or words is known as such when it is compiled: short ones take half the
     * time.
     */
    public static void copy(Object source, int from, Object target, int to, int count) {
        if (source instanceof byte[] bytes) {
            System.arraycopy(bytes, from, (byte[]) target, to, count);
        } else if (source instanceof int[] words) {
            System.arraycopy(words, from, (int[]) target, to, count);
        } else {
            System.arraycopy(source, from, target, to, count);
        }
    }
}
