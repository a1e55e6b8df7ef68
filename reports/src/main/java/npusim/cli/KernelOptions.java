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
            description = "Threads of the fast kernels (default: one for each processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    ExecutorChoice choice(PrintWriter err) {
        Verb.requireAtLeast("--threads", threads, 1);
        if (kernels == Kernels.FAST) {
            InnerLoops.compileOnTheSide();
        }
        return new ExecutorChoice(kernels == Kernels.SCALAR, threads, sentence -> err.println("warning: " + sentence));
    }
}
