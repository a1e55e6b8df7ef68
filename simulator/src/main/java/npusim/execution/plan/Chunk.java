package npusim.execution.plan;

import npusim.kernel.loop.ElementType;
import npusim.kernel.loop.InnerLoops;

/**
 * A range of adjacent elements on its way through an element-wise program, and the registers the program works in. A
 * register is a part of an array: of a tensor in memory, of the sums a producer just made, or of a buffer that stays in
 * the first-level cache. Belongs to one thread.
 */
final class Chunk {
    /** Elements of a buffer. */
    static final int CAPACITY = 2048;

    private static final ElementType[] TYPES = ElementType.values();

    final InnerLoops loops;

    Object[] arrays = new Object[0];
    int[] offsets = new int[0];
    Storage storage = new Storage(0);

    /** The sums of a producer, the first of which belongs to element {@link #sumsOrigin}. */
    int[] sums = new int[0];

    int sumsOrigin;

    /** Position of the first element in the program's output. */
    int start;

    int count;

    /** Of each element type. */
    private final Object[][] buffers = new Object[TYPES.length][0];

    Chunk(InnerLoops loops) {
        this.loops = loops;
    }

    /** Provides registers, and buffers of each element type, for a program. */
    void reserve(int registers, int[] bufferCounts) {
        if (offsets.length < registers) {
            arrays = new Object[registers];
            offsets = new int[registers];
        }
        for (ElementType type : TYPES) {
            int count = bufferCounts[type.ordinal()];
            if (buffers[type.ordinal()].length < count) {
                Object[] made = new Object[count];
                for (int i = 0; i < count; i++) {
                    made[i] = type.newArray(CAPACITY);
                }
                buffers[type.ordinal()] = made;
            }
        }
    }

    void useBuffer(int register, ElementType type, int buffer) {
        view(register, buffers[type.ordinal()][buffer], 0);
    }

    /** Makes a register a part of an array. */
    void view(int register, Object array, int offset) {
        arrays[register] = array;
        offsets[register] = offset;
    }

    byte[] bytes(int register) {
        return (byte[]) arrays[register];
    }

    int[] ints(int register) {
        return (int[]) arrays[register];
    }
}
