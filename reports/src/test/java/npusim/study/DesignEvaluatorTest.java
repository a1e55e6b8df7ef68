package npusim.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.dsl.source.SourceFile;
import npusim.schedule.SchedulePolicy;
import npusim.zoo.WorkloadException;
import org.junit.jupiter.api.Test;

class DesignEvaluatorTest {
    private static final String SMALL = """
            import "ethos-u85.npu"

            study small {
              workload dnn_s
              vary accelerator in [Ethos_U85_128, Ethos_U85_256]
              vary system.Dram.write_latency in [100 cycles, 100 cycles]
              minimize latency, energy
              REQUIRE
            }
            """;

    @Test
    void rememberedAndFreshResultsAreIdentical() {
        Study study = study(SMALL.replace("REQUIRE", ""));
        DesignEvaluator remembering = study.evaluator();
        for (long i = 0; i < study.plan().points().count(); i++) {
            StudyPoint point = study.plan().points().point(i);
            assertThat(remembering.evaluate(point)).isEqualTo(study.evaluator().evaluate(point));
        }
        assertThat(remembering.cacheReport()).startsWith("2 schedules made and taken again 2 times");
    }

    @Test
    void designsThatShareAScheduleHaveFiguresOfEnergyOfTheirOwn() {
        Study study = study(SMALL.replace("REQUIRE", "vary energy.leakage in [1 pJ/cycle, 2 pJ/cycle, 1 pJ/cycle]"));
        DesignEvaluator remembering = study.evaluator();
        for (long i = 0; i < study.plan().points().count(); i++) {
            StudyPoint point = study.plan().points().point(i);
            assertThat(remembering.evaluate(point)).isEqualTo(study.evaluator().evaluate(point));
        }
        assertThat(remembering.cacheReport()).startsWith("2 schedules made and taken again 10 times");
    }

    @Test
    void scheduleMadeAheadServesAllPointsThatShareIt() {
        Study study = study(SMALL.replace("REQUIRE", "require accelerator.mac_array.macs_per_cycle < 200"));
        DesignEvaluator ahead = study.evaluator();
        StudyPoint point = study.plan().points().point(0);
        assertThat(ahead.prepare(point)).isTrue();
        assertThat(ahead.prepare(study.plan().points().point(1)))
                .as("differs in timing only")
                .isFalse();
        assertThat(ahead.prepare(study.plan().points().point(2)))
                .as("breaks the requirement")
                .isFalse();
        assertThat(ahead.evaluate(point)).isEqualTo(study.evaluator().evaluate(point));
        assertThat(ahead.cacheReport()).startsWith("1 schedules made and taken again 1 times");
    }

    @Test
    void latencyEnergyAndAreaFollowFromTheCounters() {
        Study study = study(SMALL.replace("REQUIRE", ""));
        PointOutcome small = study.evaluator().evaluate(study.plan().points().point(0));
        PointOutcome large = study.evaluator().evaluate(study.plan().points().point(2));
        assertThat(small.feasible()).isTrue();
        assertThat(small.metrics().get("minimize latency"))
                .isEqualTo(small.metrics().get("latency"));
        // The softmax adds a few.
        assertThat(small.metrics().get("macs")).isBetween(79_200.0, 79_300.0);
        assertThat(large.metrics().get("area")).isGreaterThan(small.metrics().get("area"));
        assertThat(small.metrics().get("mac_utilisation"))
                .isCloseTo(small.metrics().get("macs") / (128 * small.metrics().get("active_cycles")), within(1e-12));
    }

    @Test
    void brokenRequirementMakesAPointInfeasibleWithTheReason() {
        Study study = study(SMALL.replace("REQUIRE", "require sram_peak <= 1 B and memory_mode.arena_cache > 0 B"));
        PointOutcome outcome = study.evaluator().evaluate(study.plan().points().point(0));
        assertThat(outcome.infeasible()).isEqualTo("requires sram_peak <= 1 B and memory_mode.arena_cache > 0 B");
        assertThat(outcome.metrics()).containsKey("latency");
    }

