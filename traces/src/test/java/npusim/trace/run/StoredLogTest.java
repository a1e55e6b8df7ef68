package npusim.trace.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import npusim.trace.PmuSample;
import npusim.trace.PmuScope;
import npusim.trace.TraceReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Logs that earlier versions wrote stay readable. The files below {@code npusim/trace/logs} are never changed; a new format
 * version adds one, packed from the directory that {@code -Dnpusim.store.log=DIR} writes.
 */
class StoredLogTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = 1)
    void logOfVersionIsRead(int version) throws IOException {
        unpack("/npusim/trace/logs/run-v" + version + ".zip");
        RunDirectory run = RunDirectory.of(directory);
        assertThat(run.manifest().status()).isEqualTo(RunManifest.Status.COMPLETE);
        assertThat(run.operations()).hasSize(1);
        List<PmuSample> samples = new ArrayList<>();
        try (TraceReader reader = run.openSamples()) {
            reader.replay(
                    (cycle, unit, scope, event, value) -> samples.add(new PmuSample(cycle, unit, scope, event, value)));
            assertThat(reader.state().complete()).isTrue();
        }
        assertThat(samples).isEqualTo(expected());
    }

    @BeforeAll
    static void storeIfAskedFor() throws IOException {
        String target = System.getProperty("npusim.store.log");
        if (target != null) {
            RunDirectoryTest.write(Path.of(target), 1000);
        }
    }

    private static List<PmuSample> expected() {
        List<PmuSample> samples = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            samples.add(new PmuSample(10L * i, i, PmuScope.OPERATION, 17, i));
        }
        return samples;
    }

    private void unpack(String resource) throws IOException {
        try (InputStream stream = StoredLogTest.class.getResourceAsStream(resource);
                ZipInputStream zip = new ZipInputStream(stream)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                if (!entry.isDirectory()) {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
    }
}
