package npusim.simulation;

import npusim.schedule.KernelCommand;
import npusim.schedule.KernelKind;
import npusim.schedule.Weights;

/** Cycles the weight decoders need; the MAC array goes no faster. */
final class WeightDecoding {

    private WeightDecoding() {}

    /** Cycles to decode the weights of {@code channels} IFM channels and {@code depth} OFM channels. */
    static double cycles(DesignParameters design, KernelCommand kernel, int depth, int channels) {
        double weights = (double) kernel.window().elements() * depth;
        if (kernel.kind() == KernelKind.CONVOLUTION) {
            weights *= Math.ceilDiv(channels, design.decodeGranule()) * (double) design.decodeGranule();
        }
        if (kernel.weights().sparse()) {
            weights /= 2;
        }
        return switch (kernel.weights().format()) {
            case STANDARD -> weights / design.decodeWeightsPerCycle();
            case FAST ->
                weights / (hasPalette(design, kernel) ? design.paletteWeightsPerCycle() : design.fastWeightsPerCycle());
        };
    }

    /** Whether the stream is nearer in size to the widest indices into a palette than to weights of a byte. */
    private static boolean hasPalette(DesignParameters design, KernelCommand kernel) {
        Weights weights = kernel.weights();
        double count =
                (double) kernel.window().elements() * kernel.ofm().extent().depth();
        if (kernel.kind() == KernelKind.CONVOLUTION) {
            count *= kernel.ifm().extent().depth();
        }
        return weights.weightBytes()
                < design.paletteBytesPerWeight() * count
                        + (double) design.fastHeaderBytes() * weights.streams().size();
    }
}
