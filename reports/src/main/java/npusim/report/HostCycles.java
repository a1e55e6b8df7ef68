package npusim.report;

/**
 * Time of the host, in cycles of the NPU's clock.
 *
 * @param compute arithmetic and calls
 * @param transfer operands and results between its caches and memory
 * @param handover start of the NPU after an operator of the host
 */
public record HostCycles(long compute, long transfer, long handover) {
    static final HostCycles NONE = new HostCycles(0, 0, 0);

    /** All together: the cycles in which the NPU waits. */
    public long total() {
        return compute + transfer + handover;
    }

    HostCycles plus(HostCycles other) {
        return new HostCycles(compute + other.compute, transfer + other.transfer, handover + other.handover);
    }
}
