package npusim.kernel.loop;

import java.util.Arrays;

/** The loops in plain Java: what the vector loops must agree with, and what finishes their odd ends. */
final class ScalarLoops implements InnerLoops {
    static final ScalarLoops INSTANCE = new ScalarLoops();

    private static final int TILE_COLUMNS = 128;
    private static final int SLOT_CHANNELS = 16;

    private static final ElementLoops ELEMENTS = new ElementLoops("PlainElements");

    private ScalarLoops() {}

    @Override
    public String description() {
        return "plain Java";
    }

    @Override
    public int[] tileWidths() {
        return new int[] {TILE_COLUMNS};
    }

    @Override
    public int slotChannels() {
        return SLOT_CHANNELS;
    }

    @Override
    public void multiplyTile(Tile tile, float[] left, int leftStart, float[] right, int rightStart, int depth) {
        float[] row = new float[TILE_COLUMNS];
        for (int r = 0; r < tile.rows; r++) {
            Arrays.fill(row, 0f);
            int start = leftStart + r * PackedRows.STRIDE;
            int k = 0;
            for (; k + 4 <= depth; k += 4) {
                addFourRows(left, start + k, right, rightStart + k * TILE_COLUMNS, row);
            }
            for (; k < depth; k++) {
                float factor = left[start + k];
                int rightRow = rightStart + k * TILE_COLUMNS;
                for (int column = 0; column < TILE_COLUMNS; column++) {
                    row[column] += factor * right[rightRow + column];
                }
            }
            finish(tile, r, row);
        }
    }

    private static void addFourRows(float[] left, int start, float[] right, int rightStart, float[] row) {
        float left0 = left[start];
        float left1 = left[start + 1];
        float left2 = left[start + 2];
        float left3 = left[start + 3];
        for (int column = 0; column < TILE_COLUMNS; column++) {
            int position = rightStart + column;
            row[column] += left0 * right[position]
                    + left1 * right[position + TILE_COLUMNS]
                    + left2 * right[position + 2 * TILE_COLUMNS]
                    + left3 * right[position + 3 * TILE_COLUMNS];
        }
    }

    private static void finish(Tile tile, int r, float[] row) {
        int term = tile.termsStart;
        int sum = tile.sumsStart + r * tile.sumsStride;
        for (int column = 0; column < tile.width; column++) {
            tile.sums[sum + column] = tile.terms[term + column] + (int) row[column] + Tile.ORIGIN_BITS;
        }
    }

