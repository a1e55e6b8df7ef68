package npusim.schedule.emission;

import java.util.List;
import npusim.schedule.AxiSide;
import org.jspecify.annotations.Nullable;

/**
 * A range of memory that a command reads or writes.
 *
 * @param side memory side, null for the table memory
 * @param start first byte
 * @param end byte after the last
 * @param write whether it is written
 */
record Access(@Nullable AxiSide side, long start, long end, boolean write) {
    boolean conflicts(Access other) {
        return (write || other.write) && side == other.side && start < other.end && other.start < end;
    }

    static boolean conflict(List<Access> first, List<Access> second) {
        for (Access access : first) {
            for (Access other : second) {
                if (access.conflicts(other)) {
                    return true;
                }
            }
        }
        return false;
    }
}
