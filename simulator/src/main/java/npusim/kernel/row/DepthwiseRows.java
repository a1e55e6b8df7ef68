package npusim.kernel.row;

import static npusim.kernel.loop.DepthwiseProduct.GROUP_TAPS;
import static npusim.kernel.loop.DepthwiseProduct.LINE_BYTES;
import static npusim.kernel.loop.DepthwiseProduct.NO_TAP;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.loop.DepthwiseProduct;
import npusim.kernel.loop.InnerLoops;

/**
 * DEPTHWISE_CONV2D of INT8 with one output channel for each input channel: weights [KH,KW,C,1]. An input line is laid out by
 * the remainders of its columns modulo the stride, the phases, so that adjacent pixels meet adjacent slots.
 */
public final class DepthwiseRows implements RowProducer {
    private static final int MOST_PIXELS = 480;

    private final ConvolutionGeometry geometry;
    private final int inputZeroPoint;
    private final int slotChannels;
    private final List<Group> groups;
    private final DepthwiseProduct product;
    private final int[] terms;

    /** Slots that the taps of one kernel row reach beyond the first, those without a tap included. */
    private final int reach;

    /** Whether adjacent lines are computed together, from INT8: three rows of up to three adjacent taps, stride 1. */
    private final boolean byLines;

    /** Taps of a kernel row that meet adjacent slots of one phase. */
    private record Group(int kernelRow, int phase, int slot, int[] taps) {}

    public DepthwiseRows(
            InnerLoops loops,
            ConvolutionGeometry geometry,
            byte[] weights,
            int[] bias,
            int inputZeroPoint,
            int weightZeroPoint) {
        this.geometry = geometry.inputWidth() == 1 && geometry.kernelWidth() == 1 && geometry.outputWidth() == 1
                ? geometry.withHeightAsWidth()
                : geometry;
        this.inputZeroPoint = inputZeroPoint;
        this.slotChannels = loops.slotChannels();
        this.groups = groupsOf(this.geometry);
        this.reach = groups.stream().mapToInt(Group::slot).max().orElseThrow() + GROUP_TAPS - 1;
        int channels = geometry.outputChannels();
        int[][] taps = groups.stream().map(Group::taps).toArray(int[][]::new);
        this.product = new DepthwiseProduct(loops, taps, channels, weights, weightZeroPoint);
        this.terms = product.terms(Blocks.biasOf(bias, channels), inputZeroPoint);
        this.byLines = product.takesLines()
                && this.geometry.kernelHeight() == groups.size()
                && this.geometry.strideX() == 1
                && this.geometry.strideY() == 1
                && this.geometry.dilationY() == 1
                && mostLinePixels() >= InnerLoops.TILE_PIXELS;
    }

    private static List<Group> groupsOf(ConvolutionGeometry geometry) {
        int stride = geometry.strideX();
        List<Group> groups = new ArrayList<>();
        for (int row = 0; row < geometry.kernelHeight(); row++) {
            for (int phase = 0; phase < stride; phase++) {
                int[] taps = {};
                int first = 0;
                for (int tap = 0; tap < geometry.kernelWidth(); tap++) {
                    int column = tap * geometry.dilationX();
                    int slot = column / stride;
                    if (column % stride != phase) {
                        continue;
                    }
                    if (taps.length == 0 || slot >= first + GROUP_TAPS) {
                        taps = new int[GROUP_TAPS];
                        Arrays.fill(taps, NO_TAP);
                        first = slot;
                        groups.add(new Group(row, phase, first, taps));
                    }
                    taps[slot - first] = row * geometry.kernelWidth() + tap;
                }
            }
        }
        return groups;
    }

    @Override
    public int rows() {
        return geometry.batches() * geometry.outputHeight() * geometry.outputWidth();
    }

    @Override
    public int columns() {
        return geometry.outputChannels();
    }

    /** Whole lines, or a part of a long one. */
    @Override
    public int blockRows() {
        int width = geometry.outputWidth();
        int lines = Math.clamp(MOST_PIXELS / width, 1, geometry.outputHeight());
        return width <= MOST_PIXELS / (byLines ? 2 : 4) ? lines * width : Blocks.rows(width, InnerLoops.TILE_PIXELS);
    }

    @Override
    public void produce(byte[] input, int firstRow, int rowCount, int[] sums, int start, Scratch scratch) {
        int width = geometry.outputWidth();
        int end = firstRow + rowCount;
        for (int row = firstRow; row < end; ) {
            int line = row / width;
            int lines = 1;
            int pixels = Math.min(width - row % width, end - row);
            if (pixels == width) {
                int linesLeftInBatch = geometry.outputHeight() - line % geometry.outputHeight();
                lines = Math.min((end - row) / width, linesLeftInBatch);
            }
            int target = start + (row - firstRow) * columns();
            if (byLines && lines > 1) {
                produceByLines(input, line, lines, sums, target, scratch);
            } else {
                produceLines(input, line, lines, row % width, pixels, sums, target, scratch);
            }
            row += lines * pixels;
        }
    }

    /** Adjacent whole lines of one batch, at least two. */
    private void produceByLines(byte[] input, int firstLine, int lines, int[] sums, int start, Scratch scratch) {
        int pixels = geometry.outputWidth();
        int most = mostLinePixels();
        for (int pixel = 0; pixel < pixels; pixel += most) {
            int count = Math.min(most, pixels - pixel);
            byte[] padded = paddedLines(input, firstLine, lines, pixel, count, scratch);
            int target = start + pixel * columns();
            product.multiplyLines(padded, count, lines, terms, sums, target, pixels * columns());
        }
    }