    @Override
    public void addRows(
            int[] source, int from, int fromStride, int[] target, int to, int toStride, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                target[to + row * toStride + column] += source[from + row * fromStride + column];
            }
        }
    }

    @Override
    public void multiplyTaps(
            Tile tile,
            float[] inputs,
            int start,
            int[] groupStarts,
            int firstGroup,
            int groups,
            float[] weights,
            int weightsStart) {
        float[] row = new float[SLOT_CHANNELS];
        for (int r = 0; r < tile.rows; r++) {
            Arrays.fill(row, 0f);
            int weight = weightsStart;
            for (int group = firstGroup; group < firstGroup + groups; group++) {
                int from = start + groupStarts[group] + r * SLOT_CHANNELS;
                for (int i = 0; i < DepthwiseProduct.GROUP_TAPS; i++) {
                    for (int channel = 0; channel < SLOT_CHANNELS; channel++) {
                        row[channel] += inputs[from + channel] * weights[weight + channel];
                    }
                    from += SLOT_CHANNELS;
                    weight += SLOT_CHANNELS;
                }
            }
            finish(tile, r, row);
        }
    }

    @Override
    public void multiplyTwoLines(
            byte[] inputs,
            int start,
            float[] weights,
            int weightsStart,
            int[] terms,
            int termsStart,
            int[] sums,
            int sumsStart,
            int sumsLine,
            int pixels,
            int channels) {
        for (int pixel = 0; pixel < 2 * pixels; pixel++) {
            int from = start + pixel / pixels * DepthwiseProduct.LINE_BYTES + pixel % pixels * channels;
            int to = sumsStart + pixel / pixels * sumsLine + pixel % pixels * channels;
            for (int channel = 0; channel < SLOT_CHANNELS; channel++) {
                float sum = 0;
                for (int tap = 0; tap < 9; tap++) {
                    int input = from + tap / 3 * DepthwiseProduct.LINE_BYTES + tap % 3 * channels;
                    sum += inputs[input + channel] * weights[weightsStart + tap * SLOT_CHANNELS + channel];
                }
                sums[to + channel] = terms[termsStart + channel] + (int) sum + Tile.ORIGIN_BITS;
            }
        }
    }

    @Override
    public void bytesToFloats(
            byte[] source,
            int from,
            int fromStride,
            int zeroPoint,
            float[] target,
            int to,
            int toStride,
            int rows,
            int count) {
        for (int row = 0; row < rows; row++) {
            int sourceStart = from + row * fromStride;
            int targetStart = to + row * toStride;
            for (int i = 0; i < count; i++) {
                target[targetStart + i] = source[sourceStart + i] - zeroPoint;
            }
        }
    }

    @Override
    public void bytesToSlots(
            byte[] source,
            int sourceStart,
            int sourceStep,
            float[] target,
            int targetStart,
            int targetStep,
            int count) {
        for (int i = 0; i < count; i++) {
            int from = sourceStart + i * sourceStep;
            int to = targetStart + i * targetStep;
            int length = Math.min(SLOT_CHANNELS, source.length - from);
            for (int channel = 0; channel < length; channel++) {
                target[to + channel] = source[from + channel];
            }
        }
    }

    @Override
    public void bytesToInts(byte[] source, int sourceStart, int zeroPoint, int[] target, int targetStart, int count) {
        for (int i = 0; i < count; i++) {
            target[targetStart + i] = source[sourceStart + i] - zeroPoint;
        }
    }

    @Override
    public void rescaleToInts(
            int[] source, int sourceStart, Requantization scaling, int[] target, int targetStart, int count) {
        for (int i = 0; i < count; i++) {
            target[targetStart + i] = scaling.apply(source[sourceStart + i]);
        }
    }

    @Override
    public void rescaleBytesToInts(
            byte[] source,
            int sourceStart,
            int zeroPoint,
            Requantization scaling,
            int[] target,
            int targetStart,
            int count) {
        for (int i = 0; i < count; i++) {
            target[targetStart + i] = scaling.apply(source[sourceStart + i] - zeroPoint);
        }
    }

    @Override
    public void rescaleToBytes(
            int[] source,
            int sourceStart,
            ByteScaling scaling,
            int firstChannel,
            byte[] target,
            int targetStart,
            int count) {
        if (scaling.channels() == 1) {
            Requantization single = scaling.channel(0);
            for (int i = 0; i < count; i++) {
                target[targetStart + i] = (byte) single.apply(source[sourceStart + i]);
            }
            return;
        }
        int channel = firstChannel;
        for (int i = 0; i < count; i++) {
            target[targetStart + i] = (byte) scaling.channel(channel).apply(source[sourceStart + i]);
            channel = channel + 1 < scaling.channels() ? channel + 1 : 0;
        }
    }

    @Override
    public void combineBytes(
            byte[] a, int aStart, byte[] b, int bStart, PairScaling scaling, byte[] target, int start, int count) {
        for (int i = 0; i < count; i++) {
            target[start + i] = (byte) scaling.apply(a[aStart + i], b[bStart + i]);
        }
    }

    @Override
    public void combineWithPattern(
            byte[] a, int aStart, long pattern, PairScaling scaling, byte[] target, int start, int count) {
        for (int i = 0; i < count; i++) {
            target[start + i] = (byte) scaling.apply(a[aStart + i], InnerLoops.ofPattern(pattern, i));
        }
    }

    @Override
    public void lookUp(byte[] source, int sourceStart, byte[] table, byte[] target, int targetStart, int count) {
        for (int i = 0; i < count; i++) {
            target[targetStart + i] = table[source[sourceStart + i] + 128];
        }
    }

    @Override
    public void interpolate(
            short[] source, int sourceStart, InterpolatedTable table, int[] target, int targetStart, int count) {
        for (int i = 0; i < count; i++) {
            target[targetStart + i] = table.apply(source[sourceStart + i]);
        }
    }

    @Override
    public ElementLoop elements(ElementLoop.Kind kind) {
        return ELEMENTS.of(kind);
    }

    @Override
    public void multiplyShifted(
            int[] a, int aStart, int[] b, int bStart, int shift, int[] target, int start, int count) {
        long rounding = 1L << (shift - 1);
        for (int i = 0; i < count; i++) {
            target[start + i] = (int) (((long) a[aStart + i] * b[bStart + i] + rounding) >> shift);
        }
    }

    @Override
    public Reductions reductions() {
        return ScalarReductions.INSTANCE;
    }

    @Override
    public Transposes transposes() {
        return ScalarTransposes.INSTANCE;
    }
}
