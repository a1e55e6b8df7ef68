package npusim.schedule;

/** One entry of a command stream, in issue order. */
public sealed interface Command permits KernelCommand, DmaCommand, WaitCommand, StopCommand, HostCommand {
    /** Bytes of the command stream that belong to this entry, register writes before it included. */
    int commandBytes();
}
