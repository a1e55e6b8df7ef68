package npusim.simulation;

import npusim.hardware.Dataflow;
import npusim.schedule.KernelCommand;

/**
 * A systolic grid that holds a tile of weights while the IFM vectors of a block stream through it, and a vector unit beside it.
 * Pooling and depthwise work share nothing between OFM channels and run on the lanes of the vector unit.
 */
final class WeightStationaryModel implements MacModel {
    private final DesignParameters design;
    private final Dataflow.WeightStationary grid;

    WeightStationaryModel(DesignParameters design, Dataflow.WeightStationary grid) {
        this.design = design;
        this.grid = grid;
    }

    @Override
    public double cycles(KernelCommand kernel, int height, int width, int depth, int channels) {
        double positions = (double) height * width * MacModel.precisionFactor(design.array(), kernel);
        long elements = kernel.window().elements();
        return switch (kernel.kind()) {
            case CONVOLUTION, MATRIX_MULTIPLY -> grid.productCycles(elements * channels, depth, positions);
            case DEPTHWISE -> grid.vectorCycles(elements, depth, positions);
            case POOLING ->
                grid.vectorCycles(kernel.sumsOverDepth() ? elements * channels : elements, depth, positions);
            case ELEMENTWISE, RESIZE -> 0;
        };
    }

    @Override
    public int slices(KernelCommand kernel, int depth) {
        return Math.ceilDiv(depth, grid.columns());
    }

    /** A vector crosses the grid; the first tile of a kernel is loaded before, while the pipeline sets up. */
    @Override
    public int latencyCycles() {
        return design.macLatencyCycles() + grid.fillCycles();
    }
}
