package npusim.schedule;

import org.jspecify.annotations.Nullable;

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
        TABLE_MEMORY;

        /** The memory on {@code side}, or the table memory for null. */
        public static Target of(@Nullable AxiSide side) {
            return side == null
                    ? TABLE_MEMORY
                    : switch (side) {
                        case SRAM -> SRAM;
                        case EXTERNAL -> EXTERNAL;
                    };
        }

        /** The side on which it is attached; null for the table memory. */
        public @Nullable AxiSide side() {
            return switch (this) {
                case SRAM -> AxiSide.SRAM;
                case EXTERNAL -> AxiSide.EXTERNAL;
                case TABLE_MEMORY -> null;
            };
        }
    }

    /** Bytes moved. */
    public long bytes() {
        return rows * rowBytes;
    }
}
