package npusim.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Room for tapes that are kept until all are forgotten together, whose memory is used again and again: what lives as long as some runs
 * would otherwise be copied by each garbage collection.
 */
final class TapeStore {
    /** Numbers of 8 bytes kept before no more are. */
    private static final long ROOM = 6L << 20;
    /** What one run may need: half a point of the Conformer. */
    private static final long FOR_A_RUN = 2L << 20;

    private static final int PAGE = 1 << 16;

    private final List<long[]> pages = new ArrayList<>();
    private int page = -1;
    private int used = PAGE;
    private long kept;

    /** Numbers from {@code from} on of an array, which nobody changes. */
    record Tape(long[] numbers, int from, int length) {
        static final Tape NONE = new Tape(new long[0], 0, 0);
    }

    /** Keeps the first {@code length} of {@code numbers}. */
    Tape keep(long[] numbers, int length) {
        kept += length;
        Tape tape = place(length);
        System.arraycopy(numbers, 0, tape.numbers(), tape.from(), length);
        return tape;
    }

    private Tape place(int length) {
        if (length > PAGE) {
            return new Tape(new long[length], 0, length);
        }
        if (length > PAGE - used) {
            page++;
            used = 0;
            if (page == pages.size()) {
                pages.add(new long[PAGE]);
            }
        }
        used += length;
        return new Tape(pages.get(page), used - length, length);
    }

    boolean hasRoom() {
        return kept < ROOM;
    }

    boolean hasRoomForARun() {
        return kept < ROOM - FOR_A_RUN;
    }

    /** Forgets all tapes. */
    void clear() {
        page = -1;
        used = PAGE;
        kept = 0;
    }
}
