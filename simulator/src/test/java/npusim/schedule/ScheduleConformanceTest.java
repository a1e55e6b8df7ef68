package npusim.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import npusim.SharedData;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.graph.Level;
import npusim.hardware.HardwareConfiguration;
import npusim.tosa.TosaReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every valid graph of the conformance archive, operators of all types and odd shapes, has a schedule or a reason for none. */
class ScheduleConformanceTest {
    @ParameterizedTest
    @ValueSource(strings = {"Ethos_U85_256", "Ethos_U65_256", "Ethos_U55_128"})
    void everyValidGraphHasAScheduleOrAReason(String accelerator) throws Exception {
        HardwareConfiguration hardware = NpuLanguage.shipped().configure(Selection.of(accelerator));
        Scheduler scheduler = new Scheduler(hardware, ScheduleOptions.of(SchedulePolicy.VELA_4_4));
        int scheduled = 0;
        List<String> refused = new ArrayList<>();
        try (FileSystem archive = FileSystems.newFileSystem(SharedData.require("tosa-int-conformance.zip"));
                Stream<Path> files = Files.walk(archive.getPath("/"))) {
            for (Path file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(".tosa"))::iterator) {
                Graph graph = validGraph(file);
                if (graph == null) {
                    continue;
                }
                try {
                    assertThat(scheduler.schedule(graph, "network").operations())
                            .isNotEmpty();
                    scheduled++;
                } catch (ScheduleException e) {
                    refused.add(file + ": " + e.getMessage());
                } catch (RuntimeException e) {
                    throw new AssertionError(file + " on " + accelerator, e);
                }
            }
        }
        assertThat(scheduled).isGreaterThan(2500);
        assertThat(refused)
                .allMatch(reason -> reason.contains("COND_IF")
                        || reason.contains("WHILE_LOOP")
                        || reason.contains("VARIABLE")
                        || reason.contains("only renames its inputs"));
    }

    private static @Nullable Graph validGraph(Path file) throws IOException {
        try {
            return TosaReader.parse(Files.readAllBytes(file), file.toString(), Level.EIGHT_K);
        } catch (InvalidGraphException e) {
            return null;
        }
    }
}
