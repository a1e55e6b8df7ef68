package npusim.schedule;

import org.eclipse.collections.api.list.ImmutableList;

/**
 * A complete program of an NPU.
 *
 * @param name workload
 * @param accelerator name of the design it was made for
 * @param commands commands in issue order; the last is a {@link StopCommand}
 */
public record CommandStream(String name, String accelerator, ImmutableList<Command> commands) {
    /** Length in bytes as fetched by the NPU. */
    public long bytes() {
        return commands.sumOfInt(Command::commandBytes);
    }
}
