package npusim.schedule.plan;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import npusim.hardware.Accelerator;
import npusim.hardware.OperationClass;
import npusim.hardware.OutputQuery;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Permutation;

/** Cycles per element of the output unit, as a compiler estimates them. */
final class OutputCosts {
    private static final OutputQuery BYTES = convolution(8);
    private static final OutputQuery WIDE_PRODUCT = convolution(16);

    private final Accelerator accelerator;
    private final Map<OutputQuery, Double> known = new HashMap<>();

    private static OutputQuery convolution(int ofmBits) {
        return new OutputQuery(OperationClass.CONVOLUTION, "convolution", 1, 8, ofmBits, 32, false);
    }

    OutputCosts(Accelerator accelerator) {
        this.accelerator = accelerator;
    }

    /** Output cycles per element when only 32-bit operands and products are told apart. */
    double simple(BlockWork work) {
        boolean product = work.operation().kind() == OperationKind.MUL && work.ofmBits() == 32 && work.ifmBits() != 32;
        return cycles(product ? WIDE_PRODUCT : BYTES);
    }

    private double cycles(OutputQuery query) {
        return known.computeIfAbsent(
                query, of -> accelerator.outputUnit().outputCyclesPerElement(of).doubleValue());
    }

    /** Output cycles per element of a whole group: the sum over kernels, each with what is fused behind it. */
    double ofGroup(NpuOperation member) {
        NpuOperation leader = member.leader() == null ? member : member.leader();
        double sum = 0;
        double current = kernelOutputCycles(leader);
        for (NpuOperation follower : leader.followers()) {
            if (follower.isFused()) {
                current = Math.max(current, activationCycles(follower));
            } else {
                sum += current;
                current = kernelOutputCycles(follower);
            }
        }
        return sum + current;
    }

    private double kernelOutputCycles(NpuOperation operation) {
        if (operation.kind().isActivation() || operation.kind().isReordering()) {
            return activationCycles(operation);
        }
        OperationClass unit = operation.kind().requiredUnit();
        OutputQuery query = new OutputQuery(
                unit,
                operatorName(operation, unit),
                operation.kind().isBinary() ? 2 : 1,
                operation.ifm(0).type().bits(),
                operation.ofm().type().bits(),
                32,
                operation.ofm().tensor().isInsideGroup());
        return cycles(query);
    }

    private static String operatorName(NpuOperation operation, OperationClass unit) {
        return unit == OperationClass.ELEMENTWISE ? operation.kind().name().toLowerCase(Locale.ROOT) : unit.label();
    }

    private double activationCycles(NpuOperation operation) {
        Permutation transpose = operation.ofm().transpose();
        String name = "none";
        if (!transpose.isIdentity()) {
            name = "transpose_n" + transpose.toString().toLowerCase(Locale.ROOT);
        } else if ((operation.ofm().reversedAxes() & 2) != 0) {
            name = "reverse_w";
        }
        return accelerator.outputUnit().activationCyclesPerElement(name).doubleValue();
    }
}
