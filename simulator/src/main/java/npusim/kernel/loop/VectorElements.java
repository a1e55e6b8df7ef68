package npusim.kernel.loop;

import static npusim.kernel.loop.ElementFunction.ARITHMETIC_RIGHT_SHIFT_ROUND;
import static npusim.kernel.loop.ElementFunction.CLAMP;
import static npusim.kernel.loop.ElementFunction.IS_CLEAR;
import static npusim.kernel.loop.ElementFunction.IS_SET;
import static npusim.kernel.loop.ElementFunction.LOGICAL_RIGHT_SHIFT;
import static npusim.kernel.loop.ElementFunction.REPLACE;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Template of the element loops on the Vector API, see {@link ElementLoops}. Elements are converted to the widest type
 * involved, so that all vectors of a step have the same number of lanes.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // the species, hence the element types, are known once a copy is made
final class VectorElements implements ElementLoop {
    private static final Kind KIND = ElementLoops.kindOf(MethodHandles.lookup());
    private static final ElementFunction FUNCTION = KIND.function();
    private static final ElementType A = KIND.first();
    private static final ElementType B = KIND.second();
    private static final ElementType TARGET = KIND.target();
    private static final int WIDEST = FUNCTION.isShift()
            ? Integer.SIZE
            : Math.max(Math.max(A.bits(), FUNCTION == CLAMP ? 0 : B.bits()), TARGET.bits());
    private static final ElementType LANE = ElementType.ofBytes(WIDEST / Byte.SIZE);
    private static final VectorSpecies LANES = species(LANE);
    private static final VectorSpecies A_LANES = species(A);
    private static final VectorSpecies B_LANES = species(B);
    private static final VectorSpecies TARGET_LANES = species(TARGET);
    private static final VectorOperators.Conversion FROM_A = conversion(A, LANE);
    private static final VectorOperators.Conversion FROM_B = conversion(B, LANE);
    private static final VectorOperators.Conversion FROM_TARGET = conversion(TARGET, LANE);
    private static final VectorOperators.Conversion TO_TARGET = conversion(LANE, TARGET);
    private static final int STEP = LANES.length();
    private static final long OWN_BITS = (1L << A.bits()) - 1;

    private static final VectorOperators.@Nullable Binary BINARY = switch (FUNCTION) {
        case ADD -> VectorOperators.ADD;
        case SUB -> VectorOperators.SUB;
        case MUL -> VectorOperators.MUL;
        case MAXIMUM -> VectorOperators.MAX;
        case MINIMUM -> VectorOperators.MIN;
        case AND -> VectorOperators.AND;
        case OR -> VectorOperators.OR;
        case XOR -> VectorOperators.XOR;
        case LEFT_SHIFT -> VectorOperators.LSHL;
        case LOGICAL_RIGHT_SHIFT -> VectorOperators.LSHR;
        case ARITHMETIC_RIGHT_SHIFT -> VectorOperators.ASHR;
        default -> null;
    };

    private static final VectorOperators.@Nullable Unary UNARY = switch (FUNCTION) {
        case NOT -> VectorOperators.NOT;
        case ABS -> VectorOperators.ABS;
        case CLZ -> VectorOperators.LEADING_ZEROS_COUNT;
        default -> null;
    };

    private static final VectorOperators.@Nullable Comparison COMPARISON = switch (FUNCTION) {
        case EQUAL -> VectorOperators.EQ;
        case GREATER -> VectorOperators.GT;
        case GREATER_EQUAL -> VectorOperators.GE;
        case IS_SET -> VectorOperators.NE;
        case IS_CLEAR -> VectorOperators.EQ;
        default -> null;
    };

    private final ElementLoop ends = ScalarLoops.INSTANCE.elements(KIND);

