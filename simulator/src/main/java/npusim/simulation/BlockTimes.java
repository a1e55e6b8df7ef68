package npusim.simulation;

import java.util.Arrays;

/**
 * What happened to each block of the kernel being timed, and what each stage waited for: enough to walk the critical path back
 * from the last response. Arrays grow and are used again for the next kernel.
 */
final class BlockTimes {
    /** The stage waited for its own previous block. */
    static final byte SAME_STAGE = 0;
    /** The stage waited for the stage before it. */
    static final byte STAGE_BEFORE = 1;
    /** The stage waited for room in the buffer behind it. */
    static final byte BUFFER_BEHIND = 2;
    /** The stage waited for the previous kernel. */
    static final byte DEPENDENCY = 3;

    int count;
    long[] inputAsked = new long[64];
    long[] inputArrived = new long[64];
    long[] inputHeld = new long[64];
    long[] inputQueued = new long[64];
    long[] macStart = new long[64];
    long[] macEnd = new long[64];
    long[] inputStall = new long[64];
    long[] weightStall = new long[64];
    long[] outputStart = new long[64];
    long[] outputWork = new long[64];
    long[] scaleStall = new long[64];
    long[] outputEnd = new long[64];
    long[] sent = new long[64];
    long[] response = new long[64];
    byte[] inputCause = new byte[64];
    byte[] macCause = new byte[64];
    byte[] outputCause = new byte[64];

    void clear(int blocks) {
        count = 0;
        if (blocks > macStart.length) {
            grow(Math.max(blocks, 2 * macStart.length));
        }
    }

    private void grow(int length) {
        inputAsked = Arrays.copyOf(inputAsked, length);
        inputArrived = Arrays.copyOf(inputArrived, length);
        inputHeld = Arrays.copyOf(inputHeld, length);
        inputQueued = Arrays.copyOf(inputQueued, length);
        macStart = Arrays.copyOf(macStart, length);
        macEnd = Arrays.copyOf(macEnd, length);
        inputStall = Arrays.copyOf(inputStall, length);
        weightStall = Arrays.copyOf(weightStall, length);
        outputStart = Arrays.copyOf(outputStart, length);
        outputWork = Arrays.copyOf(outputWork, length);
        scaleStall = Arrays.copyOf(scaleStall, length);
        outputEnd = Arrays.copyOf(outputEnd, length);
        sent = Arrays.copyOf(sent, length);
        response = Arrays.copyOf(response, length);
        inputCause = Arrays.copyOf(inputCause, length);
        macCause = Arrays.copyOf(macCause, length);
        outputCause = Arrays.copyOf(outputCause, length);
    }
}
