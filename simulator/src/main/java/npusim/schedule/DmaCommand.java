package npusim.schedule;

/**
 * A copy by the DMA unit.
 *
 * @param name what is copied
 * @param operation index of the scheduled operation on whose behalf it runs
 * @param source memory side read
 * @param sourceAddress byte address of the source
 * @param target where the bytes go
 * @param targetAddress byte address of the target
 * @param rows number of contiguous rows
 * @param rowBytes bytes per row
 * @param commandBytes bytes of the command stream
 */
public record DmaCommand(
        String name,
        int operation,
        AxiSide source,
        long sourceAddress,
        Target target,
        long targetAddress,
        int rows,
        long rowBytes,
        int commandBytes)
        implements Command {
    /** Where a copy goes. */
    public enum Target {
        SRAM,
        EXTERNAL,
        /** The look-up-table memory inside the NPU: no port is written. */
        TABLE_MEMORY
    }

    /** The same copy on behalf of another operation. */
    public DmaCommand withOperation(int index) {
        return new DmaCommand(name, index, source, sourceAddress, target, targetAddress, rows, rowBytes, commandBytes);
    }

    /** Bytes moved. */
    public long bytes() {
        return rows * rowBytes;
    }
}
