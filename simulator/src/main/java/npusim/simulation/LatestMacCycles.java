package npusim.simulation;

import npusim.schedule.KernelCommand;
import org.jspecify.annotations.Nullable;

/** Remembers the latest answer of a model: neighbouring blocks of a kernel are nearly always of one size. */
final class LatestMacCycles {
    private final MacModel model;
    private final double factor;
    private final DesignParameters design;
    private @Nullable KernelCommand kernel;
    private int height;
    private int width;
    private int depth;
    private int channels;
    private double cycles;
    private double decoding;

    LatestMacCycles(MacModel model, DesignParameters design) {
        this.model = model;
        this.design = design;
        factor = design.arrayFactor();
    }

    /** See {@link MacModel#cycles}; no shorter than decoding the weights takes. */
    double of(KernelCommand of, int rows, int columns, int ofmChannels, int ifmChannels) {
        boolean same =
                of == kernel && rows == height && columns == width && ofmChannels == depth && ifmChannels == channels;
        if (!same) {
            kernel = of;
            height = rows;
            width = columns;
            depth = ofmChannels;
            channels = ifmChannels;
            decoding = of.kind().hasWeights() ? WeightDecoding.cycles(design, of, ofmChannels, ifmChannels) : 0;
            cycles = factor * Math.max(decoding, model.cycles(of, rows, columns, ofmChannels, ifmChannels));
        }
        return cycles;
    }

    /** Cycles in which the decoders work on the weights of the latest answer. */
    double decoding() {
        return decoding;
    }
}
