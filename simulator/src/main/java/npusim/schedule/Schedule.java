package npusim.schedule;

import org.eclipse.collections.api.list.ImmutableList;

/**
 * A network scheduled for a hardware configuration.
 *
 * @param commands the program
 * @param operations what was decided about each operation
 * @param residences what lives in the memories, where and when; no two collide
 * @param constantBytes bytes of encoded weights, scales, tables and other constants
 * @param arenaBytes bytes of feature maps outside the staging memory
 * @param cacheBytes bytes of the staging memory in use
 * @param leftFreeBytes bytes of the staging memory that the policy would have used and no addresses were found for; where there are
 *     any, the schedule is not the one of the compiler that the policy follows
 */
public record Schedule(
        CommandStream commands,
        ImmutableList<ScheduledOperation> operations,
        ImmutableList<Residence> residences,
        long constantBytes,
        long arenaBytes,
        long cacheBytes,
        long leftFreeBytes) {
    /** By how many bytes the use of a side's memory changes as each operation begins; the last element is after all of them. */
    public long[] occupancyChanges(AxiSide side) {
        long[] changes = new long[operations.size() + 1];
        for (Residence residence : residences) {
            if (residence.side() == side) {
                changes[residence.firstOperation()] += residence.bytes();
                changes[residence.lastOperation() + 1] -= residence.bytes();
            }
        }
        return changes;
    }
}
