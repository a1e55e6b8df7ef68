package npusim.schedule;

/**
 * Waits for all work and raises the interrupt.
 *
 * @param commandBytes bytes of the command stream
 */
public record StopCommand(int commandBytes) implements Command {}
