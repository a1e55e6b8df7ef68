package npusim.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import npusim.cache.Memo;
import npusim.dsl.Compilation;
import npusim.dsl.NpuLanguage;
import npusim.dsl.source.SourceFile;
import npusim.file.Sha256;
import npusim.report.query.SqlRows;
import npusim.schedule.SchedulePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyEngineTest {
    static final String GRID = """
            import "ethos-u85.npu"

            study caches {
              workload conformer_s(seconds = 15)
              vary accelerator in [Ethos_U85_256, Ethos_U85_512]
              vary memory_mode.arena_cache in 128 KiB .. 640 KiB step 128 KiB
              vary system.Dram.read_latency in [100 cycles, 200 cycles, 400 cycles]
              minimize latency
              minimize latency / 1 s * 2 + energy / 1 mJ
            }
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void resultsDoNotDependOnTheNumberOfThreads(int threads) throws IOException {
        StudyPlan plan = plan(GRID);
        assertThat(runner(plan, StudyEngineTest::model, directory, threads).run(done -> {}))
                .isEqualTo(30);
        assertThat(sorted(plan)).isEqualTo(expected(plan));
    }

    @Test
    void threadThatWouldWaitMakesWhatLaterPointsShare() throws IOException {
        StudyPlan plan = plan(GRID);
        CountDownLatch madeAhead = new CountDownLatch(1);
        Memo<Integer, Boolean, RuntimeException> shared = new Memo<>(10);
        PointEvaluator sharing = new PointEvaluator() {
            @Override
            public PointOutcome evaluate(StudyPoint point) {
                throw new AssertionError("does not say what to do instead of waiting");
            }

            @Override
            public PointOutcome evaluate(StudyPoint point, Runnable waiting) {
                int key = point.choice()[0];
                assertThat(shared.get(key, missing -> key > 0 || await(madeAhead), waiting))
                        .as("the second was made while the first was waited for")
                        .isTrue();
                return model(point);
            }

            @Override
            public boolean prepare(StudyPoint point) {
                return shared.prepare(point.choice()[0], key -> {
                    madeAhead.countDown();
                    return true;
                });
            }
        };
        runner(plan, sharing, directory, 2).run(done -> {});
        assertThat(sorted(plan)).isEqualTo(expected(plan));
        assertThat(shared.misses()).isEqualTo(2);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void interruptedStudyGoesOnWithWhatIsMissing() throws IOException {
        StudyPlan plan = plan(GRID);
        AtomicInteger calls = new AtomicInteger();
        PointEvaluator failing = point -> {
            if (calls.incrementAndGet() > 12) {
                throw new IllegalStateException("power cut");
            }
            return model(point);
        };
        assertThatThrownBy(() -> runner(plan, failing, directory, 1).run(done -> {}))
                .hasMessage("power cut");
        Path log = directory.resolve(StudyRunner.RESULTS);
        byte[] whole = Files.readAllBytes(log);
        Files.write(log, Arrays.copyOf(whole, whole.length - 7));
        List<Long> progress = new ArrayList<>();
        assertThat(runner(plan, StudyEngineTest::model, directory, 2).run(done -> {
                    synchronized (progress) {
                        progress.add(done);
                    }
                }))
                .isEqualTo(19);
        assertThat(progress.getFirst()).isEqualTo(11);
        assertThat(sorted(plan)).isEqualTo(expected(plan));
    }

    @Test
    void pointOfADamagedLineIsRunAgainAndTheOthersAreKept() throws IOException {
        StudyPlan plan = plan(GRID);
        runner(plan, StudyEngineTest::model, directory, 1).run(done -> {});
        Path log = directory.resolve(StudyRunner.RESULTS);
        List<String> lines = new ArrayList<>(Files.readAllLines(log));
        lines.set(5, lines.get(5).replace('1', '2'));
        Files.write(log, lines);
        StudyRunner again = runner(plan, StudyEngineTest::model, directory, 1);
        assertThat(again.run(done -> {})).isEqualTo(1);
        assertThat(again.damagedLines()).isEqualTo(1);
        assertThat(sorted(plan)).isEqualTo(expected(plan));
    }

    @Test
    void failureOfOnePointStopsTheOtherThreads() {
        StudyPlan plan = plan(GRID);
        AtomicInteger calls = new AtomicInteger();
        PointEvaluator slow = point -> {
            if (calls.incrementAndGet() == 2) {
                throw new IllegalStateException("power cut");
            }
            LockSupport.parkNanos(20_000_000);
            return model(point);
        };
        assertThatThrownBy(() -> runner(plan, slow, directory, 2).run(done -> {}))
                .hasMessage("power cut");
        assertThat(calls).hasValueLessThan(8);
    }

    @Test
    void resultsOfAnotherStudyAreRefused() {
        runner(plan(GRID), StudyEngineTest::model, directory, 1).run(done -> {});
        StudyPlan other = plan(GRID.replace("400 cycles", "500 cycles"));
        assertThatThrownBy(() ->
                        runner(other, StudyEngineTest::model, directory, 1).run(done -> {}))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining(
                        "holds results of another study or of another version of it, of its designs or of this program (caches)");
    }

    @Test
    void keyOfAPlanHoldsTheProgramAndTheDesigns() {
        Compilation compilation = NpuLanguage.compileSources(List.of(new SourceFile("study.npu", GRID)), true);
        StudyPlan plan = StudyPlan.of(compilation.orThrow(), "caches", SchedulePolicy.VELA_4_4);
        assertThat(BuildIdentity.get()).matches("[0-9a-f]{64}").isNotEqualTo(Sha256.hex("{}"));
        assertThat(plan.variant()).contains(Sha256.hex(BuildIdentity.get()).substring(0, 32));
        assertThat(StudyPlan.of(plan.study(), "another program").key()).isNotEqualTo(plan.key());
    }

    @Test
    void fileThatIsNoResultsFileIsRefusedAndKept() throws IOException {
        Path log = directory.resolve(StudyRunner.RESULTS);
        Files.writeString(log, "my precious notes\n");
        assertThatThrownBy(() ->
                        runner(plan(GRID), StudyEngineTest::model, directory, 1).run(done -> {}))
                .hasMessageContaining("is no results file of a study");
        assertThat(log).hasContent("my precious notes");
    }

    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @ValueSource(strings = {"a;b", "a?b", "g*[x]?{a,b}", "q'\"", "%20#", "new\nline"})
    void directoriesMayHaveAnyName(String name) {
        StudyPlan plan = plan(GRID);
        Path study = directory.resolve(name).resolve("study");
        runner(plan, StudyEngineTest::model, study, 1).run(done -> {});
        Path table = ResultTable.export(plan, study);
        assertThat(ResultTable.query(table, "SELECT count(*) FROM results").rows())
                .containsExactly(List.of(String.valueOf(plan.points().count())));
    }

    @Test
    void aStudyWhoseResultsAreRemovedMeanwhileSaysSo() {
        StudyPlan plan = plan(GRID);
        Path log = directory.resolve(StudyRunner.RESULTS);
        assertThatThrownBy(() -> runner(
                                plan,
                                point -> {
                                    assertThat(log.toFile().delete() || point.index() > 0)
                                            .isTrue();
                                    return model(point);
                                },
                                directory,
                                1)
                        .run(done -> {}))
                .isInstanceOf(StudyException.class)
                .hasMessage(log + ": was removed or renamed while the study ran; further results would be lost");
    }

    @Test
    void evolutionarySearchFindsTheFrontOfALargeSpaceWithinItsBudget() throws IOException {
        StudyPlan plan = plan(LARGE);
        PointEvaluator convex = point -> {
            double x = point.choice()[0] / 99.0;
            double rest = (point.choice()[1] + point.choice()[2]) / 99.0;
            return new PointOutcome(point, null, Map.of("latency", x + rest, "energy", (1 - x) * (1 - x) + rest));
        };
        long run = runner(plan, convex, directory, 2).run(done -> {});
        assertThat(run).isEqualTo(2000);
        ParetoFront<StudyPoint> front = new ParetoFront<>();
        Objectives objectives = new Objectives(plan.study().objectives());
        ResultLog.forEach(
                directory.resolve(StudyRunner.RESULTS),
                plan,
                outcome -> front.add(outcome.point().index(), objectives.minimized(outcome), outcome.point()));
        long onTrueFront = front.points().stream()
                .filter(point -> point.choice()[1] + point.choice()[2] == 0)
                .count();
        assertThat(onTrueFront).as("of a million designs a hundred are optimal").isGreaterThan(20);
    }

    @Test
    void interruptedSearchRetracesItsGenerations() throws IOException {
        StudyPlan plan = plan(LARGE.replace("2000", "300"));
        Path whole = directory.resolve("whole");
        Path broken = directory.resolve("broken");
        runner(plan, StudyEngineTest::model, whole, 2).run(done -> {});
        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(() -> runner(
                                plan,
                                point -> {
                                    if (calls.incrementAndGet() > 150) {
                                        throw new IllegalStateException("power cut");
                                    }
                                    return model(point);
                                },
                                broken,
                                1)
                        .run(done -> {}))
                .hasMessage("power cut");
        runner(plan, StudyEngineTest::model, broken, 2).run(done -> {});
        assertThat(ResultTable.query(ResultTable.export(plan, broken), "SELECT * EXCLUDE (plan) FROM results"))
                .isEqualTo(ResultTable.query(ResultTable.export(plan, whole), "SELECT * EXCLUDE (plan) FROM results"));
    }

    @Test
    void tableHasValuesNumbersAndReasons() throws IOException {
        StudyPlan plan = plan(GRID);
        PointEvaluator some = point ->
                point.index() == 4 ? new PointOutcome(point, "the workload does not fit", Map.of()) : model(point);
        runner(plan, some, directory, 2).run(done -> {});
        Path parquet = ResultTable.export(plan, directory);
        SqlRows rows = ResultTable.query(
                parquet,
                "SELECT point, accelerator, \"memory_mode.arena_cache.value\", feasible, reason FROM results WHERE point IN (4, 29)");
        assertThat(rows.rows())
                .containsExactly(
                        List.of("4", "Ethos_U85_256", "262144.0", "false", "the workload does not fit"),
                        List.of("29", "Ethos_U85_512", "655360.0", "true", ""));
        assertThatThrownBy(() -> ResultTable.query(parquet, "SELECT nothing FROM results"))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("the query is wrong: Binder Error")
                .hasMessageContaining("nothing");
        assertThatThrownBy(() -> ResultTable.query(parquet, "CREATE TABLE other(a INT)"))
                .isInstanceOf(StudyException.class)
                .hasMessage("the query is wrong: it gives no rows");
        Path text = Files.writeString(directory.resolve("text.parquet"), "no table");
        assertThatThrownBy(() -> ResultTable.query(text, "SELECT 1"))
                .isInstanceOf(StudyException.class)
                .hasMessageStartingWith("cannot read " + text)
                .hasMessageNotContaining("pending");
    }

    @Test
    void objectivesFollowTheLanguagesPrecedenceAndUnits() {
        Objectives objectives = new Objectives(plan(GRID).study().objectives());
        PointOutcome outcome =
                new PointOutcome(new StudyPoint(0, new int[3]), null, Map.of("latency", 0.25, "energy", 0.003));
        assertThat(objectives.values(outcome)[1]).isCloseTo(0.5 + 3, within(1e-12));
    }

    @Test
    void newStudyLeavesNoTableAndPageOfAnEarlierOne() throws IOException {
        Path table = Files.writeString(directory.resolve(ResultTable.PARQUET), "of another study");
        Path page = Files.writeString(directory.resolve(StudyReport.PAGE), "of another study");
        runner(plan(GRID), StudyEngineTest::model, directory, 1).run(done -> {});
        assertThat(table).doesNotExist();
        assertThat(page).doesNotExist();
        ResultTable.export(plan(GRID), directory);
        runner(plan(GRID), StudyEngineTest::model, directory, 1).run(done -> {});
        assertThat(table).as("of the study that went on").exists();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "max(latency, limit) / 1 s; 0.25",
                "min(latency, limit, 1 s) / 1 s; 0.2",
                "if max(latency, limit) > limit then 1 else 2; 1",
                "ceil(latency * 10 / 1 s) - floor(latency * 10 / 1 s); 1",
                "round_up(sram_peak, 1 KiB); 2048",
                "round_up(sram_peak, sram_peak - sram_peak); NaN",
                "log2(NPU_IDLE * 4); 5",
                "log2(NPU_IDLE + 1); NaN",
                "log2(NPU_IDLE / 0); NaN"
            })
    void objectivesCallTheFunctionsOfTheLanguage(String expression, double value) {
        Objectives objectives = new Objectives(
                plan("const limit = 200 ms\n" + GRID.replace("minimize latency\n", "minimize " + expression + "\n"))
                        .study()
                        .objectives());
        PointOutcome outcome = new PointOutcome(
                new StudyPoint(0, new int[3]),
                null,
                Map.of("latency", 0.25, "energy", 0.003, "sram_peak", 1025.0, "NPU_IDLE", 8.0));
        assertThat(objectives.values(outcome)[0]).isCloseTo(value, within(1e-12));
    }

    @Test
    void frontKeepsWhatNothingBeatsAndTheFirstOfEqualsInAnyOrder() {
        double[][] rows = {{1, 5}, {2, 2}, {3, 3}, {5, 1}, {2, 2}};
        for (List<Integer> order : List.of(List.of(0, 1, 2, 3, 4), List.of(4, 2, 3, 1, 0), List.of(2, 0, 4, 3, 1))) {
            ParetoFront<Integer> front = new ParetoFront<>();
            order.forEach(i -> front.add(i, rows[i], i));
            assertThat(front.points()).containsExactly(0, 1, 3);
        }
    }

    private static final String LARGE = """
            study large {
              workload conformer_s
              strategy = nsga2
              budget = 2000
              seed = 3
              vary system.Dram.read_latency in 1 cycles .. 100 cycles step 1 cycles
              vary system.Dram.write_latency in 1 cycles .. 100 cycles step 1 cycles
              vary system.Sram.read_latency in 1 cycles .. 100 cycles step 1 cycles
              minimize latency, energy
            }
            """;

    private static StudyRunner runner(StudyPlan plan, PointEvaluator evaluator, Path directory, int threads) {
        return new StudyRunner(plan, new LocalEngine(evaluator, () -> "", threads), directory);
    }

    static StudyPlan plan(String source) {
        Compilation compilation = NpuLanguage.compileSources(List.of(new SourceFile("study.npu", source)), true);
        return StudyPlan.of(compilation.orThrow().study(source.contains("study large") ? "large" : "caches"), "test");
    }

    private static PointOutcome model(StudyPoint point) {
        int[] c = point.choice();
        return new PointOutcome(
                point, null, Map.of("latency", 1.0 / (1 + c[0]) + c[2], "energy", 0.5 * c[0] + c[1] + 0.1 * c[2]));
    }

    private static List<PointOutcome> expected(StudyPlan plan) {
        List<PointOutcome> outcomes = new ArrayList<>();
        for (long i = 0; i < plan.points().count(); i++) {
            outcomes.add(model(plan.points().point(i)));
        }
        return outcomes;
    }

    private List<PointOutcome> sorted(StudyPlan plan) throws IOException {
        List<PointOutcome> outcomes = new ArrayList<>();
        ResultLog.forEach(directory.resolve(StudyRunner.RESULTS), plan, outcomes::add);
        outcomes.sort((a, b) -> Long.compare(a.point().index(), b.point().index()));
        return outcomes;
    }
}
