package npusim.execution.plan;

import npusim.graph.InvalidGraphException;
import npusim.graph.Operator;
import npusim.kernel.LayoutOperations;
import npusim.kernel.UnpredictableException;
import npusim.kernel.loop.Transposes;
import npusim.kernel.loop.TypedCopy;

/**
 * GATHER: [batches, rows, channels] at [batches, picks] → [batches, picks, channels].
 *
 * @param place names the operator in a refusal
 */
record GatherStep(
        Transposes loops,
        String place,
        int values,
        int indices,
        int output,
        int batches,
        int rows,
        int picks,
        int channels)
        implements Step {
    /** Elements that a part should have at least. */
    private static final int PART_ELEMENTS = 1 << 16;

    static GatherStep of(Operator.Gather gather, Transposes loops, String place, int values, int indices, int output) {
        return new GatherStep(
                loops,
                place,
                values,
                indices,
                output,
                gather.values().shape().dimension(0),
                gather.values().shape().dimension(1),
                gather.indices().shape().dimension(1),
                gather.values().shape().dimension(2));
    }

    @Override
    public int[] reads() {
        return new int[] {values, indices};
    }

    @Override
    public int[] writes() {
        return new int[] {output};
    }

    @Override
    public void run(Storage storage, Workers workers) throws InvalidGraphException {
        int[] picked = storage.ints(indices);
        try {
            LayoutOperations.checkIndices(picked, batches * picks, rows);
        } catch (UnpredictableException e) {
            throw e.at(place);
        }
        Object source = storage.get(values);
        Object target = storage.get(output);
        workers.runRanges(batches * picks, Math.max(1, PART_ELEMENTS / channels), (first, end, worker) -> {
            for (int done = first, next; done < end; done = next) {
                int batch = done / picks;
                next = Math.min(end, (batch + 1) * picks);
                copyRows(source, batch * rows, picked, done, target, next - done);
            }
        });
    }

    /** Copies the rows behind {@code firstRow} that some indices name. */
    private void copyRows(Object source, int firstRow, int[] picked, int first, Object target, int count) {
        if (source instanceof byte[] bytes) {
            int from = firstRow * channels;
            loops.pickRows(bytes, from, picked, first, (byte[]) target, first * channels, count, channels);
            return;
        }
        for (int i = first; i < first + count; i++) {
            TypedCopy.copy(source, (firstRow + picked[i]) * channels, target, i * channels, channels);
        }
    }
}
