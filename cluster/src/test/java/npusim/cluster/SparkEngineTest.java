package npusim.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import npusim.dsl.NpuLanguage;
import npusim.replay.LeftFree;
import npusim.report.query.SqlRows;
import npusim.schedule.SchedulePolicy;
import npusim.study.EncodedOutcomes;
import npusim.study.PointEngine;
import npusim.study.PointEngines;
import npusim.study.ResultTable;
import npusim.study.StudyException;
import npusim.study.StudyRunner;
import npusim.study.StudySource;
import org.apache.logging.log4j.LogManager;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkEngineTest {
    @TempDir
    private Path folder;

    @Test
    void sparkAndLocalLeaveTheSameResultsBitForBitAndSparkReadsThem() throws IOException {
        StudySource source = ExampleStudy.write(folder, "dnn_s", 20);
        Path local = folder.resolve("local");
        Path spark = folder.resolve("spark");
        assertThat(ExampleStudy.runLocally(source, local)).isEqualTo(40);
        try (PointEngine engine =
                PointEngines.of("spark").start(source, source.prepare().plan().key(), "local[2]")) {
            assertThat(new StudyRunner(source.prepare().plan(), engine, spark).run(done -> {}))
                    .isEqualTo(40);
            assertThat(engine.report())
                    .matches(
                            "8 tasks in [0-9.]+ s, apart from starting Spark; a point kept a core for [0-9.]+ ms, of which"
                                    + " [0-9.]+ ms not with evaluating it");
        }
        assertThat(ExampleStudy.lines(spark)).isEqualTo(ExampleStudy.lines(local));
        Path parquet = ResultTable.export(source.prepare().plan(), spark);
        SqlRows rows = ResultTable.query(parquet, "SELECT point, latency, energy FROM results ORDER BY point");
        try (SparkSession session = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate()) {
            List<List<String>> read = session
                    .read()
                    .parquet(parquet.toString())
                    .orderBy("point")
                    .select("point", "latency", "energy")
                    .collectAsList()
                    .stream()
                    .map(row -> List.of(
                            String.valueOf(row.getLong(0)),
                            String.valueOf(row.getDouble(1)),
                            String.valueOf(row.getDouble(2))))
                    .toList();
            assertThat(read).isEqualTo(rows.rows());
        }
    }

    @Test
    void fullDiskEndsTheJobAndTheSameCommandGoesOn() throws IOException {
        StudySource source = ExampleStudy.write(folder, "dnn_s", 6);
        AtomicInteger kept = new AtomicInteger();
        try (PointEngine engine =
                PointEngines.of("spark").start(source, source.prepare().plan().key(), "local[2]")) {
            PointEngine full = new PointEngine() {
                @Override
                public void evaluate(List<npusim.study.StudyPoint> points, Sink sink) throws IOException {
                    engine.evaluate(points, outcomes -> {
                        if (kept.get() >= 4) {
                            throw new IOException("No space left on device");
                        }
                        kept.addAndGet(outcomes.count());
                        sink.accept(outcomes);
                    });
                }

                @Override
                public String report() {
                    return "";
                }

                @Override
                public int parallelism() {
                    return 2;
                }

                @Override
                public void close() {}
            };
            Path directory = folder.resolve("out");
            assertThatThrownBy(() -> new StudyRunner(source.prepare().plan(), full, directory).run(done -> {}))
                    .isInstanceOf(StudyException.class)
                    .hasMessage("No space left on device");
            long rest = new StudyRunner(source.prepare().plan(), engine, directory).run(done -> {});
            assertThat(rest).isEqualTo(12 - kept.get());
            Path whole = folder.resolve("whole");
            ExampleStudy.runLocally(source, whole);
            assertThat(ExampleStudy.lines(directory)).isEqualTo(ExampleStudy.lines(whole));
        }
    }

    @Test
    void schedulesOfExecutorsThatLeftMemoryFreeAreShown() throws IOException {
        StudySource source = ExampleStudy.write(folder, "dnn_s", 2);
        LeftFree all = new LeftFree();
        try (SparkEngine engine =
                SparkEngine.start(source, source.prepare().plan().key(), "local[1]")) {
            engine.showLeftFree(all);
            assertThat(all.sentence()).isNull();
            engine.new Keep(outcomes -> {}, new AtomicReference<>())
                    .apply(
                            0,
                            new EvaluatedChunk(
                                    EncodedOutcomes.of(List.of()),
                                    0,
                                    new LeftFree.Seen(List.of("net on Npu by vela-4.4"), 512)));
            engine.showLeftFree(all);
        }
        assertThat(all.sentence()).startsWith("net on Npu by vela-4.4 is not the compiler's schedule:");
    }

    @Test
    @Tag("deep")
    void deitTinyLeavesMemoryFreeOnAnExecutorToo() throws IOException {
        Path file = Files.writeString(folder.resolve("study.npu"), """
                import "ethos-u85.npu"

                study example {
                  workload deit_tiny
                  vary accelerator in [Ethos_U85_2048]
                  minimize latency
                }
                """);
        StudySource source =
                StudySource.of(NpuLanguage.compile(List.of(file)).orThrow(), "example", SchedulePolicy.VELA_4_4);
        LeftFree all = new LeftFree();
        try (PointEngine engine =
                PointEngines.of("spark").start(source, source.prepare().plan().key(), "local[1]")) {
            new StudyRunner(source.prepare().plan(), engine, folder.resolve("out")).run(done -> {});
            engine.showLeftFree(all);
        }
        assertThat(all.sentence())
                .startsWith("deit_tiny on Ethos_U85_2048 by vela-4.4 is not the compiler's schedule:");
    }

    @Test
    void masterThatIsAskedForGoesBeforeThatOfSparkSubmit() throws IOException {
        StudySource source = ExampleStudy.write(folder, "dnn_s", 2);
        String key = source.prepare().plan().key();
        System.setProperty("spark.master", "local[3]");
        try (PointEngine surroundings = PointEngines.of("spark").start(source, key, null)) {
            assertThat(surroundings.parallelism()).isEqualTo(3);
        }
        try (PointEngine asked = PointEngines.of("spark").start(source, key, "local[2]")) {
            assertThat(asked.parallelism()).isEqualTo(2);
        } finally {
            System.clearProperty("spark.master");
        }
    }

    @Test
    void masterThatIsNoneIsOneMessage() throws IOException {
        StudySource source = ExampleStudy.write(folder, "dnn_s", 2);
        assertThatThrownBy(() -> PointEngines.of("spark")
                        .start(source, source.prepare().plan().key(), "nonsense://host"))
                .isInstanceOf(StudyException.class)
                .hasMessageStartingWith("Spark cannot be started on nonsense://host: ");
        assertThat(LogManager.getLogger(SparkContext.class).isErrorEnabled())
                .as("Spark's own words, with a stack trace")
                .isFalse();
    }

    @Test
    void chunkKeepsItsPoints() {
        List<npusim.study.StudyPoint> points = List.of(
                new npusim.study.StudyPoint(7, new int[] {1, 2, 3}),
                new npusim.study.StudyPoint(9, new int[] {4, 5, 6}));
        assertThat(PointChunk.of(points).points()).isEqualTo(points);
    }
}
