package npusim.simulation;

import npusim.hardware.Dataflow;
import npusim.hardware.MacArray;
import npusim.hardware.MacRate;
import npusim.schedule.KernelCommand;

/** Cycles the MAC array spends on one block. */
sealed interface MacModel permits DotProductModel, WeightStationaryModel {

    /** The model of the dataflow that the design describes. */
    static MacModel of(DesignParameters design) {
        return switch (design.array().dataflow()) {
            case Dataflow.BlockDotProduct dotProduct -> new DotProductModel(design, dotProduct);
            case Dataflow.WeightStationary grid -> new WeightStationaryModel(design, grid);
        };
    }

    /**
     * Cycles for {@code channels} IFM channels into an OFM block of {@code height × width × depth} elements, weights decoded in time.
     */
    double cycles(KernelCommand kernel, int height, int width, int depth, int channels);

    /** Depth slices of an OFM block, done one after the other. */
    int slices(KernelCommand kernel, int depth);

    /** From the last operand that enters the array to the accumulators that the output unit reads. */
    int latencyCycles();

    /**
     * How many times longer products of the kernel's precision take than those of 8 by 8 bits, by the array's rates. Precisions
     * without a rate of their own run at the best rate of those wide enough; beyond the table the time grows with the IFM width.
     */
    static double precisionFactor(MacArray array, KernelCommand kernel) {
        int ifmBits = kernel.ifm().elementBits();
        MacRate rate = array.rateFor(ifmBits, kernel.weightBits());
        return rate == null
                ? Math.max(1, ifmBits / Byte.SIZE)
                : array.macsPerCycle() / rate.macsPerCycle().doubleValue();
    }
}