    @Test
    void objectiveThatDividesByZeroMakesAPointInfeasible() {
        Study study = study(SMALL.replace("REQUIRE", "")
                .replace("minimize latency", "minimize latency, latency / NPU_IDLE, NPU_IDLE / NPU_IDLE"));
        PointOutcome outcome = study.evaluator().evaluate(study.plan().points().point(0));
        assertThat(outcome.infeasible()).isEqualTo("minimize latency / NPU_IDLE is no finite number");
        assertThat(outcome.metrics())
                .containsKeys("minimize latency", "minimize energy")
                .doesNotContainKeys("minimize latency / NPU_IDLE", "minimize NPU_IDLE / NPU_IDLE");
    }

    @Test
    void requirementOverTheGreaterOfTwoPropertiesIsDecidedBeforeSimulation() {
        Study study = study(SMALL.replace(
                "REQUIRE", "require max(accelerator.buffers.ifm, accelerator.buffers.accumulator) < 1 KiB"));
        PointOutcome outcome = study.evaluator().evaluate(study.plan().points().point(0));
        assertThat(outcome.infeasible()).startsWith("requires max(");
        assertThat(outcome.metrics()).doesNotContainKey("latency");
    }

    @Test
    void propertyThatIsNoDecimalIsANumberOfObjectivesAndRequirements() {
        Study study = study(SMALL.replace(
                        "REQUIRE", "vary system.Dram.clock_scale in [1/3]\n  require system.Dram.clock_scale < 0.5")
                .replace("minimize latency", "minimize system.Dram.clock_scale"));
        PointOutcome outcome = study.evaluator().evaluate(study.plan().points().point(0));
        assertThat(outcome.infeasible()).isNull();
        assertThat(outcome.metrics().get("minimize system.Dram.clock_scale")).isEqualTo(1.0 / 3);
    }

    @Test
    void propertyThatTheDesignLacksEndsTheStudyByItsName() {
        Study study = study(SMALL.replace("REQUIRE", "").replace("minimize latency", "minimize system.Dram.capacity"));
        StudyPoint point = study.plan().points().point(0);
        DesignEvaluator evaluator = study.evaluator();
        assertThatThrownBy(() -> evaluator.evaluate(point))
                .isInstanceOf(StudyException.class)
                .hasMessage("there is no number system.Dram.capacity in the design of a point");
    }

    @Test
    void objectiveThatIsNoResultIsAMistakeOfTheStudy() {
        assertThatThrownBy(() -> study(SMALL.replace("REQUIRE", "").replace("energy", "beauty")))
                .isInstanceOf(DiagnosticException.class)
                .hasMessageContaining("there is no metric or PMU event called 'beauty'");
    }

    @Test
    void constantsOfTheFileAndOfTheStudyStandForTheirValues() {
        String named = "const scale = 3\n"
                + SMALL.replace("REQUIRE", "const most = 60 us\n  require latency <= most")
                        .replace("minimize latency", "minimize scale * latency + most");
        String written = SMALL.replace("REQUIRE", "require latency <= 60 us")
                .replace("minimize latency", "minimize 3 * latency + 60 us");
        Study constants = study(named);
        Study numbers = study(written);
        StudyPoint point = numbers.plan().points().point(0);
        PointOutcome outcome = constants.evaluator().evaluate(point);
        assertThat(outcome.feasible()).isTrue();
        assertThat(outcome.metrics().get("minimize scale * latency + most"))
                .isEqualTo(numbers.evaluator().evaluate(point).metrics().get("minimize 3 * latency + 60 us"))
                .isEqualTo(3 * outcome.metrics().get("latency") + 60e-6);
        assertThat(study(named.replace("60 us", "61 us")).plan().key())
                .isNotEqualTo(constants.plan().key());
        assertThat(study(named.replace("60 us", "1 us"))
                        .evaluator()
                        .evaluate(point)
                        .infeasible())
                .isEqualTo("requires latency <= most");
        assertThatThrownBy(() -> study(named.replace("60 us", "60 mJ")))
                .isInstanceOf(DiagnosticException.class)
                .hasMessageContaining("does not join a time (s) and an energy (J)");
    }

