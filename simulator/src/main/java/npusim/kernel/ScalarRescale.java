package npusim.kernel;

import npusim.tensor.DType;
import npusim.tensor.Tensor;

/** RESCALE (TOSA 1.0, Type Conversion Operators), run by run: widen, scale, clip and narrow. */
final class ScalarRescale {
    private static final int RUN = 1024;

    private ScalarRescale() {}

    static void rescale(RescaleParameters p, Tensor input, Tensor output) {
        int channels = p.perChannel() ? input.shape().innermost() : 1;
        long[] values = new long[RUN];
        int[] results = new int[RUN];
        int length = input.length();
        for (int from = 0; from < length; from += RUN) {
            int count = Math.min(RUN, length - from);
            widen(input, from, count, p.inputUnsigned(), values);
            scale(p, from, count, channels, values, results);
            narrow(p, results, count, output, from);
        }
    }

    private static void widen(Tensor input, int from, int count, boolean unsigned, long[] values) {
        switch (input.storage()) {
            case byte[] bytes -> {
                int mask = unsigned ? 0xff : -1;
                for (int i = 0; i < count; i++) {
                    values[i] = bytes[from + i] & mask;
                }
            }
            case short[] shorts -> {
                int mask = unsigned ? 0xffff : -1;
                for (int i = 0; i < count; i++) {
                    values[i] = shorts[from + i] & mask;
                }
            }
            case int[] ints -> {
                for (int i = 0; i < count; i++) {
                    values[i] = ints[from + i];
                }
            }
            default -> System.arraycopy(input.longs(), from, values, 0, count);
        }
    }

    private static void scale(RescaleParameters p, int from, int count, int channels, long[] values, int[] results) {
        int[] multipliers = p.multipliers();
        byte[] shifts = p.shifts();
        boolean doubleRound = p.scale32() && p.doubleRound();
        int channel = from % channels;
        for (int i = 0; i < count; i++) {
            // apply_scale_32 takes an int32, apply_scale_16 an int48.
            long value = p.scale32() ? (int) (values[i] - p.inputZeroPoint()) : values[i] - p.inputZeroPoint();
            int scaled =
                    RescaleParameters.scale(value, multipliers[channel], shifts[channel], p.scale32(), doubleRound);
            results[i] = scaled + p.outputZeroPoint();
            channel = channel + 1 == channels ? 0 : channel + 1;
        }
    }

    private static void narrow(RescaleParameters p, int[] results, int count, Tensor output, int to) {
        DType dtype = output.dtype();
        int least = p.outputUnsigned() ? 0 : (int) dtype.minimum();
        int most = (int) (p.outputUnsigned() ? (1L << dtype.bits()) - 1 : dtype.maximum());
        switch (output.storage()) {
            case byte[] bytes -> {
                for (int i = 0; i < count; i++) {
                    bytes[to + i] = (byte) Math.clamp(results[i], least, most);
                }
            }
            case short[] shorts -> {
                for (int i = 0; i < count; i++) {
                    shorts[to + i] = (short) Math.clamp(results[i], least, most);
                }
            }
            default -> System.arraycopy(results, 0, output.ints(), to, count);
        }
    }
}