    /** Pixels of a line whose inputs are computed together from {@link #paddedLines}. */
    private int mostLinePixels() {
        return LINE_BYTES / geometry.inputChannels() - reach;
    }

    /** What {@code pixels} of {@code lines} output lines of one batch read, with what pads them, the input's zero point. */
    private byte[] paddedLines(byte[] input, int firstLine, int lines, int firstPixel, int pixels, Scratch scratch) {
        int channels = geometry.inputChannels();
        int inputLines = lines + geometry.kernelHeight() - 1;
        byte[] padded = scratch.bytes(Math.multiplyExact(inputLines, LINE_BYTES));
        int batch = firstLine / geometry.outputHeight();
        int firstInputLine = firstLine % geometry.outputHeight() - geometry.padTop();
        int firstColumn = firstPixel - geometry.padLeft();
        int slots = pixels + reach;
        int from = Math.clamp(-firstColumn, 0, slots);
        int to = Math.clamp(geometry.inputWidth() - firstColumn, from, slots);
        for (int i = 0; i < inputLines; i++) {
            int line = firstInputLine + i;
            int start = i * LINE_BYTES;
            int end = start + slots * channels;
            if (line < 0 || line >= geometry.inputHeight()) {
                Arrays.fill(padded, start, end, (byte) inputZeroPoint);
            } else {
                int copy = start + from * channels;
                int length = (to - from) * channels;
                int column = (batch * geometry.inputHeight() + line) * geometry.inputWidth() + firstColumn + from;
                Arrays.fill(padded, start, copy, (byte) inputZeroPoint);
                System.arraycopy(input, column * channels, padded, copy, length);
                Arrays.fill(padded, copy + length, end, (byte) inputZeroPoint);
            }
        }
        return padded;
    }

    /** Adjacent lines of one batch, of each the same pixels. */
    private void produceLines(
            byte[] input,
            int firstLine,
            int lines,
            int firstPixel,
            int pixels,
            int[] sums,
            int start,
            Scratch scratch) {
        int slots = Math.ceilDiv(pixels, InnerLoops.TILE_PIXELS) * InnerLoops.TILE_PIXELS + reach;
        int phasePitch = slots * slotChannels;
        int linePitch = geometry.strideX() * phasePitch;
        int inputLines = (lines - 1) * geometry.strideY() + (geometry.kernelHeight() - 1) * geometry.dilationY() + 1;
        int blockPitch = Math.multiplyExact(inputLines, linePitch);
        float[] inputs = scratch.floats(Math.multiplyExact(product.blocks(), blockPitch));
        int batch = firstLine / geometry.outputHeight();
        int firstInputLine = firstLine % geometry.outputHeight() * geometry.strideY() - geometry.padTop();
        for (int line = 0; line < inputLines; line++) {
            if (isRead(line, lines)) {
                for (int block = 0; block < product.blocks(); block++) {
                    int target = block * blockPitch + line * linePitch;
                    loadLine(input, batch, firstInputLine + line, firstPixel, block, inputs, target, slots, scratch);
                }
            }
        }
        int[][] groupStarts = new int[lines][groups.size()];
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < groups.size(); i++) {
                Group group = groups.get(i);
                int inputLine = line * geometry.strideY() + group.kernelRow() * geometry.dilationY();
                groupStarts[line][i] = inputLine * linePitch + group.phase() * phasePitch + group.slot() * slotChannels;
            }
        }
        product.multiply(inputs, blockPitch, groupStarts, pixels, terms, sums, start);
    }

    /** Whether a tap of one of {@code lines} output lines reads this input line. */
    private boolean isRead(int inputLine, int lines) {
        for (int kernelRow = 0; kernelRow < geometry.kernelHeight(); kernelRow++) {
            int first = inputLine - kernelRow * geometry.dilationY();
            if (first >= 0 && first % geometry.strideY() == 0 && first / geometry.strideY() < lines) {
                return true;
            }
        }
        return false;
    }

    /** Fills the slots of all phases of a line for one block of channels; what pads the input is its zero point. */
    private void loadLine(
            byte[] input,
            int batch,
            int line,
            int firstPixel,
            int block,
            float[] inputs,
            int target,
            int slots,
            Scratch scratch) {
        int stride = geometry.strideX();
        int channels = geometry.inputChannels();
        boolean inside = line >= 0 && line < geometry.inputHeight();
        for (int phase = 0; phase < stride; phase++) {
            int start = target + phase * slots * slotChannels;
            int firstColumn = firstPixel * stride - geometry.padLeft() + phase;
            int from = Math.clamp(Math.ceilDiv(-firstColumn, stride), 0, slots);
            int to = inside ? Math.clamp(Math.ceilDiv(geometry.inputWidth() - firstColumn, stride), from, slots) : from;
            Arrays.fill(inputs, start, start + from * slotChannels, inputZeroPoint);
            int column = firstColumn + from * stride;
            int source = ((batch * geometry.inputHeight() + line) * geometry.inputWidth() + column) * channels
                    + product.firstChannel(block);
            int slot = start + from * slotChannels;
            scratch.loops().bytesToSlots(input, source, stride * channels, inputs, slot, slotChannels, to - from);
            Arrays.fill(inputs, start + to * slotChannels, start + slots * slotChannels, inputZeroPoint);
        }
    }
}
