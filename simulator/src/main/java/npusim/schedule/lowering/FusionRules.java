package npusim.schedule.lowering;

import java.util.Locale;
import npusim.hardware.Abilities;
import npusim.hardware.OperationClass;
import npusim.schedule.operation.ElementType;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Permutation;
import npusim.schedule.operation.Rescaling;

/** What the units of an accelerator can take over from neighbouring operators. */
final class FusionRules {
    private final Abilities abilities;
    private final boolean scalesOperands;

    FusionRules(Abilities abilities) {
        this.abilities = abilities;
        scalesOperands = abilities.can("operand_scaling");
    }

    /** The unit that resizes, matrix products and orders of axes are those of the accelerator. */
    Abilities abilities() {
        return abilities;
    }

    /**
     * Whether {@code consumer} can scale an operand of type {@code from} as {@code scale} says, instead of reading the
     * operand as {@code to}.
     *
     * @param ofmType type of the consumer's result
     */
    boolean fusesIntoIfm(
            OperationKind consumer, ElementType from, ElementType to, ElementType ofmType, Rescaling scale) {
        OperationClass unit = consumer.unit();
        if (unit == OperationClass.REDUCE_SUM) {
            return scale.isGlobal() && scale.isUnitScale() && (scalesOperands || from.bits() <= 32);
        }
        if (unit != OperationClass.ELEMENTWISE || !scale.isGlobal()) {
            return false;
        }
        if (scale.shift() < 0 || scale.shift() > 63 || !keepsRange(from, to, scale)) {
            return false;
        }
        boolean fromSupported = from.bits() == 8 || from == ElementType.INT16;
        boolean toSupported = ofmType.bits() == 8 || ofmType.bits() == 16 || ofmType == ElementType.INT32;
        if (!fromSupported || !toSupported) {
            return false;
        }
        if (!scalesOperands && !(consumer == OperationKind.ADD || consumer == OperationKind.SUB)) {
            return scale.isUnitScale();
        }
        return !(consumer == OperationKind.DIV || consumer == OperationKind.MUL) || scale.isUnitScale();
    }

    private static boolean keepsRange(ElementType from, ElementType to, Rescaling scale) {
        long extreme = scale.zeroPoint() < 0 ? from.maximum() : from.minimum();
        long value = (extreme - scale.zeroPoint()) * scale.multiplier() >> scale.shift();
        return value >= to.minimum() && value <= to.maximum();
    }

    /**
     * Whether {@code producer} can scale its result as {@code scale} says.
     *
     * @param ifmType type of the producer's first operand
     */
    boolean fusesIntoOfm(OperationKind producer, ElementType ifmType, Rescaling scale) {
        OperationClass unit = producer.unit();
        if (unit == null) {
            return false;
        }
        return switch (unit) {
            case CONVOLUTION, DEPTHWISE, FULLY_CONNECTED -> true;
            case MATMUL -> abilities.computes("matmul") || scale.isGlobal();
            case POOLING ->
                producer == OperationKind.AVERAGE_POOL
                        ? scale.isGlobal() && scale.isUnitScale()
                        : producer != OperationKind.RESCALE && !producer.isActivation();
            case RESIZE -> scale.isGlobal() && isShortPowerOfTwo(scale);
            case ELEMENTWISE -> scale.isGlobal() && fusesIntoElementwiseOfm(producer, ifmType, scale);
            case REDUCE_SUM -> scale.isGlobal();
            case REDUCE_MIN_MAX, ARGMAX -> false;
        };
    }

    private static boolean isShortPowerOfTwo(Rescaling scale) {
        int zeros = Integer.numberOfTrailingZeros(scale.multiplier());
        boolean powerOfTwo = scale.multiplier() == 1 << zeros;
        return powerOfTwo && scale.shift() - zeros < 48;
    }

    private static boolean fusesIntoElementwiseOfm(OperationKind producer, ElementType ifmType, Rescaling scale) {
        if (ifmType.bits() > 32) {
            return false;
        }
        if (producer == OperationKind.MUL && ifmType == ElementType.INT32) {
            return scale.multiplier() == 1;
        }
        boolean shifts = producer == OperationKind.LOGICAL_RIGHT_SHIFT
                || producer == OperationKind.LEFT_SHIFT
                || producer == OperationKind.ARITHMETIC_RIGHT_SHIFT
                || producer == OperationKind.DIV;
        return !shifts || scale.isUnitScale();
    }

    /** Whether {@code kind} can write its result in the axis order {@code transpose}. */
    boolean fusesTranspose(OperationKind kind, Permutation transpose) {
        if (transpose.isIdentity()) {
            return true;
        }
        OperationClass unit = kind.unit();
        if (unit == null || unit == OperationClass.RESIZE || transpose.rank() > 3) {
            return false;
        }
        String order = "transpose_n" + transpose.toString().toLowerCase(Locale.ROOT);
        return abilities.can(unit == OperationClass.ELEMENTWISE ? "elementwise_" + order : order);
    }

    /** Whether {@code kind} can write its result with axes reversed; the accelerator reverses at least when alone. */
    boolean fusesReverse(OperationKind kind) {
        OperationClass unit = kind.unit();
        return unit != null && unit != OperationClass.ELEMENTWISE;
    }
}
