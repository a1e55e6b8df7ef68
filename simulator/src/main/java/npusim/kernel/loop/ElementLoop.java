package npusim.kernel.loop;

/** A loop that applies one function to arrays of given types. Stateless. */
@FunctionalInterface
public interface ElementLoop {
    /** Which function on which types. */
    record Kind(ElementFunction function, ElementType first, ElementType second, ElementType target) {}

    /**
     * {@code target[start + i] = function(a[aStart + i], b[bStart + i])} for {@code i < count}; the target may be an operand's
     * range if both have one type. A function of one operand is given it twice.
     */
    void apply(Object a, int aStart, Object b, int bStart, Object target, int start, int count);
}
