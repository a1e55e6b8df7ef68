package npusim.execution.plan;

import npusim.kernel.loop.InnerLoops;

/**
 * A range of adjacent elements on its way through an element-wise program, and the registers the program works in. A
 * register is a part of an array: of a tensor in memory, of the sums a producer just made, or of a buffer that stays in
 * the first-level cache. Belongs to one thread.
 */
final class Chunk {
    /** Elements that are processed at a time. */
    static final int CAPACITY = 2048;

    final InnerLoops loops;
    byte[][] bytes = new byte[0][];
    int[][] ints = new int[0][];
    int[] offsets = new int[0];
    Storage storage = new Storage(0);

    /** The sums of a producer, the first of which belongs to element {@link #sumsOrigin}. */
    int[] sums = new int[0];

    int sumsOrigin;

    /** Position of the first element in the program's output. */
    int start;

    int count;

    private byte[][] byteBuffers = new byte[0][];
    private int[][] intBuffers = new int[0][];

    Chunk(InnerLoops loops) {
        this.loops = loops;
    }

    /** Provides registers and buffers for a program. */
    void reserve(int registers, int byteBufferCount, int intBufferCount) {
        if (offsets.length < registers) {
            bytes = new byte[registers][];
            ints = new int[registers][];
            offsets = new int[registers];
        }
        if (byteBuffers.length < byteBufferCount) {
            byteBuffers = new byte[byteBufferCount][CAPACITY];
        }
        if (intBuffers.length < intBufferCount) {
            intBuffers = new int[intBufferCount][CAPACITY];
        }
    }

    void useByteBuffer(int register, int buffer) {
        bytes[register] = byteBuffers[buffer];
        offsets[register] = 0;
    }

    void useIntBuffer(int register, int buffer) {
        ints[register] = intBuffers[buffer];
        offsets[register] = 0;
    }

    /** Makes a register a part of an array, {@code byte[]} or {@code int[]}. */
    void view(int register, Object array, int offset) {
        if (array instanceof byte[] values) {
            bytes[register] = values;
        } else {
            ints[register] = (int[]) array;
        }
        offsets[register] = offset;
    }
}
