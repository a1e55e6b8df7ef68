package npusim.schedule;

/**
 * An operator that the host computes while the NPU has nothing to do: it follows a {@link StopCommand}, and what comes after it
 * is a command stream of its own. A schedule counts in cycles of the host; {@link #atClock} tells them in those of the NPU.
 *
 * @param name output tensor
 * @param operation index of the scheduled operation
 * @param operator TOSA operator
 * @param cpu processor that computes it
 * @param reason why the NPU does not
 * @param ofmElements number of elements it puts out
 * @param clockHertz clock in whose cycles the next three are told
 * @param computeCycles cycles for the arithmetic and the call
 * @param transferCycles cycles for operands and results between caches and memory
 * @param handoverCycles cycles until the NPU goes on; 0 when another operator of the host follows
 */
public record HostCommand(
        String name,
        int operation,
        String operator,
        String cpu,
        String reason,
        long ofmElements,
        long clockHertz,
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

    /** The same work told in cycles of a clock of {@code hertz}, each part rounded up. */
    public HostCommand atClock(long hertz) {
        double ratio = (double) hertz / clockHertz;
        return new HostCommand(
                name,
                operation,
                operator,
                cpu,
                reason,
                ofmElements,
                hertz,
                scaled(computeCycles, ratio),
                scaled(transferCycles, ratio),
                scaled(handoverCycles, ratio));
    }

    private static long scaled(long cycles, double ratio) {
        return (long) Math.ceil(cycles * ratio);
    }
}
