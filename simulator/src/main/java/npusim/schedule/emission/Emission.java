package npusim.schedule.emission;

import npusim.schedule.Command;
import npusim.schedule.Residence;
import npusim.schedule.ScheduledOperation;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The commands of one segment of a network.
 *
 * @param commands commands in issue order, a stop at the end
 * @param operations what was decided about each operation
 * @param residences what lives in the memories besides constants, where and when
 */
public record Emission(
        ImmutableList<Command> commands,
        ImmutableList<ScheduledOperation> operations,
        ImmutableList<Residence> residences) {}
