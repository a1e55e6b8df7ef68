package npusim.simulation;

import java.util.Locale;
import npusim.hardware.OperationClass;
import npusim.hardware.OutputQuery;
import npusim.hardware.OutputUnit;
import npusim.schedule.Activation;
import npusim.schedule.FeatureMap;
import npusim.schedule.FeatureMapStorage;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelFunction;
import npusim.schedule.OutputTranspose;

/** Output costs from the tables of a description. */
final class TableOutputRates implements OutputRates {
    private final OutputUnit unit;

    TableOutputRates(OutputUnit unit) {
        this.unit = unit;
    }

    @Override
    public double cyclesPerElement(KernelCommand kernel) {
        FeatureMap second = kernel.ifm2();
        int ifmBits = second == null
                ? kernel.ifm().elementBits()
                : Math.max(kernel.ifm().elementBits(), second.elementBits());
        OutputQuery query = new OutputQuery(
                operation(kernel),
                operator(kernel),
                second == null ? 1 : 2,
                ifmBits,
                kernel.ofm().elementBits(),
                kernel.blocks().accumulatorBits(),
                kernel.ofm().storage() == FeatureMapStorage.CHAINED);
        double cycles = unit.outputCyclesPerElement(query).doubleValue();
        if (kernel.activation() != Activation.NONE) {
            cycles = Math.max(cycles, activation(activationName(kernel.activation())));
        }
        if (kernel.transpose() != OutputTranspose.HWC) {
            cycles = Math.max(
                    cycles, activation("transpose_n" + kernel.transpose().name().toLowerCase(Locale.ROOT)));
        }
        return kernel.reverseWidth() ? Math.max(cycles, activation("reverse_w")) : cycles;
    }

    private double activation(String name) {
        return unit.activationCyclesPerElement(name).doubleValue();
    }

    private static String activationName(Activation activation) {
        return switch (activation) {
            case NONE -> "none";
            case CLAMP -> "relu";
            case TABLE -> "table";
            case TANH -> "tanh";
            case SIGMOID -> "sigmoid";
        };
    }

    private static OperationClass operation(KernelCommand kernel) {
        return switch (kernel.kind()) {
            case CONVOLUTION -> OperationClass.CONVOLUTION;
            case MATRIX_MULTIPLY -> OperationClass.MATMUL;
            case DEPTHWISE -> OperationClass.DEPTHWISE;
            case ELEMENTWISE -> OperationClass.ELEMENTWISE;
            case RESIZE -> OperationClass.RESIZE;
            case POOLING ->
                kernel.function() == KernelFunction.POOL_REDUCE_SUM
                        ? OperationClass.REDUCE_SUM
                        : OperationClass.POOLING;
        };
    }

    private static String operator(KernelCommand kernel) {
        KernelFunction function = kernel.function();
        if (function == KernelFunction.NONE) {
            return operation(kernel).label();
        }
        return function == KernelFunction.POOL_MAX
                ? "max_pool"
                : function.name().toLowerCase(Locale.ROOT);
    }
}
