package npusim.quantize;

/**
 * SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed on every machine and JDK. Streams that are
 * split off by name do not depend on how much was drawn from each other.
 */
public final class SeededRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final int LANES = 4;
    private static final int LANE_BITS = 16;
    private static final float LANE_MEAN = ((1 << LANE_BITS) - 1) / 2f;
    /** Standard deviation of the sum of four uniform 16-bit lanes. */
    private static final float SUM_DEVIATION = (float) ((1 << LANE_BITS) * Math.sqrt(LANES / 12.0));

    private long state;

    public SeededRandom(long seed) {
        state = seed;
    }

    /** An independent stream for a name. */
    public SeededRandom split(String name) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
        }
        return new SeededRandom(mix(state + GOLDEN_GAMMA) ^ mix(hash));
    }

    /** 64 uniform bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in [0, 1). */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [low, high). */
    public double uniform(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /** Bell-shaped with mean 0 and deviation 1: the scaled sum of four uniforms, so within ±3.47. */
    public float nextGaussian() {
        long bits = nextLong();
        int mask = (1 << LANE_BITS) - 1;
        int sum = (int) (bits & mask)
                + (int) ((bits >>> LANE_BITS) & mask)
                + (int) ((bits >>> (2 * LANE_BITS)) & mask)
                + (int) (bits >>> (3 * LANE_BITS));
        return (sum - LANES * LANE_MEAN) / SUM_DEVIATION;
    }

    /** Bell-shaped values with mean 0. */
    public float[] gaussians(int count, float deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = deviation * nextGaussian();
        }
        return values;
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
