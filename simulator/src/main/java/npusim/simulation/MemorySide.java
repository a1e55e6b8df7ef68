package npusim.simulation;

/**
 * One side of the NPU as seen by its channels: ports, timing adapter and the latency of the path (ethos-u.md §6.1). Addresses
 * pass only while the pulse is on and the word budget of the window is not spent; data beats share the ports.
 */
final class MemorySide {
    private final int readLatency;
    private final int writeLatency;
    private final int readPath;
    private final long pulseOn;
    private final long period;
    private final long windowPhase;
    private final long wordsPerWindow;
    private final BeatCalendar readBeats;
    private final BeatCalendar writeBeats;
    private final long[] spentWords = new long[1 << 12];
    private final long[] spentWindow = new long[1 << 12];
    private final boolean onSram;

    MemorySide(SideParameters parameters, boolean onSram) {
        this.onSram = onSram;
        readLatency = parameters.readLatency();
        writeLatency = parameters.writeLatency();
        readPath = parameters.readPath();
        pulseOn = parameters.pulseOn();
        period = parameters.pulseOff() == 0 && parameters.wordsPerWindow() == 0
                ? 0
                : parameters.pulseOn() + parameters.pulseOff();
        windowPhase = parameters.windowPhase();
        wordsPerWindow = parameters.wordsPerWindow();
        readBeats = new BeatCalendar(parameters.ports());
        writeBeats = new BeatCalendar(parameters.ports());
        java.util.Arrays.fill(spentWindow, -1);
    }

    int readLatency() {
        return readLatency;
    }

    /** Cycles from the adapter, where a pending read ends, to the read buffer. */
    int readPath() {
        return readPath;
    }

    int writeLatency() {
        return writeLatency;
    }

    EngineEvent readBeatEvent() {
        return onSram ? EngineEvent.SRAM_READ_BEATS : EngineEvent.EXTERNAL_READ_BEATS;
    }

    EngineEvent writeBeatEvent() {
        return onSram ? EngineEvent.SRAM_WRITE_BEATS : EngineEvent.EXTERNAL_WRITE_BEATS;
    }

    EngineEvent readEvent() {
        return onSram ? EngineEvent.SRAM_READS : EngineEvent.EXTERNAL_READS;
    }

    EngineEvent writeEvent() {
        return onSram ? EngineEvent.SRAM_WRITES : EngineEvent.EXTERNAL_WRITES;
    }

    /** First cycle at or after {@code cycle} at which addresses for {@code beats} beats pass; spends the budget. */
    long admit(long cycle, long beats) {
        if (period == 0) {
            return cycle;
        }
        long shifted = cycle + windowPhase;
        long window = shifted / period;
        long position = shifted - window * period;
        if (position >= pulseOn) {
            window++;
            shifted = window * period;
        }
        if (wordsPerWindow > 0) {
            while (!spend(window, beats)) {
                window++;
                shifted = window * period;
            }
        }
        return shifted - windowPhase;
    }

    private boolean spend(long window, long beats) {
        int slot = (int) (window & (spentWords.length - 1));
        if (spentWindow[slot] != window) {
            int before = (int) ((window - 1) & (spentWords.length - 1));
            long excess = spentWindow[before] == window - 1 ? spentWords[before] - wordsPerWindow : 0;
            spentWindow[slot] = window;
            spentWords[slot] = Math.max(0, excess);
        }
        if (spentWords[slot] >= wordsPerWindow) {
            return false;
        }
        spentWords[slot] += beats;
        return true;
    }

    /** Takes read data of {@code beats} beats off the ports from {@code cycle} on; returns the cycle after the last beat. */
    long receive(long cycle, long beats) {
        return readBeats.reserve(cycle, beats);
    }

    /** Puts write data of {@code beats} beats on the ports from {@code cycle} on; returns the cycle after the last beat. */
    long send(long cycle, long beats) {
        return writeBeats.reserve(cycle, beats);
    }
}
