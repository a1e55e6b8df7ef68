package npusim.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import npusim.tosa.TosaWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadCacheTest {
    private static final Map<String, String> TINY = Map.of("frames", "30", "layers", "1", "dimension", "16");

    @TempDir
    private Path folder;

    @Test
    void secondLoadReadsTheSameGraphFromDisk() throws IOException {
        WorkloadCache cache = new WorkloadCache(folder);
        Workload fresh = Workloads.load("conformer-s", TINY, cache);
        assertThat(files()).hasSize(1);
        Workload cached = Workloads.load("conformer-s", TINY, cache);
        assertThat(TosaWriter.format(cached.graph())).isEqualTo(TosaWriter.format(fresh.graph()));
        assertThat(cached.inputs().get()).isEqualTo(fresh.inputs().get());
        assertThat(cached.key()).isEqualTo(fresh.key());
    }

    @Test
    void damagedFileIsReplaced() throws IOException {
        WorkloadCache cache = new WorkloadCache(folder);
        Workload fresh = Workloads.load("conformer-s", TINY, cache);
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThat(Workloads.load("conformer-s", TINY, cache).graph()).isEqualTo(fresh.graph());
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    void onlyTheGraphsUsedLastAreKept() throws IOException {
        WorkloadCache cache = new WorkloadCache(folder);
        var graph = NetworkZoo.build("dnn_s", Map.of()).graph();
        for (int i = 0; i < 30; i++) {
            cache.keep("key" + i, graph);
        }
        assertThat(files()).hasSize(24);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }
}
