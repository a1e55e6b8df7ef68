package npusim.schedule.plan;

import java.util.List;
import npusim.hardware.Buffers;
import npusim.schedule.ScheduleException;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.Role;

/** The room that look-up tables take in the memory they are copied to. */
public final class TableMemory {
    private static final int DIRECT_ENTRIES = 256;
    private static final int INTERPOLATED_BYTES = 2048;

    private TableMemory() {}

    /** Bytes of a table: an entry for each 8-bit value, or ends of the intervals of 16-bit values. */
    public static int bytes(Connection table) {
        boolean direct = table.tensor().shape().elements() == DIRECT_ENTRIES;
        return direct ? DIRECT_ENTRIES * table.type().bytes() : INTERPOLATED_BYTES;
    }

    /** Slots that {@code bytes} take. */
    public static int slots(int bytes, int slotBytes) {
        return Math.ceilDiv(bytes, slotBytes);
    }

    /**
     * Looks whether each table fits.
     *
     * @throws ScheduleException when one does not
     */
    static void check(List<NpuOperation> leaders, Buffers buffers) throws ScheduleException {
        for (NpuOperation leader : leaders) {
            check(leader, buffers);
            for (NpuOperation follower : leader.followers()) {
                check(follower, buffers);
            }
        }
    }

    private static void check(NpuOperation operation, Buffers buffers) throws ScheduleException {
        Connection table = operation.input(Role.TABLE);
        if (table != null
                && slots(bytes(table), buffers.lutSlotBytes()) > buffers.lutBytes() / buffers.lutSlotBytes()) {
            throw new ScheduleException(operation.kind() + " "
                    + operation.ofm().tensor().name() + ": its table of " + bytes(table)
                    + " B does not fit into the table memory (lut) of " + buffers.lutBytes() + " B, in slots of "
                    + buffers.lutSlotBytes() + " B");
        }
    }
}
