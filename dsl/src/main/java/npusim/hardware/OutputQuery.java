package npusim.hardware;

/**
 * One operation as the tables of the output unit see it.
 *
 * @param operation class
 * @param operator operator within the class: {@code mul}, {@code add}, {@code sub}, {@code div}, {@code max_pool} …; the class name where there is only one
 * @param operands non-constant operands of an elementwise operation: 1 or 2
 * @param ifmBits bits of the widest IFM element
 * @param ofmBits bits of an OFM element
 * @param accumulatorBits bits of an accumulator
 * @param toChain whether the result goes to the chaining buffer
 */
public record OutputQuery(
        OperationClass operation,
        String operator,
        int operands,
        int ifmBits,
        int ofmBits,
        int accumulatorBits,
        boolean toChain) {}
