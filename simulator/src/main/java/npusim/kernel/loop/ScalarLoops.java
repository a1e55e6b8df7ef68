package npusim.kernel.loop;

/** The loops in plain Java: what the vector loops must agree with, and what finishes their odd ends. */
final class ScalarLoops implements InnerLoops {
    static final ScalarLoops INSTANCE = new ScalarLoops();

    private static final int TILE_COLUMNS = 16;

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
        for (int row = 0; row < TILE_ROWS; row++) {
            int aStart = rowStarts[row] + rowOffset;
            int tileStart = row * width;
            for (int column = 0; column < width; column++) {
                tile[tileStart + column] = 0;
            }
            for (int k = 0; k < depth; k++) {
                float factor = a[aStart + k];
                int panelRow = panelStart + k * width;
                for (int column = 0; column < width; column++) {
                    tile[tileStart + column] += factor * panel[panelRow + column];
                }
            }
        }
    }

    @Override
    public void multiplyAdd(float[] a, int aStart, float[] b, int bStart, float[] sums, int sumsStart, int count) {
        for (int i = 0; i < count; i++) {
            sums[sumsStart + i] += a[aStart + i] * b[bStart + i];
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
}
