package npusim.execution.plan;

import java.util.Arrays;
import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.RescaleParameters;

/** AVG_POOL2D of INT8: each output is the sum over the valid part of its window, scaled by the reciprocal of its size. */
record AveragePool(ConvolutionGeometry geometry, int inputZeroPoint, int outputZeroPoint) implements ArrayKernel {
    private int linesInPart() {
        int line = geometry.outputWidth() * geometry.kernelHeight() * geometry.kernelWidth() * geometry.inputChannels();
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
        int[] sums = new int[geometry.inputChannels()];
        int end = Math.min(lines(), (part + 1) * linesInPart());
        for (int line = part * linesInPart(); line < end; line++) {
            for (int column = 0; column < geometry.outputWidth(); column++) {
                pixel((byte[]) inputs[0], line, column, sums, (byte[]) output);
            }
        }
    }

    private void pixel(byte[] input, int line, int column, int[] sums, byte[] output) {
        int batch = line / geometry.outputHeight();
        int top = line % geometry.outputHeight() * geometry.strideY() - geometry.padTop();
        int left = column * geometry.strideX() - geometry.padLeft();
        int firstRow = Math.max(0, top);
        int endRow = Math.min(geometry.inputHeight(), top + geometry.kernelHeight());
        int firstColumn = Math.max(0, left);
        int endColumn = Math.min(geometry.inputWidth(), left + geometry.kernelWidth());
        int channels = geometry.inputChannels();
        Arrays.fill(sums, 0);
        for (int row = firstRow; row < endRow; row++) {
            int start = ((batch * geometry.inputHeight() + row) * geometry.inputWidth() + firstColumn) * channels;
            int length = (endColumn - firstColumn) * channels;
            if (channels == 1) {
                sums[0] += sum(input, start, length);
            } else {
                addPixels(input, start, length, sums);
            }
        }
        int size = (endRow - firstRow) * (endColumn - firstColumn);
        int target = (line * geometry.outputWidth() + column) * channels;
        for (int channel = 0; channel < channels; channel++) {
            output[target + channel] = average(sums[channel] - size * inputZeroPoint, size);
        }
    }

    private static int sum(byte[] input, int start, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += input[start + i];
        }
        return sum;
    }

    private static void addPixels(byte[] input, int start, int length, int[] sums) {
        for (int i = 0; i < length; i += sums.length) {
            for (int channel = 0; channel < sums.length; channel++) {
                sums[channel] += input[start + i + channel];
            }
        }
    }

    /** {@code reciprocal_scale} and {@code apply_scale_32} of TOSA 1.0. */
    private byte average(int sum, int size) {
        int k = 32 - Integer.numberOfLeadingZeros(size - 1);
        int multiplier = (int) ((((1L << 30) + 1) << k) / size);
        int scaled = RescaleParameters.scale(sum, multiplier, 30 + k, true, false);
        return (byte) Math.clamp((long) scaled + outputZeroPoint, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }
}
