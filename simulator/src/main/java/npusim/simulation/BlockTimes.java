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

    private static final int COLUMNS = 15;

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

    /** Cycles that are the same in any course: no operand in memory, and the cycle from which the kernel may touch data. */
    private static final long NEVER = Long.MAX_VALUE;

    private static final long ZERO = Long.MIN_VALUE;
    private static final long GATE = Long.MIN_VALUE + 1;

    private long[][] cycles() {
        return new long[][] {inputAsked, inputArrived, macStart, macEnd, outputStart, outputEnd, sent, response};
    }

    private long[][] lengths() {
        return new long[][] {inputHeld, inputQueued, inputStall, weightStall, outputWork, scaleStall};
    }

    /** What happened to {@code blocks} blocks from {@code first} on, relative to a cycle; nothing before {@code gate} moves. */
    long[] course(int first, int blocks, long reference, long gate) {
        long[] course = new long[COLUMNS * blocks];
        int at = 0;
        for (long[] column : cycles()) {
            for (int i = first; i < first + blocks; i++) {
                long cycle = column[i];
                course[at++] = cycle == NEVER ? NEVER : cycle == 0 ? ZERO : cycle <= gate ? GATE : cycle - reference;
            }
        }
        for (long[] column : lengths()) {
            System.arraycopy(column, first, course, at, blocks);
            at += blocks;
        }
        for (int i = first; i < first + blocks; i++) {
            course[at++] = inputCause[i] | macCause[i] << Byte.SIZE | outputCause[i] << 2 * Byte.SIZE;
        }
        return course;
    }

    /** Takes a course as what happens to {@code blocks} blocks from {@code first} on. */
    void repeat(long[] course, int first, int blocks, long reference, long gate) {
        int at = 0;
        for (long[] column : cycles()) {
            for (int i = first; i < first + blocks; i++) {
                long cycle = course[at++];
                column[i] = cycle == NEVER ? NEVER : cycle == ZERO ? 0 : cycle == GATE ? gate : cycle + reference;
            }
        }
        for (long[] column : lengths()) {
            System.arraycopy(course, at, column, first, blocks);
            at += blocks;
        }
        for (int i = first; i < first + blocks; i++) {
            int causes = (int) course[at++];
            inputCause[i] = (byte) causes;
            macCause[i] = (byte) (causes >> Byte.SIZE);
            outputCause[i] = (byte) (causes >> 2 * Byte.SIZE);
        }
    }

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
