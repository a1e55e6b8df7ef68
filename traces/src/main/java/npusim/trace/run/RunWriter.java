package npusim.trace.run;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import npusim.trace.PmuScope;
import npusim.trace.PmuSink;
import npusim.trace.chronicle.ChronicleTraceWriter;

/**
 * Writes a run directory while the run goes on. The manifest says {@code RUNNING} from the start and {@code COMPLETE} only
 * after the last sample, so that a run whose process died is told from a finished one.
 */
public final class RunWriter implements PmuSink, AutoCloseable {
    private final RunDirectory directory;
    private final RunManifest manifest;
    private final ChronicleTraceWriter samples;
    private final RunLock lock;
    private boolean complete;

    private RunWriter(RunDirectory directory, RunManifest manifest, ChronicleTraceWriter samples, RunLock lock) {
        this.lock = lock;
        this.directory = directory;
        this.manifest = manifest;
        this.samples = samples;
    }

    /** Loads the libraries that write a run: a fifth of a second that the first run of a process need not wait for. */
    public static void prepare() {
        RunDirectory.prepare();
        ChronicleTraceWriter.prepare();
    }

    /**
     * Starts a run in a directory, which is created if absent. A former run in it is replaced.
     *
     * @throws FileSystemException if the directory holds something that is no run, or another run is being recorded there
     */
    public static RunWriter create(Path path, RunManifest manifest) throws IOException {
        Files.createDirectories(path);
        RunLock lock = RunLock.of(path);
        try {
            RunDirectory directory = new RunDirectory(path);
            makeRoom(directory);
            directory.write(manifest);
            return new RunWriter(directory, manifest, ChronicleTraceWriter.create(directory.samples()), lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void makeRoom(RunDirectory directory) throws IOException {
        Path path = directory.path();
        if (RunDirectory.isRun(path)) {
            directory.clear();
            return;
        }
        try (Stream<Path> files = Files.list(path)) {
            if (files.anyMatch(file -> !file.endsWith(RunLock.NAME))) {
                throw new FileSystemException(path.toString(), null, "holds other files and is no run directory");
            }
        }
    }

    @Override
    public void record(long cycle, int unit, PmuScope scope, int event, long value) {
        samples.record(cycle, unit, scope, event, value);
    }

    /** Stores what is known of the operations whose samples the log holds. */
    public void operations(List<OperationRecord> operations) throws IOException {
        directory.write(operations);
    }

    /** Stores the network that was run. */
    public void graph(List<OperatorRecord> operators) throws IOException {
        directory.writeGraph(operators);
    }

    /**
     * Ends the run.
     *
     * @param intervalCycles length of the intervals that were recorded, 0 if none were
     * @param outputs what the network put out, as {@link RunManifest#outputs} says
     * @param stages wall-clock seconds by stage
     */
    public RunDirectory complete(long intervalCycles, Map<String, String> outputs, Map<String, Double> stages)
            throws IOException {
        long digest = samples.finish();
        RunManifest.Log log = new RunManifest.Log(samples.samples(), String.format("%08x", digest));
        directory.write(manifest.completed(intervalCycles, outputs, log, stages));
        complete = true;
        return directory;
    }

    /** Releases the files; a run that was not {@linkplain #complete completed} is marked as failed. */
    @Override
    public void close() throws IOException {
        try (lock) {
            samples.close();
            if (!complete) {
                directory.write(manifest.failed());
            }
        }
    }
}
