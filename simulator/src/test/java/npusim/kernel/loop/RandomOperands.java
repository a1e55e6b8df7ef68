package npusim.kernel.loop;

import java.util.Arrays;
import java.util.Random;

/** Operands for the tests of loops. */
final class RandomOperands {
    private RandomOperands() {}

    /** Bytes that are random, or all as far from the zero point as bytes are. */
    static byte[] bytes(long seed, int length, boolean extreme, int zeroPoint) {
        byte[] bytes = new byte[length];
        if (extreme) {
            Arrays.fill(bytes, zeroPoint > 0 ? Byte.MIN_VALUE : Byte.MAX_VALUE);
        } else {
            new Random(seed).nextBytes(bytes);
        }
        return bytes;
    }

    /** Words of all magnitudes, the extremes among them. */
    static int[] words(long seed, int length) {
        Random random = new Random(seed);
        int[] words = new int[length];
        for (int i = 0; i < length; i++) {
            words[i] = switch (random.nextInt(10)) {
                case 0 -> Integer.MIN_VALUE;
                case 1 -> Integer.MAX_VALUE;
                default -> random.nextInt() >> random.nextInt(32);
            };
        }
        return words;
    }
}
