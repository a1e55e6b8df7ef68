package npusim.kernel;

import java.util.Arrays;
import npusim.kernel.loop.TypedCopy;
import npusim.tensor.Shape;

/**
 * How the elements of an operand repeat over the output of an element-wise operator: adjacent dimensions that behave alike
 * are merged, so that runs of equal elements and repeated rows become fills and block copies.
 */
public final class BroadcastRuns {
    /** Extents of the merged dimensions, innermost first. */
    private final int[] extents;

    /** Distance in the operand between neighbours along a merged dimension: 0 where it is broadcast. */
    private final int[] strides;

    private BroadcastRuns(int[] extents, int[] strides) {
        this.extents = extents;
        this.strides = strides;
    }

    /** The repetition of an operand of shape {@code operand} over {@code output}, which have one rank. */
    public static BroadcastRuns of(Shape operand, Shape output) {
        int[] extents = new int[Math.max(1, output.rank())];
        int[] strides = new int[extents.length];
        extents[0] = 1;
        int used = 0;
        int stride = 1;
        for (int axis = output.rank() - 1; axis >= 0; axis--) {
            int extent = output.dimension(axis);
            if (extent == 1) {
                continue;
            }
            boolean repeated = operand.dimension(axis) == 1;
            if (used > 0 && repeated == (strides[used - 1] == 0)) {
                extents[used - 1] *= extent;
            } else {
                extents[used] = extent;
                strides[used] = repeated ? 0 : stride;
                used++;
            }
            stride *= operand.dimension(axis);
        }
        used = Math.max(1, used);
        return new BroadcastRuns(Arrays.copyOf(extents, used), Arrays.copyOf(strides, used));
    }

    /** Whether the operand has a single element. */
    public boolean isScalar() {
        return extents.length == 1 && (strides[0] == 0 || extents[0] == 1);
    }

    private boolean repeatsRow() {
        return strides[0] != 0 && extents.length > 1;
    }

    /** Output elements over which one element or one row of the operand repeats. */
    private int block() {
        return repeatsRow() ? extents[0] * extents[1] : extents[0];
    }

    /** Whether the operand repeats a {@link #pattern} for {@code fewest} elements or more. */
    public boolean repeats(int fewest) {
        boolean divides = strides[0] == 0 || (repeatsRow() && Long.BYTES % extents[0] == 0);
        return divides && block() >= fewest;
    }

    /** The INT8 elements for eight output positions from {@code position} on, the first lowest, of an operand that repeats them. */
    public long pattern(byte[] source, int position) {
        int base = base(position / block(), repeatsRow() ? 2 : 1);
        int mask = repeatsRow() ? extents[0] - 1 : 0; // rows divide eight
        int phase = position % block();
        long pattern = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            pattern = pattern << Byte.SIZE | source[base + (phase + i & mask)] & 0xFF;
        }
        return pattern;
    }

    /** Elements from an output position on until the operand, if it {@link #repeats}, goes on to others. */
    public int untilChange(int position) {
        return block() - position % block();
    }

    /**
     * Writes the operand's elements for output positions {@code start} to {@code start + count} to the front of {@code
     * target}; both arrays are {@code byte[]}, {@code short[]} or {@code int[]}.
     */
    public void expand(Object source, Object target, int start, int count) {
        if (isScalar()) {
            fill(source, 0, target, 0, count);
            return;
        }
        boolean repeatsRow = repeatsRow();
        int row = extents[0];
        int block = block();
        int done = 0;
        while (done < count) {
            int position = start + done;
            int within = position % block;
            int run = Math.min(block - within, count - done);
            int base = base(position / block, repeatsRow ? 2 : 1);
            if (strides[0] == 0) {
                fill(source, base, target, done, run);
            } else if (repeatsRow) {
                repeat(source, base, row, within % row, target, done, run);
            } else {
                System.arraycopy(source, base + within, target, done, run);
            }
            done += run;
        }
    }

    /** Start in the operand of outer position {@code outer}, counted over merged dimensions from {@code first} on. */
    private int base(int outer, int first) {
        int last = extents.length - 1;
        int base = 0;
        int rest = outer;
        for (int i = first; i < last; i++) {
            base += rest % extents[i] * strides[i];
            rest /= extents[i];
        }
        return first > last ? base : base + rest * strides[last];
    }

    private static void fill(Object source, int index, Object target, int start, int count) {
        switch (source) {
            case byte[] bytes -> Arrays.fill((byte[]) target, start, start + count, bytes[index]);
            case short[] shorts -> Arrays.fill((short[]) target, start, start + count, shorts[index]);
            default -> Arrays.fill((int[]) target, start, start + count, ((int[]) source)[index]);
        }
    }

    /** Repeats the {@code row} elements from {@code base} on, beginning with element {@code phase} of the row. */
    private static void repeat(Object source, int base, int row, int phase, Object target, int start, int count) {
        int first = Math.min(count, row - phase);
        TypedCopy.copy(source, base + phase, target, start, first);
        int second = Math.min(count - first, phase);
        TypedCopy.copy(source, base, target, start + first, second);
        for (int done = row; done < count; done *= 2) {
            TypedCopy.copy(target, start, target, start + done, Math.min(done, count - done));
        }
    }
}
