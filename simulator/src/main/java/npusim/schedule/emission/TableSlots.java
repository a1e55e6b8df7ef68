package npusim.schedule.emission;

import java.util.Arrays;
import npusim.schedule.TableRange;
import npusim.schedule.plan.TableMemory;

/** Which tables are in the table memory; the least recently used one makes room. */
final class TableSlots {
    private final long[] held;
    private final int[] lastUse;
    private final int slotBytes;
    private int clock;

    TableSlots(int slots, int slotBytes) {
        held = new long[slots];
        lastUse = new int[slots];
        this.slotBytes = slotBytes;
        Arrays.fill(held, -1);
        Arrays.fill(lastUse, -1);
    }

    /**
     * Where a table is or goes.
     *
     * @param range its bytes in the table memory
     * @param present whether it is there already
     */
    record Place(TableRange range, boolean present) {}

    Place use(long table, int bytes) {
        int size = TableMemory.slots(bytes, slotBytes);
        int chosen = 0;
        boolean present = false;
        for (int slot = 0; slot + size <= held.length && !present; slot += size) {
            if (held[slot] == table) {
                chosen = slot;
                present = true;
            } else if (lastUse[slot] < lastUse[chosen]) {
                chosen = slot;
            }
        }
        clock++;
        for (int i = chosen; i < chosen + size; i++) {
            held[i] = table;
            lastUse[i] = clock;
        }
        return new Place(new TableRange((long) chosen * slotBytes, bytes), present);
    }
}
