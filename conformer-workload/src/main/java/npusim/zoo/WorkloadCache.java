package npusim.zoo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import npusim.file.Sha256;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.tosa.TosaReader;
import npusim.tosa.TosaWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Generated graphs on disk, by content key: {@code $NPUSIM_CACHE}, or {@code npusim} in {@code $XDG_CACHE_HOME} or
 * {@code ~/.cache}. Whatever goes wrong with the disk costs time only: the graph is generated again.
 */
final class WorkloadCache {
    /** Part of every key; to be raised whenever a generator changes what it makes. */
    private static final String GENERATION = "1";

    private static final int KEPT_GRAPHS = 24;
    private static final int NAME_DIGITS = 32;
    private static final Logger LOG = LoggerFactory.getLogger(WorkloadCache.class);

    private final Path folder;

    WorkloadCache(Path folder) {
        this.folder = folder;
    }

    /** The cache of the user. */
    static WorkloadCache ofUser() {
        String own = System.getenv("NPUSIM_CACHE");
        if (own != null && !own.isBlank()) {
            return new WorkloadCache(Path.of(own));
        }
        String base = System.getenv("XDG_CACHE_HOME");
        Path caches =
                base == null || base.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base);
        return new WorkloadCache(caches.resolve("npusim"));
    }

    /** The graph with that key, if it is there and whole. */
    Optional<Graph> find(String key) {
        Path file = file(key);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Graph graph = TosaReader.read(file);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(graph);
        } catch (IOException | InvalidGraphException e) {
            LOG.warn("ignoring the cached graph {}: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** Keeps a graph; drops the ones not used for longest beyond a few dozen. */
    void keep(String key, Graph graph) {
        try {
            Files.createDirectories(folder);
            TosaWriter.write(graph, file(key));
            dropOldest();
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("cannot keep a generated graph in {}: {}", folder, e.getMessage());
        }
    }

    private void dropOldest() throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(entry -> entry.toString().endsWith(".tosa"))
                    .sorted(Comparator.comparing(WorkloadCache::lastUse).reversed())
                    .toList();
        }
        for (Path file : files.subList(Math.min(KEPT_GRAPHS, files.size()), files.size())) {
            Files.deleteIfExists(file);
        }
    }

    private static FileTime lastUse(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private Path file(String key) {
        return folder.resolve(Sha256.hex(GENERATION + "\n" + key).substring(0, NAME_DIGITS) + ".tosa");
    }
}
