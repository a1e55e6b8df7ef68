package npusim.schedule.weights;

import npusim.schedule.Traversal;

/** The order of cores that share each OFM micro-block, with input and kernel walked to and fro. */
final class MicroBlockSplitSequencer extends WeightSequencer {
    private final boolean depthwise;
    private final int ifmDepth;
    private final int inputPass;
    private final int step;
    private final int strideY;
    private final int strideX;
    private final int microBlockDepth;
    private final int kernelGroup;
    private final int paddingElements;

    MicroBlockSplitSequencer(Walk walk, SectionSink sink) {
        super(walk, sink);
        depthwise = parameters.traversal() == Traversal.DEPTHWISE;
        boolean partKernel = parameters.traversal() == Traversal.PART_KERNEL;
        boolean sparse = parameters.sparse();
        ifmDepth = tensor.inputChannels();
        inputPass = inputPass(partKernel, sparse);
        step = depthwise ? 1 : order.ifmStep(sparse);
        boolean strided = order.facts().serpentine() && parameters.traversal() != Traversal.DEPTH_FIRST;
        strideY = strided ? parameters.strideY() : 1;
        strideX = strided ? parameters.strideX() : 1;
        microBlockDepth = parameters.ofmMicroBlockDepth();
        kernelGroup = order.kernelGroup(parameters);
        paddingElements = depthwise ? order.depthwisePadding(parameters.ifmBits()) : 0;
    }

    private int inputPass(boolean partKernel, boolean sparse) {
        if (depthwise) {
            return 1;
        }
        boolean narrow = partKernel && !sparse && parameters.ifmBits() == 16;
        return narrow ? order.ifmStep(false) : parameters.ifmBlockDepth();
    }

    @Override
    void walk() {
        int ifmBlockDepth = parameters.ifmBlockDepth();
        int ifmBlocks = depthwise ? 1 : ceilingDivide(ifmDepth, ifmBlockDepth);
        boolean backwards = false;
        for (int block = 0; block < channels; block += parameters.ofmBlockDepth()) {
            int blockDepth = Math.min(parameters.ofmBlockDepth(), channels - block);
            for (int i = 0; i < ifmBlocks; i++) {
                int ifmBlock = backwards ? ifmBlocks - 1 - i : i;
                walkSubKernels(block, blockDepth, ifmBlock * ifmBlockDepth);
            }
            backwards = order.facts().serpentine() && !backwards;
        }
    }

    private void walkSubKernels(int block, int blockDepth, int input) {
        int inputEnd = depthwise ? 1 : Math.min(input + parameters.ifmBlockDepth(), ifmDepth);
        for (int x = 0; x < tensor.kernelWidth(); x += subKernelWidth) {
            int width = Math.min(subKernelWidth, tensor.kernelWidth() - x);
            for (int y = 0; y < tensor.kernelHeight(); y += subKernelHeight) {
                int height = Math.min(subKernelHeight, tensor.kernelHeight() - y);
                for (int from = input; from < inputEnd; from += inputPass) {
                    for (int micro = 0; micro < blockDepth; micro += microBlockDepth) {
                        walkKernel(block + micro, y, x, height, width, from);
                    }
                }
            }
        }
    }

    private void walkKernel(int channel, int y, int x, int height, int width, int input) {
        int left = roundUp(height * width, kernelGroup);
        for (int phaseY = 0; phaseY < strideY; phaseY++) {
            int rows = ceilingDivide(height - phaseY, strideY);
            for (int phaseX = 0; phaseX < strideX; phaseX++) {
                int columns = ceilingDivide(width - phaseX, strideX);
                for (int row = 0; row < rows; row++) {
                    for (int i = 0; i < columns; i++) {
                        int column = order.facts().serpentine() && row % 2 == 1 ? columns - 1 - i : i;
                        element(channel, y + phaseY + row * strideY, x + phaseX + column * strideX, input);
                        left--;
                        if (paddingElements > 0 && left % kernelGroup == 0) {
                            zeros(paddingElements * microBlockDepth / order.cores());
                        }
                    }
                }
            }
        }
        if (left > 0) {
            zeros((left + paddingElements) * inputPass * microBlockDepth / order.cores());
        }
    }

    private void element(int channel, int y, int x, int input) {
        int interleave = order.facts().channelInterleave();
        for (int from = 0; from < inputPass; from += step) {
            for (int group = stream * interleave; group < microBlockDepth; group += interleave * order.cores()) {
                for (int i = 0; i < interleave; i++) {
                    int output = channel + group + i;
                    if (output < channels) {
                        row(firstChannel + output, y, x, input + from, step);
                    } else {
                        zeros(step);
                    }
                }
            }
        }
    }
}
