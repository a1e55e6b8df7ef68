package npusim.execution;

import java.util.function.Consumer;
import npusim.graph.Graph;
import npusim.kernel.ScalarKernels;
import npusim.kernel.loop.InnerLoops;

/**
 * Which arithmetic runs a graph; the results are the same.
 *
 * @param scalar the specification's pseudocode instead of the fastest kernels of this machine
 * @param threads threads that share the work of the fastest kernels
 * @param warning is told why the machine's vectors are not used, if they are not
 */
public record ExecutorChoice(boolean scalar, int threads, Consumer<String> warning) {
    /** An executor for a verified graph; the checking mode is the scalar kernels'. */
    public Executor executor(Graph graph, ExecutionLimits limits, boolean strict) {
        return scalar || strict
                ? new Executor(graph, new ScalarKernels(), limits, strict)
                : Executor.fast(graph, InnerLoops.fastest(warning), threads, limits);
    }
}
