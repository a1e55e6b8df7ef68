package npusim.kernel.row;

import npusim.kernel.loop.ByteScaling;
import org.jspecify.annotations.Nullable;

/**
 * An operator whose INT32 output is {@link #rows} rows of {@link #columns} sums in linear order. Instances are immutable
 * but for {@link #prepare} and serve several threads at once, each with its own scratch memory.
 */
public sealed interface RowProducer permits ConvolutionRows, DepthwiseRows, MatMulRows {
    /**
     * From so many runs on, loops are used that C2 compiles for them. It takes some tenths of a second, which a graph that runs once
     * does not win back.
     */
    int OFTEN = 100;

    int rows();

    int columns();

    /** A number of rows whose operands fit the second-level cache; producing fewer at a time wastes work. */
    int blockRows();

    /**
     * Takes in the right operand of a product where it is not a constant, part {@code part} of {@link #parts}; to be
     * finished before the first call of {@link #produce}.
     *
     * @param right the second operand, or {@code null} for a constant one
     */
    default void prepare(byte @Nullable [] right, int part) {}

    /** Parts of {@link #prepare}, which may run in parallel; 0 if there is nothing to prepare. */
    default int parts() {
        return 0;
    }

    /** Writes {@code rowCount} rows from {@code firstRow} on to {@code sums}, contiguous from {@code start}. */
    void produce(byte[] input, int firstRow, int rowCount, int[] sums, int start, Scratch scratch);

    /**
     * These rows with element i scaled to INT8 by channel i, if that is faster than to scale the sums; else {@code null}. For many
     * runs, see {@link #OFTEN}: to be asked for behind {@link #prepare} of that run, which may choose other tiles for the operand.
     */
    default @Nullable ScaledRows scaledBy(ByteScaling scaling) {
        return null;
    }
}
