package npusim.kernel.loop;

import java.util.Arrays;

/** The loops in plain Java: what the vector loops must agree with, and what finishes their odd ends. */
final class ScalarLoops implements InnerLoops {
    static final ScalarLoops INSTANCE = new ScalarLoops();

    private static final int TILE_COLUMNS = 128;

    private static final ElementLoops ELEMENTS = new ElementLoops("PlainElements");

    private ScalarLoops() {}

    @Override
    public String description() {
        return "plain Java";
    }

    @Override
    public int tileColumns() {
        return TILE_COLUMNS;
    }

    @Override
    public void multiplyTile(
            float[] a,
            int[] rowStarts,
            int rowOffset,
            float[] panel,
            int panelStart,
            int width,
            int depth,
            float[] tile) {
        Arrays.fill(tile, 0, TILE_ROWS * width, 0f);
        for (int row = 0; row < TILE_ROWS; row++) {
            int start = rowStarts[row] + rowOffset;
            int target = row * width;
            int k = 0;
            for (; k + 4 <= depth; k += 4) {
                addFourRows(a, start + k, panel, panelStart + k * width, width, tile, target);
            }
            for (; k < depth; k++) {
                float factor = a[start + k];
                int panelRow = panelStart + k * width;
                for (int column = 0; column < width; column++) {
                    tile[target + column] += factor * panel[panelRow + column];
                }
            }
        }
    }

    private static void addFourRows(
            float[] a, int start, float[] panel, int panelStart, int width, float[] tile, int target) {
        float a0 = a[start];
        float a1 = a[start + 1];
        float a2 = a[start + 2];
        float a3 = a[start + 3];
        for (int column = 0; column < width; column++) {
            int position = panelStart + column;
            tile[target + column] += a0 * panel[position]
                    + a1 * panel[position + width]
                    + a2 * panel[position + 2 * width]
                    + a3 * panel[position + 3 * width];
        }
    }

    @Override
    public void addTile(
            float[] tile,
            int width,
            int[] terms,
            int termsStart,
            int termsStride,
            int[] sums,
            int sumsStart,
            int stride) {
        for (int row = 0; row < TILE_ROWS; row++) {
            int term = termsStart + row * termsStride;
            int target = sumsStart + row * stride;
            for (int i = 0; i < width; i++) {
                sums[target + i] = terms[term + i] + (int) tile[row * width + i];
            }
        }
    }

    @Override
    public void multiplyTaps(
            float[] a,
            int[] rowStarts,
            int channel,
            int[] tapStarts,
            int firstTap,
            int taps,
            float[] weights,
            int stride,
            int width,
            float[] tile) {
        Arrays.fill(tile, 0, TILE_ROWS * width, 0f);
        for (int row = 0; row < TILE_ROWS; row++) {
            int target = row * width;
            for (int tap = firstTap; tap < firstTap + taps; tap++) {
                int from = rowStarts[row] + channel + tapStarts[tap];
                int weight = tap * stride + channel;
                for (int i = 0; i < width; i++) {
                    tile[target + i] += a[from + i] * weights[weight + i];
                }
            }
        }
    }

    @Override
    public void bytesToFloats(
            byte[] source, int sourceStart, int zeroPoint, float[] target, int targetStart, int count) {
        for (int i = 0; i < count; i++) {
            target[targetStart + i] = source[sourceStart + i] - zeroPoint;
        }
    }

    @Override
    public void bytesToInts(byte[] source, int sourceStart, int zeroPoint, int[] target, int targetStart, int count) {
        for (int i = 0; i < count; i++) {
            target[targetStart + i] = source[sourceStart + i] - zeroPoint;
        }
    }

    @Override
    public void addFloatsToInts(float[] source, int sourceStart, int[] target, int targetStart, int count) {
        for (int i = 0; i < count; i++) {
            target[targetStart + i] += (int) source[sourceStart + i];
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
    public void rescaleToBytes(
            int[] source, int sourceStart, Requantization scaling, byte[] target, int targetStart, int count) {
        for (int i = 0; i < count; i++) {
            target[targetStart + i] = (byte) scaling.apply(source[sourceStart + i]);
        }
    }

    @Override
    public void rescaleChannelsToBytes(
            int[] source,
            int sourceStart,
            ChannelRequantization scaling,
            int firstChannel,
            byte[] target,
            int targetStart,
            int count) {
        for (int i = 0; i < count; i++) {
            target[targetStart + i] = (byte) scaling.channel(firstChannel + i).apply(source[sourceStart + i]);
        }
    }

    @Override
    public void lookUp(byte[] source, int sourceStart, byte[] table, byte[] target, int targetStart, int count) {
        for (int i = 0; i < count; i++) {
            target[targetStart + i] = table[source[sourceStart + i] + 128];
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
    public void maximum(byte[] source, int sourceStart, byte[] target, int targetStart, int count) {
        for (int i = 0; i < count; i++) {
            target[targetStart + i] = (byte) Math.max(target[targetStart + i], source[sourceStart + i]);
        }
    }
}
