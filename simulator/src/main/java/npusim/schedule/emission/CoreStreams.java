package npusim.schedule.emission;

import npusim.schedule.WeightStream;
import org.eclipse.collections.api.list.ImmutableList;

/** Base and length registers of the streams of all decoder cores; one is sent only when it changes. */
final class CoreStreams {
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final long[] bases;
    private final long[] lengths;

    CoreStreams(int cores) {
        bases = new long[cores];
        lengths = new long[cores];
        java.util.Arrays.fill(bases, UNKNOWN);
        java.util.Arrays.fill(lengths, UNKNOWN);
    }

    /** Sets the registers of the first {@code cores} cores, whose streams beyond those given are empty; returns the bytes sent. */
    int write(ImmutableList<WeightStream> streams, int cores) {
        int bytes = 0;
        for (int core = 0; core < cores; core++) {
            boolean used = core < streams.size();
            if (used) {
                bytes += set(bases, core, streams.get(core).address());
            }
            bytes += set(lengths, core, used ? streams.get(core).bytes() : 0);
        }
        return bytes;
    }

    private static int set(long[] registers, int core, long value) {
        boolean changes = registers[core] != value;
        registers[core] = value;
        return changes ? Register.WEIGHT_BASE.bytes() : 0;
    }
}
