package npusim.simulation;

import npusim.schedule.Activation;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelFunction;
import npusim.schedule.KernelKind;
import npusim.schedule.OutputTranspose;
import npusim.schedule.Traversal;
import npusim.schedule.Weights;
import npusim.schedule.Window;
import org.jspecify.annotations.Nullable;

/** Kernels that do one thing. */
final class ExampleKernels {
    private ExampleKernels() {}

    /** A kernel that waits for no other, on micro-blocks of 1x4x8. */
    static KernelCommand kernel(
            KernelKind kind,
            KernelFunction function,
            FeatureMap ifm,
            @Nullable FeatureMap second,
            FeatureMap ofm,
            Window window,
            Extent block,
            Extent ifmBlock,
            Weights weights,
            int commandBytes) {
        return new KernelCommand(
                "kernel",
                0,
                kind.name(),
                kind,
                function,
                ifm,
                second,
                ofm,
                window,
                new BlockConfiguration(block, ifmBlock, new Extent(1, 4, 8), Traversal.DEPTH_FIRST, 32),
                weights,
                0,
                Activation.NONE,
                OutputTranspose.HWC,
                false,
                commandBytes,
                null);
    }
}
