package npusim.report;

import java.util.Arrays;
import npusim.trace.CycleCategory;

/**
 * Sums over some part of a run. Arrays by port follow the ports of the manifest.
 *
 * @param activeCycles share of the active cycles; shares of all parts add up to the run's
 * @param startCycle first cycle, {@link Long#MAX_VALUE} if unknown
 * @param endCycle cycle after the last, 0 if unknown
 * @param macs multiply-accumulates asked for by the network
 * @param categoryCycles cycles by {@link CycleCategory#code}; adds up to {@code activeCycles}
 * @param readBytes bytes read by port
 * @param writeBytes bytes written by port
 * @param host time of the host; not part of {@code activeCycles}
 */
public record Counters(
        long activeCycles,
        long startCycle,
        long endCycle,
        long macs,
        long[] categoryCycles,
        long[] readBytes,
        long[] writeBytes,
        HostCycles host) {
    private static final CycleCategory[] CATEGORIES = CycleCategory.values();

    /** Sums over nothing. */
    static Counters none(int ports) {
        return new Counters(
                0,
                Long.MAX_VALUE,
                0,
                0,
                new long[CATEGORIES.length],
                new long[ports],
                new long[ports],
                HostCycles.NONE);
    }

    /** Cycles of one category. */
    public long cycles(CycleCategory category) {
        return categoryCycles[category.code()];
    }

    /** The category with most cycles, the first of equals. */
    public CycleCategory largestCategory() {
        CycleCategory largest = CATEGORIES[0];
        for (CycleCategory category : CATEGORIES) {
            if (cycles(category) > cycles(largest)) {
                largest = category;
            }
        }
        return largest;
    }

    /** Bytes moved over all ports. */
    public long bytes() {
        return Arrays.stream(readBytes).sum() + Arrays.stream(writeBytes).sum();
    }

    /** Bytes moved over one port. */
    public long bytes(int port) {
        return readBytes[port] + writeBytes[port];
    }

    /** The sums over this part and another. */
    Counters plus(Counters other) {
        return new Counters(
                activeCycles + other.activeCycles,
                Math.min(startCycle, other.startCycle),
                Math.max(endCycle, other.endCycle),
                macs + other.macs,
                sum(categoryCycles, other.categoryCycles),
                sum(readBytes, other.readBytes),
                sum(writeBytes, other.writeBytes),
                host.plus(other.host));
    }

    private static long[] sum(long[] left, long[] right) {
        long[] result = left.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] += right[i];
        }
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Counters that
                && activeCycles == that.activeCycles
                && startCycle == that.startCycle
                && endCycle == that.endCycle
                && macs == that.macs
                && Arrays.equals(categoryCycles, that.categoryCycles)
                && Arrays.equals(readBytes, that.readBytes)
                && Arrays.equals(writeBytes, that.writeBytes)
                && host.equals(that.host);
    }

    @Override
    public int hashCode() {
        return (Long.hashCode(activeCycles) * 31 + Arrays.hashCode(categoryCycles)) * 31 + host.hashCode();
    }

    @Override
    public String toString() {
        return "Counters[activeCycles=" + activeCycles + ", macs=" + macs + ", categoryCycles="
                + Arrays.toString(categoryCycles) + ", readBytes=" + Arrays.toString(readBytes) + ", writeBytes="
                + Arrays.toString(writeBytes) + ", host=" + host + "]";
    }
}
