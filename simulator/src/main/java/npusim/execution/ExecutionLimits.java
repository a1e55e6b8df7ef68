package npusim.execution;

/**
 * What a run may use.
 *
 * @param memoryBytes tensors alive at one time, in bytes of heap
 * @param loopIterations iterations of one WHILE_LOOP
 */
public record ExecutionLimits(long memoryBytes, long loopIterations) {
    private static final long DEFAULT_LOOP_ITERATIONS = 10_000_000;

    /** Three quarters of the heap that the JVM may grow to, and ten million iterations. */
    public static ExecutionLimits defaults() {
        return new ExecutionLimits(Runtime.getRuntime().maxMemory() / 4 * 3, DEFAULT_LOOP_ITERATIONS);
    }
}
