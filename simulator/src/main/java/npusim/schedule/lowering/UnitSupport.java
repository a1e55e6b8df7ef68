package npusim.schedule.lowering;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import npusim.hardware.Abilities;
import npusim.hardware.OperationSupport;
import npusim.schedule.operation.ElementType;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Role;
import org.eclipse.collections.api.set.ImmutableSet;
import org.jspecify.annotations.Nullable;

/** Which operations an accelerator runs by its description's table of operations and data types. */
final class UnitSupport {
    private final Abilities abilities;

    UnitSupport(Abilities abilities) {
        this.abilities = abilities;
    }

    /** Why no unit runs {@code operation}, or null if one does. */
    @Nullable
    String refusal(NpuOperation operation) {
        for (NpuOperation.Input input : operation.inputs()) {
            boolean streamed =
                    input.role() == Role.WEIGHTS || input.role() == Role.BIASES || input.role() == Role.TABLE;
            if (streamed && !input.connection().tensor().isConstant()) {
                return "its " + input.role().name().toLowerCase(Locale.ROOT) + " are not constant";
            }
        }
        ElementType ofm = operation.ofm().tensor().type();
        for (NpuOperation.Input input : operation.inputs()) {
            if (input.role() == Role.IFM) {
                String refusal =
                        refusal(operation.kind(), input.connection().tensor().type(), ofm);
                if (refusal != null) {
                    return refusal;
                }
            }
        }
        return null;
    }

    private @Nullable String refusal(OperationKind kind, ElementType ifm, ElementType ofm) {
        if (isMove(kind)) {
            return refusalToMove(ifm, ofm);
        }
        String name = name(kind);
        if (computes(name, ifm, ofm) || (isMaximum(kind) && computes("max_pool", ifm, ofm))) {
            return null;
        }
        String types = " of " + ifm.keyword() + " to " + ofm.keyword();
        return "no unit computes " + name + (abilities.computes(name) ? types : "");
    }

    /** What only moves, scales or clamps goes through a pool or a transfer, whatever its elements stand for. */
    private static boolean isMove(OperationKind kind) {
        return kind.isMove() || kind == OperationKind.CLAMP || kind == OperationKind.TILE;
    }

    private @Nullable String refusalToMove(ElementType ifm, ElementType ofm) {
        if (lacks(OperationSupport::ifmTypes, ifm.bits())) {
            return "no unit reads elements of " + ifm.bits() + " bits";
        }
        return lacks(OperationSupport::ofmTypes, ofm.bits())
                ? "no unit writes elements of " + ofm.bits() + " bits"
                : null;
    }

    private boolean lacks(Function<OperationSupport, ImmutableSet<String>> types, int bits) {
        return !abilities.operations().isEmpty()
                && Arrays.stream(ElementType.values())
                        .filter(type -> type.bits() == bits)
                        .noneMatch(type -> abilities
                                .operations()
                                .anySatisfy(row -> types.apply(row).contains(type.keyword())));
    }

    /** A boolean lies in a byte, which arithmetic reads as one. */
    private boolean computes(String name, ElementType ifm, ElementType ofm) {
        return abilities.computes(name, ifm.keyword(), ofm.keyword())
                || (ifm == ElementType.BOOL8 && computes(name, ElementType.UINT8, ofm))
                || (ofm == ElementType.BOOL8 && computes(name, ifm, ElementType.UINT8));
    }

    /** Of all reductions that are no sums a pool makes those. */
    private static boolean isMaximum(OperationKind kind) {
        return kind == OperationKind.REDUCE_MAX || kind == OperationKind.REDUCE_ANY;
    }

    /** What descriptions call an operation. */
    private static String name(OperationKind kind) {
        return switch (kind) {
            case TRANSPOSE_CONVOLUTION -> "convolution";
            case REDUCE_ANY -> "reduce_max";
            case REDUCE_ALL -> "reduce_min";
            case COUNT_LEADING_ZEROS -> "clz";
            case ARITHMETIC_RIGHT_SHIFT -> "shr";
            case LOGICAL_RIGHT_SHIFT -> "lsr";
            case LEFT_SHIFT -> "shl";
            case AND -> "bitwise_and";
            case OR -> "bitwise_or";
            case XOR -> "bitwise_xor";
            case NOT -> "bitwise_not";
            case AND_NOT -> "bitwise_and_not";
            default -> kind.name().toLowerCase(Locale.ROOT);
        };
    }
}
