package npusim.trace.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import npusim.file.WholeFile;
import npusim.trace.TraceFormatException;
import npusim.trace.TraceReader;
import npusim.trace.chronicle.ChronicleTraceReader;

/**
 * The files of one run: {@code manifest.json}, {@code operations.json}, {@code graph.json.gz} and the sample log in {@code
 * samples/}.
 *
 * @param path the directory
 */
public record RunDirectory(Path path) {
    /** Layout of the JSON files and the directory. */
    public static final int FORMAT_VERSION = 1;

    private static final String MANIFEST = "manifest.json";
    private static final String OPERATIONS = "operations.json";
    private static final String GRAPH = "graph.json.gz";
    private static final String SAMPLES = "samples";
    /** As many as the designs of a family. */
    private static final int LISTED_RUNS = 5;

    private static final Set<String> PARTS = Set.of(MANIFEST, OPERATIONS, GRAPH);

    private static final ObjectMapper MAPPER =
            JsonFaults.strictMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    private static final TypeReference<RunManifest> MANIFEST_TYPE = new TypeReference<>() {};
    private static final TypeReference<List<OperationRecord>> OPERATIONS_TYPE = new TypeReference<>() {};
    private static final TypeReference<List<OperatorRecord>> GRAPH_TYPE = new TypeReference<>() {};
    // writers for a type find out at once how it is written
    private static final ObjectWriter MANIFESTS =
            MAPPER.writer(SerializationFeature.INDENT_OUTPUT).forType(MANIFEST_TYPE);
    private static final ObjectWriter OPERATION_LISTS = MAPPER.writerFor(OPERATIONS_TYPE);
    private static final ObjectWriter GRAPHS = MAPPER.writerFor(GRAPH_TYPE);

    /** Loads what the files are written with. */
    static void prepare() {
        // loading the class has done it
    }

    /**
     * Whether a file is one of those that a run is made of.
     *
     * @param isRun whether a directory holds a run, or will
     */
    public static boolean isPart(Path file, Predicate<Path> isRun) {
        Path folder = file.getParent();
        if (folder == null) {
            return false;
        }
        Path outer = folder.getParent();
        return folder.endsWith(SAMPLES) && outer != null && isRun.test(outer)
                || PARTS.contains(file.getFileName().toString()) && isRun.test(folder);
    }

    /** Whether the directory holds a run, complete or not. */
    public static boolean isRun(Path directory) {
        return Files.isRegularFile(directory.resolve(MANIFEST));
    }

    /**
     * A directory that holds a run.
     *
     * @throws NoSuchFileException if there is none
     * @throws TraceFormatException if the directory holds none
     */
    public static RunDirectory of(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        if (!isRun(directory)) {
            if (Files.isDirectory(directory)) {
                directory.getFileSystem().provider().checkAccess(directory, AccessMode.READ, AccessMode.EXECUTE);
            }
            throw new TraceFormatException(
                    directory + " is not a run directory: it has no " + MANIFEST + runsWithin(directory));
        }
        return new RunDirectory(directory);
    }

    /** Names what was meant, if the directory is that of several runs. */
    private static String runsWithin(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return "";
        }
        try (Stream<Path> folders = Files.list(directory)) {
            List<String> runs = folders.filter(RunDirectory::isRun)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
            return switch (runs.size()) {
                case 0 -> "";
                case 1 -> "; the run is in " + directory.resolve(runs.getFirst());
                default ->
                    "; its folders " + String.join(", ", runs.subList(0, Math.min(LISTED_RUNS, runs.size())))
                            + (runs.size() > LISTED_RUNS ? " and " + (runs.size() - LISTED_RUNS) + " others" : "")
                            + " are";
            };
        }
    }

    /**
     * Reads what was run.
     *
     * @throws TraceFormatException if the file is damaged or of another format version
     */
    public RunManifest manifest() throws IOException {
        RunManifest manifest = read(MANIFEST, MANIFEST_TYPE);
        if (manifest.formatVersion() != FORMAT_VERSION) {
            throw new TraceFormatException(path.resolve(MANIFEST) + " has format version " + manifest.formatVersion()
                    + "; this program reads version " + FORMAT_VERSION);
        }
        return manifest;
    }

    /** Reads what is known of the operations; empty if the run died before it wrote them. */
    public List<OperationRecord> operations() throws IOException {
        return Files.exists(path.resolve(OPERATIONS)) ? read(OPERATIONS, OPERATIONS_TYPE) : List.of();
    }

    /** Reads the operators of the network without its constants; empty if the run knew no network, only a command stream. */
    public List<OperatorRecord> graph() throws IOException {
        Path file = path.resolve(GRAPH);
        if (!Files.exists(file)) {
            return List.of();
        }
        try (InputStream packed = Files.newInputStream(file);
                InputStream stream = new GZIPInputStream(packed)) {
            return MAPPER.readValue(stream, GRAPH_TYPE);
        } catch (JsonProcessingException e) {
            throw new TraceFormatException(file + " is damaged: " + JsonFaults.describe(e), e);
        } catch (ZipException | EOFException e) {
            throw new TraceFormatException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Opens the sample log as {@link #openSamples(RunManifest)} does, reading the manifest for it. */
    public TraceReader openSamples() throws IOException {
        return openSamples(manifest());
    }

    /**
     * Opens the sample log.
     *
     * @param manifest of this run, for who has read it anyway
     * @throws TraceFormatException if there is none, if it is damaged, or while it is read, if the run is complete and the log is
     *     not
     */
    public TraceReader openSamples(RunManifest manifest) throws IOException {
        return ChronicleTraceReader.open(samples(), manifest.status() == RunManifest.Status.COMPLETE);
    }

    /** Where the sample log is. */
    public Path samples() {
        return path.resolve(SAMPLES);
    }

    /** Removes an earlier run from the directory and leaves other files alone. */
    void clear() throws IOException {
        Files.deleteIfExists(path.resolve(MANIFEST));
        Files.deleteIfExists(path.resolve(OPERATIONS));
        Files.deleteIfExists(path.resolve(GRAPH));
        if (Files.isDirectory(samples())) {
            try (Stream<Path> files = Files.list(samples())) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(samples());
        }
    }

    void write(RunManifest manifest) throws IOException {
        writeWhole(MANIFEST, MANIFESTS.writeValueAsBytes(manifest));
    }

    void write(List<OperationRecord> operations) throws IOException {
        writeWhole(OPERATIONS, OPERATION_LISTS.writeValueAsBytes(operations));
    }

    void writeGraph(List<OperatorRecord> operators) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream stream = new GZIPOutputStream(bytes)) {
            GRAPHS.writeValue(stream, operators);
        }
        writeWhole(GRAPH, bytes.toByteArray());
    }

    private <T> T read(String name, TypeReference<T> type) throws IOException {
        Path file = path.resolve(name);
        try {
            return MAPPER.readValue(Files.readAllBytes(file), type);
        } catch (JsonProcessingException e) {
            throw new TraceFormatException(file + " is damaged: " + JsonFaults.describe(e), e);
        }
    }

    private void writeWhole(String name, byte[] content) throws IOException {
        WholeFile.write(path.resolve(name), content);
    }
}
