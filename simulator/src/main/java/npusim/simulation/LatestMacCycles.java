package npusim.simulation;

import npusim.schedule.KernelCommand;
import org.jspecify.annotations.Nullable;

/** Remembers the latest answer of a model: neighbouring blocks of a kernel are nearly always of one size. */
final class LatestMacCycles {
    private final MacModel model;
    private final double factor;
    private @Nullable KernelCommand kernel;
    private int height;
    private int width;
    private int depth;
    private int channels;
    private double cycles;

    LatestMacCycles(MacModel model, double factor) {
        this.model = model;
        this.factor = factor;
    }

    /** See {@link MacModel#cycles}. */
    double of(KernelCommand of, int rows, int columns, int ofmChannels, int ifmChannels) {
        boolean same =
                of == kernel && rows == height && columns == width && ofmChannels == depth && ifmChannels == channels;
        if (!same) {
            kernel = of;
            height = rows;
            width = columns;
            depth = ofmChannels;
            channels = ifmChannels;
            cycles = factor * model.cycles(of, rows, columns, ofmChannels, ifmChannels);
        }
        return cycles;
    }
}