    /** As many lanes of a type as the widest one has. */
    private static VectorSpecies<?> species(ElementType type) {
        int bits = VectorShape.preferredShape().vectorBitSize() * type.bits() / WIDEST;
        return VectorSpecies.of(carrier(type), VectorShape.forBitSize(bits));
    }

    private static Class<?> carrier(ElementType type) {
        return switch (type) {
            case BYTE -> byte.class;
            case SHORT -> short.class;
            case INT -> int.class;
        };
    }

    private static VectorOperators.Conversion conversion(ElementType from, ElementType to) {
        return VectorOperators.Conversion.ofCast(carrier(from), carrier(to));
    }

    @Override
    public void apply(Object a, int aStart, Object b, int bStart, Object target, int start, int count) {
        // A loop over nothing is not entered: it would be compiled.
        int end = count < STEP ? 0 : run(a, aStart, b, bStart, target, start, count);
        if (end < count) {
            int second = FUNCTION == CLAMP ? bStart : bStart + end;
            ends.apply(a, aStart + end, b, second, target, start + end, count - end);
        }
    }

    /** The loop over whole vectors; yields how many elements that are. */
    private static int run(Object a, int aStart, Object b, int bStart, Object target, int start, int count) {
        int end = count - count % STEP;
        Vector least = LANES.broadcast(FUNCTION == CLAMP ? B.get(b, bStart) : 0);
        Vector greatest = LANES.broadcast(FUNCTION == CLAMP ? B.get(b, bStart + 1) : 0);
        for (int i = 0; i < end; i += STEP) {
            Vector first = A_LANES.fromArray(a, aStart + i);
            first = A == LANE ? first : first.convertShape(FROM_A, LANES, 0);
            Vector result;
            if (FUNCTION == CLAMP) {
                result = first.max(least).min(greatest);
            } else {
                Vector second = B_LANES.fromArray(b, bStart + i);
                second = B == LANE ? second : second.convertShape(FROM_B, LANES, 0);
                Vector third = FUNCTION == REPLACE ? TARGET_LANES.fromArray(target, start + i) : second;
                third = FUNCTION != REPLACE || TARGET == LANE ? third : third.convertShape(FROM_TARGET, LANES, 0);
                result = compute(first, second, third);
            }
            result = TARGET == LANE ? result : result.convertShape(TO_TARGET, TARGET_LANES, 0);
            store(result, target, start + i);
        }
        return end;
    }

    private static Vector compute(Vector first, Vector second, Vector third) {
        if (BINARY != null) {
            boolean extends0 = FUNCTION == LOGICAL_RIGHT_SHIFT && A != ElementType.INT;
            Vector bits = extends0 ? first.lanewise(VectorOperators.AND, OWN_BITS) : first;
            return bits.lanewise(BINARY, second);
        }
        if (COMPARISON != null) {
            boolean withZero = FUNCTION == IS_SET || FUNCTION == IS_CLEAR;
            Vector other = withZero ? LANES.zero() : second;
            return LANES.zero().blend(1, first.compare(COMPARISON, other));
        }
        if (UNARY != null) {
            return first.lanewise(UNARY);
        }
        if (FUNCTION == REPLACE) {
            return third.blend(first, second.compare(VectorOperators.NE, 0));
        }
        if (FUNCTION == ARITHMETIC_RIGHT_SHIFT_ROUND) {
            Vector shiftedOut = first.lanewise(VectorOperators.LSHL, 1).lanewise(VectorOperators.ASHR, second);
            return first.lanewise(VectorOperators.ASHR, second).add(shiftedOut.lanewise(VectorOperators.AND, 1));
        }
        return first;
    }

    private static void store(Vector values, Object target, int start) {
        if (TARGET == ElementType.BYTE) {
            ((ByteVector) values).intoArray((byte[]) target, start);
        } else if (TARGET == ElementType.SHORT) {
            ((ShortVector) values).intoArray((short[]) target, start);
        } else {
            ((IntVector) values).intoArray((int[]) target, start);
        }
    }
}
