package npusim.execution.plan;

import java.util.stream.IntStream;
import npusim.kernel.loop.ByteScaling;
import npusim.kernel.row.RowProducer;
import npusim.kernel.row.ScaledRows;
import org.jspecify.annotations.Nullable;

/**
 * A convolution or matrix product and the element-wise program that takes in its sums block by block, so that they never
 * become a tensor; without a program the sums are the output. A program that only scales to INT8 is left to the product, if it can
 * do that, once the step has run often.
 */
final class ProducerStep implements Step {
    static final int NONE = -1;

    private final RowProducer producer;
    private final int input;
    private final int right;
    private final @Nullable Program program;
    private final int output;

    /** The scaling that is all of the program, or {@code null}. */
    private final @Nullable ByteScaling scaling;

    /** For runs that are many, where there are such. */
    private @Nullable ScaledRows scaledRows;

    private int runs;

    /** @param right root of the second operand of a product of two tensors, or −1 */
    ProducerStep(RowProducer producer, int input, int right, @Nullable Program program, int output) {
        this.producer = producer;
        this.input = input;
        this.right = right;
        this.program = program;
        this.output = output;
        this.scaling = program == null ? null : program.scalingOfSums();
    }

    @Override
    public int[] reads() {
        IntStream own = right == NONE ? IntStream.of(input) : IntStream.of(input, right);
        return program == null
                ? own.toArray()
                : IntStream.concat(own, program.roots().stream().mapToInt(Integer::intValue))
                        .toArray();
    }

    @Override
    public int[] writes() {
        return new int[] {output};
    }

    @Override
    public void run(Storage storage, Workers workers) {
        if (right != NONE) {
            byte[] operand = storage.bytes(right);
            workers.run(producer.parts(), (part, worker) -> producer.prepare(operand, part));
        }
        if (scaling != null && runs < RowProducer.OFTEN && ++runs == RowProducer.OFTEN) {
            scaledRows = producer.scaledBy(scaling);
        }
        int rows = producer.rows();
        int block = producer.blockRows();
        byte[] values = storage.bytes(input);
        workers.run((rows + block - 1) / block, (part, worker) -> {
            int row = part * block;
            int count = Math.min(block, rows - row);
            run(storage, worker, values, row, count);
        });
    }

    private void run(Storage storage, Workers.Worker worker, byte[] values, int row, int count) {
        int columns = producer.columns();
        if (scaledRows != null) {
            scaledRows.produce(values, row, count, storage.bytes(output), row * columns, worker.scratch);
            return;
        }
        if (program == null) {
            producer.produce(values, row, count, storage.ints(output), row * columns, worker.scratch);
            return;
        }
        int[] sums = worker.scratch.sums(count * columns);
        producer.produce(values, row, count, sums, 0, worker.scratch);
        Chunk chunk = worker.chunk;
        chunk.storage = storage;
        chunk.sums = sums;
        chunk.sumsOrigin = row * columns;
        program.run(chunk, row * columns, count * columns, storage.get(output));
    }
}
