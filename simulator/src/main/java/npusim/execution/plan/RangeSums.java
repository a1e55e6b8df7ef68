package npusim.execution.plan;

import npusim.kernel.loop.ElementFunction;
import npusim.kernel.loop.ElementLoop;
import npusim.kernel.loop.ElementType;
import npusim.kernel.loop.InnerLoops;

/** Adds ranges of one array element by element into another one, of a type that holds the sums. */
final class RangeSums {
    private final ElementLoop copy;
    private final ElementLoop addTwo;
    private final ElementLoop addOne;

    /** @param elements that are added between two calls, about: too few are not worth loops of their own */
    RangeSums(InnerLoops loops, ElementType from, ElementType to, int elements) {
        copy = loops.elements(new ElementLoop.Kind(ElementFunction.FIRST, from, from, to), elements);
        addTwo = loops.elements(new ElementLoop.Kind(ElementFunction.ADD, from, from, to), elements);
        addOne = loops.elements(new ElementLoop.Kind(ElementFunction.ADD, from, to, to), elements);
    }

    /** {@code target[targetStart + i] = Σ source[start + j · step + i]} over {@code j < terms}, for {@code i < count}. */
    void add(Object source, int start, int step, int terms, int count, Object target, int targetStart) {
        if (terms == 1) {
            copy.apply(source, start, source, start, target, targetStart, count);
            return;
        }
        addTwo.apply(source, start, source, start + step, target, targetStart, count);
        for (int term = 2; term < terms; term++) {
            addOne.apply(source, start + term * step, target, targetStart, target, targetStart, count);
        }
    }
}
