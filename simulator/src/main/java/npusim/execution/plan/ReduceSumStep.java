package npusim.execution.plan;

import java.util.Arrays;
import npusim.kernel.loop.ElementFunction;
import npusim.kernel.loop.ElementLoop;
import npusim.kernel.loop.ElementType;
import npusim.kernel.loop.Reductions;

/**
 * REDUCE_SUM of INT32 whose operand is a program rather than a tensor: [outer, axis, inner] → [outer, 1, inner], sums
 * wrapping.
 *
 * @param bytes whether the program yields INT8 that {@code zeroPoint} is to be taken off; rows are then taken whole
 */
record ReduceSumStep(Program program, boolean bytes, int zeroPoint, int outer, int axis, int inner, int output)
        implements Step {
    private static final int PART_ELEMENTS = 1 << 15;

    private static final ElementLoop.Kind ADD =
            new ElementLoop.Kind(ElementFunction.ADD, ElementType.INT, ElementType.INT, ElementType.INT);

    /** Columns whose sums are held while all rows pass, of operands in memory: short stretches of them are slow to read. */
    private static final int MOST_COLUMNS = 1 << 14;

    /** Sums that are held side by side when rows are short. */
    private static final int LANES = 64;

    /** Makes the step that sums {@code operand}. */
    static ReduceSumStep of(Node operand, int outer, int axis, int inner, int output) {
        boolean bytes = operand instanceof Node.Widen && inner == 1 && axis <= Chunk.CAPACITY;
        return new ReduceSumStep(
                new Program(bytes ? operand.operands.getFirst() : operand),
                bytes,
                operand instanceof Node.Widen widen ? widen.zeroPoint : 0,
                outer,
                axis,
                inner,
                output);
    }

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
        int fewest = Math.max(1, PART_ELEMENTS / (axis * inner));
        workers.runRanges(outer, fewest, (first, end, worker) -> {
            worker.chunk.storage = storage;
            Object buffer = bytes ? worker.scratch.bytes(Chunk.CAPACITY) : worker.scratch.sums(Chunk.CAPACITY);
            if (inner == 1 && axis <= program.mostAside()) {
                reduceRows(worker.chunk, buffer, first, end, storage.ints(output));
                return;
            }
            for (int i = first; i < end; i++) {
                reduce(worker.chunk, (int[]) buffer, i, storage.ints(output));
            }
        });
    }

    /** Rows that are taken whole, as many at a time as a chunk takes. */
    private void reduceRows(Chunk chunk, Object buffer, int first, int end, int[] target) {
        int atOnce = program.mostAside() / axis;
        for (int row = first; row < end; row += atOnce) {
            int rows = Math.min(atOnce, end - row);
            int register = program.runAside(chunk, row * axis, rows * axis, buffer);
            int start = chunk.offsets[register];
            if (bytes) {
                chunk.loops.reductions().rowSums(chunk.bytes(register), start, axis, target, row, rows);
                takeOff(axis * zeroPoint, target, row, rows);
            } else {
                chunk.loops.reductions().rowSums(chunk.ints(register), start, axis, target, row, rows);
            }
        }
    }

    private static void takeOff(int number, int[] target, int start, int count) {
        for (int i = 0; i < count; i++) {
            target[start + i] -= number;
        }
    }

    private void reduce(Chunk chunk, int[] buffer, int position, int[] target) {
        int slice = axis * inner;
        int targetStart = position * inner;
        ElementLoop add = chunk.loops.elements(ADD);
        Arrays.fill(target, targetStart, targetStart + inner, 0);
        if (inner >= Chunk.CAPACITY) {
            int atOnce = Math.min(program.mostAside(), MOST_COLUMNS);
            for (int column = 0; column < inner; column += atOnce) {
                reduceColumns(
                        chunk,
                        buffer,
                        position * slice + column,
                        target,
                        targetStart + column,
                        Math.min(atOnce, inner - column));
            }
            return;
        }
        int[] sum = new int[1];
        for (int done = 0; done < slice; done += Chunk.CAPACITY) {
            int count = Math.min(Chunk.CAPACITY, slice - done);
            int register = program.runAside(chunk, position * slice + done, count, buffer);
            int[] values = chunk.ints(register);
            int start = chunk.offsets[register];
            if (inner == 1) {
                chunk.loops.reductions().rowSums(values, start, count, sum, 0, 1);
                target[targetStart] += sum[0];
            } else if (inner < LANES) {
                addShortRows(add, values, start, count, done % inner, target, targetStart);
            } else {
                addRows(add, values, start, count, done % inner, target, targetStart);
            }
        }
    }

    /** Long rows, so many columns at a time that their sums stay in the second-level cache, or in the first with a chunk's values. */
    private void reduceColumns(Chunk chunk, int[] buffer, int start, int[] target, int targetStart, int count) {
        ElementLoop add = chunk.loops.elements(ADD);
        int row = 0;
        if (program.isInMemory()) {
            int register = program.runAside(chunk, start, count, buffer);
            int[] rows = chunk.ints(register);
            int first = chunk.offsets[register];
            for (; row + Reductions.SUMMED_ROWS <= axis; row += Reductions.SUMMED_ROWS) {
                chunk.loops.reductions().addRows(rows, first + row * inner, inner, target, targetStart, count);
            }
        }
        for (; row < axis; row++) {
            int register = program.runAside(chunk, start + row * inner, count, buffer);
            add.apply(chunk.ints(register), chunk.offsets[register], target, targetStart, target, targetStart, count);
        }
    }

    /** Adds {@code count} values, the first of which belongs to column {@code firstColumn}, to the sums of their columns. */
    private void addRows(
            ElementLoop add, int[] values, int start, int count, int firstColumn, int[] target, int targetStart) {
        int column = firstColumn;
        for (int done = 0; done < count; ) {
            int run = Math.min(inner - column, count - done);
            add.apply(values, start + done, target, targetStart + column, target, targetStart + column, run);
            done += run;
            column = 0;
        }
    }

    /** As above, several rows side by side. */
    private void addShortRows(
            ElementLoop add, int[] values, int start, int count, int firstColumn, int[] target, int targetStart) {
        int[] lanes = new int[inner * (LANES / inner)]; // a whole number of rows, so that a lane has one column
        int done = 0;
        for (; done + lanes.length <= count; done += lanes.length) {
            add.apply(values, start + done, lanes, 0, lanes, 0, lanes.length);
        }
        for (int i = done; i < count; i++) {
            lanes[i - done] += values[start + i];
        }
        int column = firstColumn;
        for (int sum : lanes) {
            target[targetStart + column] += sum;
            column = column + 1 == inner ? 0 : column + 1;
        }
    }
}
