package npusim.schedule;

import org.eclipse.collections.api.list.ImmutableList;

/**
 * A complete program of an NPU.
 *
 * @param name workload
 * @param accelerator name of the design it was made for
 * @param commands commands in issue order; the last is a {@link StopCommand}, or a {@link HostCommand} when the network ends on
 *     the host
 */
public record CommandStream(String name, String accelerator, ImmutableList<Command> commands) {
    /** Length in bytes as fetched by the NPU. */
    public long bytes() {
        return commands.sumOfInt(Command::commandBytes);
    }

    /** The same stream with the host's cycles told in those of a clock of {@code hertz}. */
    public CommandStream atClock(long hertz) {
        return new CommandStream(
                name,
                accelerator,
                commands.collect(command -> command instanceof HostCommand host ? host.atClock(hertz) : command));
    }
}
