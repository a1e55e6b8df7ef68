package npusim.cli;

import static npusim.cli.Heading.Topic.MACHINE;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import npusim.execution.ExecutorChoice;
import npusim.kernel.loop.InnerLoops;
import picocli.CommandLine.Option;

/** Options of the verbs that run integer arithmetic. */
@Heading(MACHINE)
final class KernelOptions {
    /** The two sets of kernels; their results are the same. */
    enum Kernels {
        FAST,
        SCALAR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--kernels",
            paramLabel = "fast|scalar",
            defaultValue = "fast",
            description =
                    "The fastest kernels of this machine, or the scalar ones that follow the specification; same results"
                            + " (default: ${DEFAULT-VALUE}).")
    private Kernels kernels = Kernels.FAST;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of the fast kernels (default: one for each processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    /** Refuses a number of threads that cannot be, also where nothing will be computed. */
    void require() {
        Verb.requireThreads(threads);
    }

    /** The choice, whose warnings go to {@code err}, each once however many graphs are run. */
    ExecutorChoice choice(PrintWriter err) {
        require();
        if (kernels == Kernels.FAST) {
            InnerLoops.compileOnTheSide();
        }
        Set<String> said = ConcurrentHashMap.newKeySet();
        return new ExecutorChoice(kernels == Kernels.SCALAR, threads, sentence -> {
            if (said.add(sentence)) {
                err.println("warning: " + sentence);
            }
        });
    }
}
