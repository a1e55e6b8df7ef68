package npusim.simulation;

import java.util.Arrays;

/**
 * The state of the stages of a kernel as numbers relative to a reference cycle, in the order in which the stages hand it over. The
 * same walk over the stages writes a tape or reads one back at another reference: each hands its value over and keeps what it
 * gets. Two equal tapes mean that everything that follows takes the same course but for the difference of the references.
 */
final class StateTape {
    private long[] values = new long[512];
    /** What is read, not changed. */
    private long[] source = {};

    private int length;
    private int position;
    private boolean reading;
    private boolean alone;
    private long reference;
    private long floor;
    private long gate;
    private long asked;

    /** Begins a tape relative to {@code at}. Nothing that follows happens before {@code earliest}. */
    void write(long at, long earliest) {
        write(at, earliest, earliest, earliest);
    }

    /**
     * Begins a tape relative to {@code at}. Nothing that follows happens before {@code earliest}, nothing touches feature maps before
     * {@code data}, and a tape for the time before has not said more than what matters to requests from {@code request} on.
     */
    void write(long at, long earliest, long data, long request) {
        reading = false;
        reference = at;
        floor = earliest;
        gate = data;
        asked = request;
        length = 0;
        value(earliest - at);
        value(data - at);
        value(request - at);
    }

    /** Begins to read {@code tape} for the reference cycle {@code at}, the stages being in the state in which it began. */
    void read(TapeStore.Tape tape, long at) {
        read(tape, at, false);
    }

    /** The same where the stages are in an earlier state, if {@code jump}, and what follows asks for nothing before the floor. */
    void read(TapeStore.Tape tape, long at, boolean jump) {
        alone = jump;
        reading = true;
        source = tape.numbers();
        position = tape.from();
        reference = at;
        floor = at + value(0);
        gate = at + value(0);
        asked = at + value(0);
    }

    /** Whether the walk takes its values from the tape. */
    boolean reading() {
        return reading;
    }

    long reference() {
        return reference;
    }

    /** No earlier cycle matters to what follows. */
    long floor() {
        return floor;
    }

    /** Nothing that follows touches feature maps before this cycle. */
    long gate() {
        return gate;
    }

    /** What was asked for before this cycle is not touched. */
    long asked() {
        return asked;
    }

    /** Whether the stages are not in the state in which what is read began. */
    boolean alone() {
        return alone;
    }

    /** The first cycle at which data may arrive that is asked for now or later, {@code latency} cycles after its request. */
    long firstArrival(int latency) {
        return Math.max(floor, asked + latency);
    }

    /** Hands over a number that does not move with time. */
    long value(long value) {
        if (reading) {
            return source[position++];
        }
        if (length == values.length) {
            values = Arrays.copyOf(values, 2 * length);
        }
        values[length++] = value;
        return value;
    }

    /** Leaves the next {@code count} of {@link #numbers} to the caller, to be read or written; returns the index of the first. */
    int pass(int count) {
        if (reading) {
            position += count;
            return position - count;
        }
        if (length + count > values.length) {
            values = Arrays.copyOf(values, Math.max(2 * values.length, length + count));
        }
        length += count;
        return length - count;
    }

    /** What is read from the tape or written on it, for {@link #pass}. */
    long[] numbers() {
        return reading ? source : values;
    }

    /** Hands over a cycle. */
    long time(long cycle) {
        return value(cycle - reference) + reference;
    }

    /** Hands over a cycle that is only ever compared with later ones than the floor. */
    long flooredTime(long cycle) {
        return time(Math.max(cycle, floor));
    }

    /** Hands over a cycle that is only ever compared with later ones than the gate. */
    long gatedTime(long cycle) {
        return time(Math.max(cycle, gate));
    }

    /** Hands over a cycle with a fraction, a sum of {@link ExactCycles}. */
    double time(double cycle) {
        return Double.longBitsToDouble(value(Double.doubleToRawLongBits(cycle - reference))) + reference;
    }

    /** A copy of what was written, in {@code store}. */
    TapeStore.Tape keepIn(TapeStore store) {
        return store.keep(values, length);
    }

    int writtenHash() {
        long even = length;
        long odd = 0;
        for (int i = 1; i < length; i += 2) {
            even = (even ^ values[i - 1]) * 0x9E3779B97F4A7C15L;
            odd = (odd ^ values[i]) * 0xC2B2AE3D27D4EB4FL;
            even ^= even >>> 29;
            odd ^= odd >>> 31;
        }
        long last = (length & 1) == 0 ? 0 : values[length - 1];
        return Long.hashCode((even ^ odd ^ last) * 0x9E3779B97F4A7C15L);
    }

    boolean sameAs(TapeStore.Tape other) {
        int from = other.from();
        return Arrays.equals(values, 0, length, other.numbers(), from, from + other.length());
    }
}
