package npusim.replay;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import npusim.dsl.ResolvedProperty;
import npusim.graph.InvalidGraphException;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.ReferenceRun;
import npusim.schedule.ScheduleOptions;
import npusim.simulation.Sampling;
import npusim.simulation.SimulationResult;
import npusim.simulation.Simulator;
import npusim.trace.run.RunDirectory;
import npusim.trace.run.RunManifest;
import npusim.trace.run.RunWriter;
import org.jspecify.annotations.Nullable;

/** Times a program on a design and records the run in a directory. */
public final class Replay {
    /** Stage of the timing engine. */
    public static final String TIMING = "timing";

    private static final double NANOSECONDS_PER_SECOND = 1e9;

    private final String programVersion;
    private final List<String> commandLine;
    private final Consumer<String> listener;
    private final Map<String, Double> stages = new LinkedHashMap<>();
    private double timingProcessorSeconds;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /**
     * @param programVersion name and version for the manifest
     * @param commandLine arguments for the manifest
     * @param listener told the name of each stage that begins
     */
    public Replay(String programVersion, List<String> commandLine, Consumer<String> listener) {
        this.programVersion = programVersion;
        this.commandLine = List.copyOf(commandLine);
        this.listener = listener;
    }

    /**
     * Work that may fail on reading or writing.
     *
     * @param <X> how else it may fail
     */
    @FunctionalInterface
    public interface Stage<T, X extends Exception> {
        /** Does it. */
        T run() throws IOException, X;
    }

    /** What a network puts out, by name; waited for if need be. */
    @FunctionalInterface
    public interface Outputs {
        /** Type, shape and CRC-32 by name. */
        Map<String, String> get() throws IOException, InvalidGraphException;
    }

    /** Does something and notes how long it took under a name. */
    public <T, X extends Exception> T stage(String name, Stage<T, X> stage) throws IOException, X {
        listener.accept(name);
        long start = System.nanoTime();
        T result = stage.run();
        stages.merge(name, (System.nanoTime() - start) / NANOSECONDS_PER_SECOND, Double::sum);
        return result;
    }

    /** Wall-clock seconds by stage so far. */
    public Map<String, Double> stages() {
        return Collections.unmodifiableMap(stages);
    }

    /** Processor seconds of the timing engine's thread so far; 0 where the machine does not count them. */
    public double timingProcessorSeconds() {
        return timingProcessorSeconds;
    }

    /**
     * Times a program and records it.
     *
     * @param reference published counters of the same run, if there are any
     * @param outputs what the network put out by name, asked for once it is timed; empty if it was only timed
     * @param sampling what to record besides each command
     * @param directory where to; a former run there is replaced
     */
    public RunDirectory record(
            Program program,
            Design design,
            @Nullable ReferenceRun reference,
            Outputs outputs,
            Sampling sampling,
            Path directory)
            throws IOException, InvalidGraphException {
        HardwareConfiguration hardware = design.hardware();
        RunManifest manifest = manifest(program, hardware, design.properties(), reference);
        try (RunWriter writer = RunWriter.create(directory, manifest)) {
            Meanwhile<RunWriter> described = Meanwhile.start("description", () -> {
                writer.graph(DescribeGraph.of(program.graph()));
                writer.operations(DescribeOperations.of(program.schedule(), program.graph()));
                return writer;
            });
            long before = threads.getCurrentThreadCpuTime();
            try {
                SimulationResult result =
                        stage(TIMING, () -> Simulator.run(program.schedule().commands(), hardware, sampling, writer));
                timingProcessorSeconds += (threads.getCurrentThreadCpuTime() - before) / NANOSECONDS_PER_SECOND;
                MemoryOccupancy.record(program.schedule(), result, writer);
            } finally {
                described.await(); // so that no file of a run that failed is left half-written
            }
            described.get();
            return writer.complete(sampling.intervalCycles(), outputs.get(), stages);
        }
    }

    private RunManifest manifest(
            Program program,
            HardwareConfiguration hardware,
            List<ResolvedProperty> properties,
            @Nullable ReferenceRun reference) {
        return new RunManifest(
                RunDirectory.FORMAT_VERSION,
                RunManifest.Status.RUNNING,
                programVersion,
                Runtime.version().toString(),
                commandLine,
                DescribeDesign.design(hardware, properties),
                new RunManifest.Workload(
                        program.workload(),
                        program.digest(),
                        program.arguments(),
                        program.seed(),
                        program.graph().computing().size(),
                        program.inputSeconds()),
                scheduling(program.scheduling()),
                0,
                DescribeDesign.events(hardware.accelerator().pmu()),
                DescribeDesign.ports(hardware),
                reference == null ? null : DescribeDesign.reference(reference),
                Map.of(),
                null,
                Map.of());
    }

    private static Map<String, String> scheduling(ScheduleOptions options) {
        // Sorted, so that the manifests of equal runs are equal.
        return new TreeMap<>(Map.of(
                "policy", options.policy().toString(), "elementwise_chaining", String.valueOf(options.chaining())));
    }
}
