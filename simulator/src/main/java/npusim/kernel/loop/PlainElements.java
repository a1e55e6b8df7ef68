package npusim.kernel.loop;

import java.lang.invoke.MethodHandles;

/** Template of the element loops in plain Java, see {@link ElementLoops}. */
final class PlainElements implements ElementLoop {
    private static final Kind KIND = ElementLoops.kindOf(MethodHandles.lookup());
    private static final ElementFunction FUNCTION = KIND.function();
    private static final ElementType A = KIND.first();
    private static final ElementType B = KIND.second();
    private static final ElementType TARGET = KIND.target();
    private static final int BITS =
            FUNCTION == ElementFunction.LOGICAL_RIGHT_SHIFT ? -1 >>> Integer.SIZE - A.bits() : -1;

    /** Whether elements need no conversion and a function nothing but its two operands. */
    private static final boolean WORDS = A == ElementType.INT
            && B == ElementType.INT
            && TARGET == ElementType.INT
            && FUNCTION != ElementFunction.CLAMP
            && FUNCTION != ElementFunction.REPLACE;

    @Override
    public void apply(Object a, int aStart, Object b, int bStart, Object target, int start, int count) {
        if (WORDS) {
            words((int[]) a, aStart, (int[]) b, bStart, (int[]) target, start, count);
            return;
        }
        boolean clamps = FUNCTION == ElementFunction.CLAMP && count > 0;
        int least = clamps ? B.get(b, bStart) : 0;
        int greatest = clamps ? B.get(b, bStart + 1) : 0;
        for (int i = 0; i < count; i++) {
            int first = A.get(a, aStart + i) & BITS;
            int second = clamps ? least : B.get(b, bStart + i);
            int third = FUNCTION == ElementFunction.REPLACE ? TARGET.get(target, start + i) : greatest;
            TARGET.set(target, start + i, FUNCTION.apply(first, second, third));
        }
    }

    private static void words(int[] a, int aStart, int[] b, int bStart, int[] target, int start, int count) {
        for (int i = 0; i < count; i++) {
            target[start + i] = FUNCTION.apply(a[aStart + i], b[bStart + i], 0);
        }
    }
}
