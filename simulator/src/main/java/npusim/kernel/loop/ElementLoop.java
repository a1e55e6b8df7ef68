package npusim.kernel.loop;

import org.jspecify.annotations.Nullable;

/** A loop that applies one function to arrays of given types. Stateless. */
@FunctionalInterface
public interface ElementLoop {
    /** Which function on which types. The methods that a record is given would be linked at run time, which takes 30 ms. */
    record Kind(ElementFunction function, ElementType first, ElementType second, ElementType target) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Kind kind
                    && function == kind.function
                    && first == kind.first
                    && second == kind.second
                    && target == kind.target;
        }

        @Override
        public int hashCode() {
            return ((function.ordinal() * 31 + first.ordinal()) * 31 + second.ordinal()) * 31 + target.ordinal();
        }
    }

    /**
     * {@code target[start + i] = function(a[aStart + i], b[bStart + i])} for {@code i < count}; the target may be an operand's
     * range if both have one type. A function of one operand is given it twice.
     */
    void apply(Object a, int aStart, Object b, int bStart, Object target, int start, int count);
}
