package npusim.execution.plan;

import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.loop.InnerLoops;

/** MAX_POOL2D of INT8: the lines of a window become one line of maxima, whose pixels become one pixel. */
record MaximumPool(InnerLoops loops, ConvolutionGeometry geometry) implements ArrayKernel {
    private int linesInPart() {
        int line = geometry.inputWidth() * geometry.kernelHeight() * geometry.inputChannels();
        return Math.max(1, PART_ELEMENTS / Math.max(1, line));
    }

    private int lines() {
        return geometry.batches() * geometry.outputHeight();
    }

    @Override
    public int parts() {
        return (lines() + linesInPart() - 1) / linesInPart();
    }

    @Override
    public void run(Object[] inputs, Object output, int part) {
        byte[] greatest = new byte[geometry.inputWidth() * geometry.inputChannels()];
        int end = Math.min(lines(), (part + 1) * linesInPart());
        for (int line = part * linesInPart(); line < end; line++) {
            combineLines((byte[]) inputs[0], line, greatest);
            combinePixels(greatest, (byte[]) output, line);
        }
    }

    private void combineLines(byte[] input, int line, byte[] greatest) {
        int batch = line / geometry.outputHeight();
        int top = line % geometry.outputHeight() * geometry.strideY() - geometry.padTop();
        int first = Math.max(0, top);
        int end = Math.min(geometry.inputHeight(), top + geometry.kernelHeight());
        int from = (batch * geometry.inputHeight() + first) * greatest.length;
        System.arraycopy(input, from, greatest, 0, greatest.length);
        for (int row = first + 1; row < end; row++) {
            from += greatest.length;
            loops.maximum(input, from, greatest, 0, greatest.length);
        }
    }

    private void combinePixels(byte[] greatest, byte[] output, int line) {
        int channels = geometry.inputChannels();
        int target = line * geometry.outputWidth() * channels;
        for (int column = 0; column < geometry.outputWidth(); column++) {
            int left = column * geometry.strideX() - geometry.padLeft();
            int first = Math.max(0, left);
            int end = Math.min(geometry.inputWidth(), left + geometry.kernelWidth());
            System.arraycopy(greatest, first * channels, output, target, channels);
            for (int pixel = first + 1; pixel < end; pixel++) {
                loops.maximum(greatest, pixel * channels, output, target, channels);
            }
            target += channels;
        }
    }
}
