package npusim.schedule.weights;

import npusim.schedule.Traversal;

/** The order of cores that take every n-th OFM channel. */
final class ChannelSplitSequencer extends WeightSequencer {
    private final int cores;
    private final boolean partKernel;
    private final boolean depthwise;
    private final int step;
    private final int microBlockDepth;
    private final int kernelGroup;
    private final int coreChannels;

    ChannelSplitSequencer(Walk walk, SectionSink sink) {
        super(walk, sink);
        cores = order.cores();
        partKernel = parameters.traversal() == Traversal.PART_KERNEL;
        depthwise = parameters.traversal() == Traversal.DEPTHWISE;
        step = depthwise ? 1 : order.ifmStep(parameters.sparse());
        microBlockDepth = parameters.ofmMicroBlockDepth();
        kernelGroup = order.kernelGroup(parameters);
        coreChannels = ceilingDivide(channels - stream, cores);
    }

    @Override
    void walk() {
        int blockChannels = ceilingDivide(parameters.ofmBlockDepth() - stream, cores);
        for (int block = 0; block < coreChannels; block += blockChannels) {
            int blockDepth = Math.min(blockChannels, coreChannels - block);
            for (int input = 0; input < tensor.inputChannels(); input += parameters.ifmBlockDepth()) {
                walkSubKernels(block, blockDepth, input);
            }
        }
    }

    private void walkSubKernels(int block, int blockDepth, int input) {
        for (int y = 0; y < tensor.kernelHeight(); y += subKernelHeight) {
            int height = Math.min(subKernelHeight, tensor.kernelHeight() - y);
            for (int x = 0; x < tensor.kernelWidth(); x += subKernelWidth) {
                int width = Math.min(subKernelWidth, tensor.kernelWidth() - x);
                if (partKernel) {
                    int inputEnd = Math.min(input + parameters.ifmBlockDepth(), tensor.inputChannels());
                    for (int from = input; from < inputEnd; from += step) {
                        walkMicroBlocks(block, blockDepth, y, x, height, width, from, step);
                    }
                } else {
                    walkMicroBlocks(block, blockDepth, y, x, height, width, input, depthFirstDepth(input));
                }
            }
        }
    }

    private int depthFirstDepth(int input) {
        if (depthwise) {
            return 1;
        }
        return order.facts().padIfmDepth()
                ? parameters.ifmBlockDepth()
                : Math.min(parameters.ifmBlockDepth(), tensor.inputChannels() - input);
    }

    private void walkMicroBlocks(
            int block, int blockDepth, int y, int x, int height, int width, int input, int inputDepth) {
        int elements = height * width;
        int padded = roundUp(elements, kernelGroup);
        for (int micro = 0; micro < blockDepth; micro += microBlockDepth) {
            for (int element = 0; element < padded; element++) {
                for (int from = 0; from < inputDepth; from += step) {
                    if (element < elements) {
                        microBlock(block + micro, y + element / width, x + element % width, input + from);
                    } else {
                        zeros(microBlockDepth * step);
                    }
                }
            }
        }
    }

    private void microBlock(int firstOfCore, int y, int x, int input) {
        int valid = Math.min(microBlockDepth, coreChannels - firstOfCore);
        for (int i = 0; i < valid; i++) {
            row(firstChannel + stream + (firstOfCore + i) * cores, y, x, input, step);
        }
        zeros((microBlockDepth - valid) * step);
    }
}
