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
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every valid graph of the conformance archive, operators of all types in odd shapes, has a correct schedule or a reason for none.
 */
class ScheduleConformanceTest {
    private final List<String> refused = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int correct;

    @ParameterizedTest
    @CsvSource({
        "Ethos_U85_256,VELA_4_4",
        "Ethos_U85_256,VELA_5_0",
        "Ethos_U85_256,NPUSIM",
        "Ethos_U65_256,VELA_5_0",
        "Ethos_U55_32,VELA_4_4"
    })
    void everyValidGraphHasACorrectScheduleOrAReasonForNone(String accelerator, SchedulePolicy policy)
            throws Exception {
        HardwareConfiguration hardware = NpuLanguage.shipped().configure(Selection.of(accelerator));
        Scheduler scheduler = new Scheduler(hardware, ScheduleOptions.of(policy));
        try (FileSystem archive = FileSystems.newFileSystem(SharedData.require("tosa-int-conformance.zip"));
                Stream<Path> files = Files.walk(archive.getPath("/"))) {
            for (Path file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(".tosa"))::iterator) {
                Graph graph = validGraph(file);
                if (graph != null) {
                    schedule(file, graph, scheduler, hardware);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(correct).isGreaterThan(2500);
        assertThat(refused)
                .allMatch(reason -> reason.contains("COND_IF")
                        || reason.contains("WHILE_LOOP")
                        || reason.contains("VARIABLE")
                        || reason.contains("only renames its inputs"));
    }

    private void schedule(Path file, Graph graph, Scheduler scheduler, HardwareConfiguration hardware) {
        try {
            List<String> problems = VerifySchedule.apply(scheduler.schedule(graph, "network"), hardware);
            if (problems.isEmpty()) {
                correct++;
            } else {
                wrong.add(file + ": " + problems);
            }
        } catch (ScheduleException e) {
            refused.add(file + ": " + e.getMessage());
        } catch (RuntimeException e) {
            throw new AssertionError(file + " escapes: " + e, e);
        }
    }

    private static @Nullable Graph validGraph(Path file) throws IOException {
        try {
            return TosaReader.parse(Files.readAllBytes(file), file.toString(), Level.EIGHT_K);
        } catch (InvalidGraphException e) {
            return null;
        }
    }
}
