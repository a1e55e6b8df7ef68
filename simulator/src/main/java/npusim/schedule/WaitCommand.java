package npusim.schedule;

/**
 * Holds the issue of further commands until at most {@code remaining} units of the kind are unfinished.
 *
 * @param kind what is waited for
 * @param remaining how many may remain
 * @param commandBytes bytes of the command stream
 */
public record WaitCommand(Kind kind, int remaining, int commandBytes) implements Command {
    /** What is waited for. */
    public enum Kind {
        KERNEL,
        DMA
    }
}
