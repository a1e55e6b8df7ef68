package npusim.kernel.loop;

/** The reductions in plain Java. */
final class ScalarReductions implements Reductions {
    static final ScalarReductions INSTANCE = new ScalarReductions();

    private ScalarReductions() {}

    @Override
    public void maximum(byte[] source, int sourceStart, byte[] target, int targetStart, int count) {
        for (int i = 0; i < count; i++) {
            target[targetStart + i] = (byte) Math.max(target[targetStart + i], source[sourceStart + i]);
        }
    }

    @Override
    public void rowMaxima(byte[] source, int sourceStart, int length, byte[] target, int targetStart, int rows) {
        for (int row = 0; row < rows; row++) {
            int start = sourceStart + row * length;
            byte greatest = source[start];
            for (int i = 1; i < length; i++) {
                greatest = (byte) Math.max(greatest, source[start + i]);
            }
            target[targetStart + row] = greatest;
        }
    }

    @Override
    public void columnMaxima(
            byte[] source, int sourceStart, int height, int width, byte[] target, int targetStart, int slices) {
        for (int slice = 0; slice < slices; slice++) {
            int start = sourceStart + slice * height * width;
            for (int column = 0; column < width; column++) {
                int greatest = Byte.MIN_VALUE;
                for (int i = column; i < height * width; i += width) {
                    greatest = Math.max(greatest, source[start + i]);
                }
                target[targetStart + slice * width + column] = (byte) greatest;
            }
        }
    }

    @Override
    public void rowSums(byte[] source, int sourceStart, int length, int[] target, int targetStart, int rows) {
        for (int row = 0; row < rows; row++) {
            target[targetStart + row] = sum(source, sourceStart + row * length, length);
        }
    }

    @Override
    public void rowSums(int[] source, int sourceStart, int length, int[] target, int targetStart, int rows) {
        for (int row = 0; row < rows; row++) {
            target[targetStart + row] = sum(source, sourceStart + row * length, length);
        }
    }

    static int sum(byte[] source, int start, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += source[start + i];
        }
        return sum;
    }

    static int sum(int[] source, int start, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += source[start + i];
        }
        return sum;
    }

    @Override
    public void addRows(int[] source, int sourceStart, int stride, int[] target, int targetStart, int count) {
        for (int i = 0; i < count; i++) {
            int sum = target[targetStart + i];
            for (int row = 0; row < SUMMED_ROWS; row++) {
                sum += source[sourceStart + row * stride + i];
            }
            target[targetStart + i] = sum;
        }
    }

    @Override
    public int averageSquares(
            byte[] source, int sourceStart, SquareAverage average, byte[] target, int targetStart, int windows) {
        SquareWindows squares = average.windows();
        int channels = squares.channels();
        for (int window = 0; window < windows; window++) {
            int to = targetStart + window * channels;
            for (int channel = 0; channel < channels; channel++) {
                int upper = sourceStart + window * squares.step() + channel;
                int lower = upper + squares.line();
                int sum = source[upper] + source[upper + channels] + source[lower] + source[lower + channels];
                target[to + channel] = average.of(sum);
            }
        }
        return 0;
    }

    @Override
    public void greatestOfSquares(
            byte[] source, int sourceStart, SquareWindows squares, byte[] target, int targetStart, int windows) {
        int channels = squares.channels();
        for (int window = 0; window < windows; window++) {
            int to = targetStart + window * channels;
            for (int channel = 0; channel < channels; channel++) {
                int upper = sourceStart + window * squares.step() + channel;
                int lower = upper + squares.line();
                int left = Math.max(source[upper], source[lower]);
                target[to + channel] =
                        (byte) Math.max(left, Math.max(source[upper + channels], source[lower + channels]));
            }
        }
    }
}
