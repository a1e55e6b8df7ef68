package npusim.simulation;

import npusim.trace.PmuScope;
import npusim.trace.PmuSink;
import npusim.trace.TraceEvents;

/** Records a set of samples for each OFM block while the engine goes on, numbered through the run. */
final class BlockRecorder {
    private final PmuSink sink;
    private final int[] eventNumbers;
    private final long[] counted = new long[EngineEvent.values().length];
    private int command;
    private int block;

    /**
     * @param sink takes the samples
     * @param eventNumbers number in the catalogue by {@link EngineEvent}, negative for what it does not list
     */
    BlockRecorder(PmuSink sink, int[] eventNumbers) {
        this.sink = sink;
        this.eventNumbers = eventNumbers;
    }

    /** Says that the blocks of a kernel follow; what was counted before does not belong to them. */
    void begin(int commandIndex, EventCounts counts) {
        command = commandIndex;
        counts.copyTo(counted);
    }

    /** Records a block that the array or, without one, the output unit began at {@code start}. */
    void block(long start, long end, EventCounts counts) {
        sink.record(start, block, PmuScope.SLICE, TraceEvents.SPAN, end - start);
        sink.record(end, block, PmuScope.SLICE, TraceEvents.COMMAND, command);
        for (int i = 0; i < counted.length; i++) {
            final long before = counted[i];
            final long now = counts.of(i);
            if (now != before && eventNumbers[i] >= 0) {
                sink.record(end, block, PmuScope.SLICE, eventNumbers[i], now - before);
            }
            counted[i] = now;
        }
        block++;
    }
}