    @Test
    void unknownWorkloadIsRefusedBeforeAnyPointRuns() {
        Study study = study(SMALL.replace("REQUIRE", "").replace("dnn_s", "dnn_x"));
        assertThatThrownBy(study::evaluator)
                .isInstanceOf(WorkloadException.class)
                .hasMessageContaining("nearest: dnn_s");
    }

    @Test
    void followingPropertyIsComputedFromTheOthersOfThePoint() {
        Study study = study("const extra = 1 cycles\n" + SMALL.replace("REQUIRE", """
                const latency = 2
                  vary timing.axi1.read_latency in [100 cycles, 300 cycles]
                  vary timing.axi1.write_latency = timing.axi1.read_latency / latency + min(extra, 3 cycles)
                  vary memory_mode.arena_cache = if accelerator.mac_array.macs_per_cycle > 200 then 512 KiB else 64 KiB
                  require memory_mode.arena_cache == 512 KiB"""));
        PointDesigns designs = new PointDesigns(study.plan(), study.library());
        StudyPoint last = study.plan().points().point(study.plan().points().count() - 1);
        var hardware = study.library().configure(designs.selection(last));
        assertThat(hardware.timingProfile().adapter(1).writeLatencyCycles()).isEqualTo(151);
        assertThat(hardware.memoryMode().arenaCacheBytes()).isEqualTo(512 * 1024);
        assertThat(study.evaluator().evaluate(last).feasible()).isTrue();
        PointOutcome first = study.evaluator().evaluate(study.plan().points().point(0));
        assertThat(first.infeasible()).isEqualTo("requires memory_mode.arena_cache == 512 KiB");
        assertThat(first.metrics())
                .as("a design that breaks a requirement is not simulated")
                .doesNotContainKey("latency");
    }

    @Test
    void requirementsThatNoCombinationMeetsAreOneMistakeOfTheStudy() {
        Study study = study(SMALL.replace("REQUIRE", """
                require system.Dram.write_latency > 50 cycles
                  require system.Dram.write_latency < 100 cycles"""));
        assertThatThrownBy(() -> CheckStudy.check(study.plan(), study.library()))
                .isInstanceOf(StudyException.class)
                .hasMessage(
                        "study small: no combination of values meets 'require system.Dram.write_latency > 50 cycles'"
                                + " and 'require system.Dram.write_latency < 100 cycles'");
    }

    @Test
    void propertyThatDoesNotExistIsAMistakeOfTheStudy() {
        assertThatThrownBy(() -> study(SMALL.replace("REQUIRE", "").replace("write_latency", "write_latencyy")))
                .isInstanceOf(npusim.dsl.diagnostic.DiagnosticException.class)
                .hasMessageContaining("write_latencyy");
    }

    @Test
    void workloadThatDoesNotFitMakesAPointInfeasibleWithTheReason() {
        Study study =
                study(SMALL.replace("REQUIRE", "").replace("dnn_s", "dnn_s\n  vary accelerator.buffers.ifm in [64 B]"));
        DesignEvaluator evaluator = study.evaluator();
        evaluator.prepare(study.plan().points().point(0)); // keeps the reason to itself
        PointOutcome outcome = evaluator.evaluate(study.plan().points().point(0));
        assertThat(outcome.feasible()).isFalse();
        assertThat(outcome.infeasible()).isNotBlank();
        assertThat(outcome.metrics()).isEmpty();
    }

    private record Study(StudyPlan plan, Library library) {
        DesignEvaluator evaluator() {
            return new DesignEvaluator(plan, library, SchedulePolicy.VELA_4_4);
        }
    }

    private static Study study(String source) {
        Library library = NpuLanguage.compileSources(List.of(new SourceFile("study.npu", source)), true)
                .orThrow();
        return new Study(StudyPlan.of(library.study("small"), "vela-4.4"), library);
    }
}
