package npusim.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.schedule.SchedulePolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million points in a process with a heap that could not hold them. */
@Tag("deep")
class ManyPointsTest {
    private static final String STUDY = """
            import "ethos-u85.npu"

            study many {
              workload dnn_s
              vary accelerator in [Ethos_U85_128, Ethos_U85_256]
              vary timing.axi1.read_latency in 1 cycles .. 1000 cycles step 1 cycles
              vary timing.axi1.write_latency in 1 cycles .. 500 cycles step 1 cycles
              minimize latency, energy
            }
            """;
    private static final int METRICS = 40;

    @TempDir
    private Path folder;

    @Test
    void aMillionPointsFitIntoASmallHeap() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx400m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyPointsTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("output")))
                .isZero();
        assertThat(Files.size(folder.resolve(StudyReport.PAGE))).isLessThan(4_000_000);
    }

    /** Runs the study with a model in place of the simulator; {@code arguments} is the folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path file = Files.writeString(folder.resolve("many.npu"), STUDY);
        Library library = NpuLanguage.compile(List.of(file)).orThrow();
        StudySource source = StudySource.of(library, "many", SchedulePolicy.VELA_4_4);
        StudyPlan plan = source.plan(library);
        PointEvaluator model = point -> {
            int[] c = point.choice();
            Map<String, Double> metrics = new TreeMap<>();
            for (int i = 0; i < METRICS; i++) {
                metrics.put("METRIC_" + i, 1000.0 * i + c[1]);
            }
            metrics.put("minimize latency", (1 + c[1] + 0.5 * c[2]) / (1 + c[0]));
            metrics.put("minimize energy", 1.0 + c[0] + 1.0 / (1 + c[1]));
            return new PointOutcome(point, null, metrics);
        };
        long start = System.nanoTime();
        try (PointEngine engine = new LocalEngine(model, () -> "", 2)) {
            new StudyRunner(plan, engine, folder).run(done -> {});
        }
        print("run", start);
        ResultTable.export(plan, folder);
        print("table", start);
        StudyReport.write(source, library, folder, "npusim test", List.of());
        print("report", start);
        System.out.println(
                "log " + Files.size(new File(arguments[0], StudyRunner.RESULTS).toPath()) / 1_000_000 + " MB");
    }

    private static void print(String stage, long start) {
        System.out.println(stage + " until " + (System.nanoTime() - start) / 1_000_000_000 + " s");
    }
}
