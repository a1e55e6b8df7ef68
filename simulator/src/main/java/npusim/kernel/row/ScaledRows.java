package npusim.kernel.row;

/** Rows of a {@link RowProducer} scaled to INT8. */
@FunctionalInterface
public interface ScaledRows {
    /** Writes {@code rowCount} rows from {@code firstRow} on to {@code target}, contiguous from {@code start}. */
    void produce(byte[] input, int firstRow, int rowCount, byte[] target, int start, Scratch scratch);
}
