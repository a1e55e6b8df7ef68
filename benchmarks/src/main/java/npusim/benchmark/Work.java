package npusim.benchmark;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Work done, which JMH turns into a rate: per nanosecond it is 10⁹ multiply-accumulates, bytes or elements a second. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Work {
    /** Multiply-accumulates. */
    public long macs;

    /** Bytes read and written. */
    public long bytes;

    /** Elements written. */
    public long elements;
}
