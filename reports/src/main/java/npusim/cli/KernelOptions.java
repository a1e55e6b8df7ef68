package npusim.cli;

import java.io.PrintWriter;
import npusim.execution.ExecutorChoice;
import npusim.kernel.loop.InnerLoops;
import picocli.CommandLine.Option;

/** Options of the verbs that run integer arithmetic. */
final class KernelOptions {
    /** The two sets of kernels; their results are the same. */
    enum Kernels {
        FAST,
        SCALAR
    }

    @Option(
            names = "--kernels",
            paramLabel = "fast|scalar",
            defaultValue = "fast",
            description = "The fastest kernels of this machine, or the scalar ones that follow the specification.")
    private Kernels kernels = Kernels.FAST;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads of the fast kernels (default: one for each processor).")
    private int threads;

    ExecutorChoice choice(PrintWriter err) {
        if (threads < 0) {
            throw new BadInputException("--threads must be at least 1, is " + threads);
        }
        if (kernels == Kernels.FAST) {
            InnerLoops.compileOnTheSide();
        }
        int used = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        return new ExecutorChoice(kernels == Kernels.SCALAR, used, sentence -> err.println("warning: " + sentence));
    }
}
