package npusim.execution.plan;

import java.util.Arrays;
import npusim.kernel.loop.ElementFunction;
import npusim.kernel.loop.ElementLoop;
import npusim.kernel.loop.ElementType;

/**
 * REDUCE_SUM of INT32 whose operand is a program rather than a tensor: [outer, axis, inner] → [outer, 1, inner], sums
 * wrapping.
 */
record ReduceSumStep(Program program, int outer, int axis, int inner, int output) implements Step {
    private static final int PART_ELEMENTS = 1 << 15;

    private static final ElementLoop.Kind ADD =
            new ElementLoop.Kind(ElementFunction.ADD, ElementType.INT, ElementType.INT, ElementType.INT);

    /** Sums that are held side by side when rows are short. */
    private static final int LANES = 64;

    @Override
    public int[] reads() {
        return program.roots().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public int[] writes() {
        return new int[] {output};
    }

    @Override
    public void run(Storage storage, Workers workers) {
        int slice = axis * inner;
        int slices = Math.max(1, PART_ELEMENTS / slice);
        workers.run((outer + slices - 1) / slices, (part, worker) -> {
            worker.chunk.storage = storage;
            int[] values = worker.scratch.sums(Chunk.CAPACITY);
            int first = part * slices;
            int end = Math.min(outer, first + slices);
            if (inner == 1 && axis <= Chunk.CAPACITY) {
                reduceRows(worker.chunk, values, first, end, storage.ints(output));
                return;
            }
            for (int i = first; i < end; i++) {
                reduce(worker.chunk, values, i, storage.ints(output));
            }
        });
    }

    /** Short rows, as many at a time as a chunk takes. */
    private void reduceRows(Chunk chunk, int[] values, int first, int end, int[] target) {
        int atOnce = Chunk.CAPACITY / axis;
        for (int row = first; row < end; row += atOnce) {
            int rows = Math.min(atOnce, end - row);
            program.runToFront(chunk, row * axis, rows * axis, values);
            for (int i = 0; i < rows; i++) {
                target[row + i] = sum(values, i * axis, axis);
            }
        }
    }

    private void reduce(Chunk chunk, int[] values, int position, int[] target) {
        int slice = axis * inner;
        int targetStart = position * inner;
        ElementLoop add = chunk.loops.elements(ADD);
        Arrays.fill(target, targetStart, targetStart + inner, 0);
        if (inner >= Chunk.CAPACITY) {
            for (int column = 0; column < inner; column += Chunk.CAPACITY) {
                reduceColumns(
                        chunk,
                        values,
                        position * slice + column,
                        target,
                        targetStart + column,
                        Math.min(Chunk.CAPACITY, inner - column));
            }
            return;
        }
        for (int done = 0; done < slice; done += Chunk.CAPACITY) {
            int count = Math.min(Chunk.CAPACITY, slice - done);
            program.runToFront(chunk, position * slice + done, count, values);
            if (inner == 1) {
                target[targetStart] += sum(values, 0, count);
            } else if (inner < LANES) {
                addShortRows(add, values, count, done % inner, target, targetStart);
            } else {
                addRows(add, values, count, done % inner, target, targetStart);
            }
        }
    }

    private static int sum(int[] values, int start, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[start + i];
        }
        return sum;
    }

    /** Long rows, as many columns at a time as a chunk takes, so that their sums stay in the first-level cache. */
    private void reduceColumns(Chunk chunk, int[] values, int start, int[] target, int targetStart, int count) {
        ElementLoop add = chunk.loops.elements(ADD);
        for (int row = 0; row < axis; row++) {
            program.runToFront(chunk, start + row * inner, count, values);
            add.apply(values, 0, target, targetStart, target, targetStart, count);
        }
    }

    /** Adds {@code values}, the first of which belongs to column {@code firstColumn}, to the sums of their columns. */
    private void addRows(ElementLoop add, int[] values, int count, int firstColumn, int[] target, int targetStart) {
        int column = firstColumn;
        for (int done = 0; done < count; ) {
            int run = Math.min(inner - column, count - done);
            add.apply(values, done, target, targetStart + column, target, targetStart + column, run);
            done += run;
            column = 0;
        }
    }

    /** As above, several rows side by side. */
    private void addShortRows(
            ElementLoop add, int[] values, int count, int firstColumn, int[] target, int targetStart) {
        int[] lanes = new int[inner * (LANES / inner)]; // a whole number of rows, so that a lane has one column
        int done = 0;
        for (; done + lanes.length <= count; done += lanes.length) {
            add.apply(values, done, lanes, 0, lanes, 0, lanes.length);
        }
        for (int i = done; i < count; i++) {
            lanes[i - done] += values[i];
        }
        int column = firstColumn;
        for (int sum : lanes) {
            target[targetStart + column] += sum;
            column = column + 1 == inner ? 0 : column + 1;
        }
    }
}
