package npusim.schedule;

/**
 * An operator that the host computes while the NPU has nothing to do: it follows a {@link StopCommand}, and what comes after it
 * is a command stream of its own.
 *
 * @param name output tensor
 * @param operation index of the scheduled operation
 * @param operator TOSA operator
 * @param cpu processor that computes it
 * @param ofmElements number of elements it puts out
 * @param computeCycles cycles of the NPU's clock for the arithmetic and the call
 * @param transferCycles cycles of the NPU's clock for operands and results between caches and memory
 * @param handoverCycles cycles of the NPU's clock until the NPU goes on; 0 when another operator of the host follows
 */
public record HostCommand(
        String name,
        int operation,
        String operator,
        String cpu,
        long ofmElements,
        long computeCycles,
        long transferCycles,
        long handoverCycles)
        implements Command {
    @Override
    public int commandBytes() {
        return 0;
    }

    /** All cycles in which the NPU waits for it. */
    public long cycles() {
        return computeCycles + transferCycles + handoverCycles;
    }
}
