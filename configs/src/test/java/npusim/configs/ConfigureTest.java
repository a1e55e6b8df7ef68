package npusim.configs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import npusim.dsl.Compilation;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.ResolvedProperty;
import npusim.dsl.Selection;
import npusim.dsl.Study;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.dsl.diagnostic.DiagnosticRenderer;
import npusim.dsl.quantity.Ratio;
import npusim.dsl.source.SourceFile;
import npusim.hardware.AdapterScope;
import npusim.hardware.EnergyTable;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.ReferenceRun;
import npusim.hardware.TimingAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigureTest {

    private static final Library LIBRARY = NpuLanguage.shipped();

    @Test
    void theReferenceRunIsTheConformerOnTheSmallDramProfile() {
        ReferenceRun run = LIBRARY.referenceRun();
        HardwareConfiguration hardware = LIBRARY.configure(run);

        assertThat(hardware.accelerator().macArray().macsPerCycle()).isEqualTo(256);
        assertThat(hardware.memoryMode().arenaCacheBytes()).isEqualTo(384 * 1024);
        assertThat(hardware.timingProfile().adapter(1).readLatencyCycles()).isEqualTo(250);
        assertThat(run.published()).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({
        "Ethos_U55_128, Evaluation_Kit_Ethos_U55_High_End_Embedded, Shared_Sram, Adapters_Ethos_U55_High_End",
        "Ethos_U65_512, Evaluation_Kit_Ethos_U65_High_End, Evaluation_Kit_Dedicated_Sram, Adapters_Ethos_U65_High_End",
        "Ethos_U85_512, Ethos_U85_SYS_DRAM_Mid_512, Evaluation_Kit_Dedicated_Sram, Adapters_Ethos_U85_DRAM_Mid",
        "Ethos_U85_2048, Ethos_U85_SYS_DRAM_High_2048, Evaluation_Kit_Dedicated_Sram, Adapters_Ethos_U85_DRAM_High"
    })
    void platformsGiveWhatTheEvaluationKitUses(String accelerator, String system, String mode, String profile) {
        HardwareConfiguration hardware = LIBRARY.configure(Selection.of(accelerator));

        assertThat(hardware.system().name()).isEqualTo(system);
        assertThat(hardware.memoryMode().name()).isEqualTo(mode);
        assertThat(hardware.timingProfile().name()).isEqualTo(profile);
    }

    /** A table that is added to keeps the new rows first; of two for the same thing the first must hold. */
    @Test
    void addedRowsOfATableReplaceTheInheritedOnes() {
        Library library = NpuLanguage.compileSources(List.of(new SourceFile("mram.npu", """
                        import "corstone.npu"
                        import "energy.npu"
                        import "ethos-u85.npu"

                        energy_table Mram extends Planar_45nm {
                          access += table {
                            | memory | energy  |
                            | sram   | 40 pJ/B |
                          }
                          mac += table {
                            | ifm_bits | weight_bits | energy |
                            | 8        | 8           | 7 pJ   |
                          }
                        }

                        accelerator Edge extends Ethos_U85_256 { energy = Mram }
                        """)), false)
                .orThrow();

        EnergyTable energy = library.configure(Selection.of("Edge")
                        .withPlatform("Corstone_320")
                        .withSystem("Ethos_U85_SYS_DRAM_Low")
                        .withMemoryMode("Dedicated_Sram"))
                .accelerator()
                .energy();

        assertThat(energy.picojoulesPerByte().get("sram")).isEqualTo(Ratio.of(40));
        assertThat(energy.picojoulesPerMac().get("8x8")).isEqualTo(Ratio.of(7));
        assertThat(energy.picojoulesPerMac().get("16x8")).isEqualTo(Ratio.of(1, 2));
    }

    @Test
    void memoriesOfATechnologyThatAnEnergyTableAddsHaveItsEnergy() {
        Library library = NpuLanguage.compileSources(List.of(new SourceFile("mram.npu", MRAM)), false)
                .orThrow();

        HardwareConfiguration hardware = library.configure(Selection.of("Edge")
                .withPlatform("Corstone_320")
                .withSystem("Stacked")
                .withMemoryMode("Dedicated_Sram"));

        assertThat(hardware.system().attachedMemory(1).kind()).isEqualTo("mram");
        assertThat(hardware.accelerator().energy().picojoulesPerByte().get("mram"))
                .isEqualTo(Ratio.of(40));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            Ethos_U85_256 ; mram ; 'Planar_45nm' has no row for 'mram', the kind of memory 'Nv'
            Edge          ; accumulator ; 'With_Mram' has no row for 'accumulator', the kind of memory 'Nv'
            Edge          ; hbm  ; 'With_Mram' has no row for 'hbm', the kind of memory 'Nv'
            """)
    void aKindWithoutARowOfTheAcceleratorsTableIsRefused(String accelerator, String kind, String message) {
        Library library = NpuLanguage.compileSources(List.of(new SourceFile("mram.npu", MRAM)), false)
                .orThrow();

        DiagnosticException refused = catchThrowableOfType(
                DiagnosticException.class,
                () -> library.configure(Selection.of(accelerator)
                        .withPlatform("Corstone_320")
                        .withSystem("Stacked")
                        .withMemoryMode("Dedicated_Sram")
                        .withOverride("system.Nv.kind", kind)));

        assertThat(DiagnosticRenderer.render(refused.diagnostics()))
                .startsWith("error NPU-0527: energy table " + message)
                .contains("it has rows for cache, dram")
                .containsOnlyOnce("error");
    }

    private static final String MRAM = """
            import "corstone.npu"
            import "energy.npu"
            import "ethos-u85.npu"

            energy_table With_Mram extends Planar_45nm {
              access += table {
                | memory | energy  |
                | mram   | 40 pJ/B |
              }
            }

            accelerator Edge extends Ethos_U85_256 { energy = With_Mram }

            system Stacked {
              core_clock = 500 MHz
              axi0 = Sram
              axi1 = Nv
              memory Sram { kind = sram }
              memory Nv { kind = mram }
            }
            """;

    @Test
    void adaptersFollowTheMemoryMode() {
        HardwareConfiguration hardware =
                LIBRARY.configure(Selection.of("Ethos_U85_256").withMemoryMode("Sram_Only"));

        TimingAdapter outside = hardware.timingProfile().adapter(1);
        assertThat(outside)
                .usingRecursiveComparison()
                .ignoringFields("scope")
                .isEqualTo(hardware.timingProfile().adapter(0));
        assertThat(outside.scope()).isEqualTo(AdapterScope.ALL_PORTS);
    }

    @Test
    void overridesReachEveryPart() {
        HardwareConfiguration hardware = LIBRARY.configure(Selection.of("Ethos_U85_256")
                .withOverride("system.Dram.read_latency", "123 cycles")
                .withOverride("memory_mode.arena_cache", "1 MiB")
                .withOverride("timing.axi1.read_latency", "77 cycles")
                .withOverride("accelerator.buffers.ifm", "2 * 16 KiB")
                .withOverride("engine.start_cycles", "9 cycles"));

        assertThat(hardware.system().memory("Dram").readLatencyCycles()).isEqualTo(123);
        assertThat(hardware.memoryMode().arenaCacheBytes()).isEqualTo(1 << 20);
        assertThat(hardware.timingProfile().adapter(1).readLatencyCycles()).isEqualTo(77);
        assertThat(hardware.accelerator().timing().cycles("start_cycles")).isEqualTo(9);
        assertThat(LIBRARY.configure(Selection.of("Ethos_U85_256"))
                        .system()
                        .memory("Dram")
                        .readLatencyCycles())
                .isEqualTo(500);
    }

    @Test
    void everyResolvedValueHasAnOrigin() {
        List<ResolvedProperty> all =
                LIBRARY.resolve(Selection.of("Ethos_U85_256").withOverride("system.Dram.ports", "2"));

        assertThat(all).hasSizeGreaterThan(100);
        assertThat(all).allSatisfy(property -> assertThat(property.origin()).isNotEmpty());
        assertThat(all)
                .anySatisfy(property -> assertThat(property.path() + " " + property.value() + " " + property.origin())
                        .isEqualTo("system.Dram.ports 2 <override system.Dram.ports>:1"));
    }

    @Test
    void unknownNamesAreAnsweredWithTheNearest() {
        assertThat(refusal(Selection.of("Ethos_U85_25"))).isEqualTo("""
                error NPU-0701: there is no accelerator called 'Ethos_U85_25'
                 --> <accelerator>:1:1
                1 | Ethos_U85_25
                  | ^^^^^^^^^^^^
                  help: did you mean Ethos_U85_256 or Ethos_U55_256 or Ethos_U65_256?
                """);
    }

    @Test
    void abstractDesignsAreRefused() {
        assertThat(refusal(Selection.of("Ethos_U85"))).startsWith("error NPU-0702: 'Ethos_U85' is abstract");
    }

    @Test
    void badOverridesAreRefused() {
        assertThat(refusal(Selection.of("Ethos_U85_256").withOverride("Dram.read_latency", "1 cycle")))
                .startsWith("error NPU-0705:");
        assertThat(refusal(Selection.of("Ethos_U85_256").withOverride("system.Dram.read_latency", "1 KiB")))
                .startsWith("error NPU-0302: expected a number of cycles, found 1 KiB");
        assertThat(refusal(Selection.of("Ethos_U85_256").withOverride("system.Dram.read_latency", "1 +")))
                .startsWith("error NPU-0105:");
    }

    @Test
    void oneWrongOverrideIsOneProblem() {
        assertThat(refusal(Selection.of("Ethos_U85_256").withOverride("memory_mode.arena_cache", "3 parsecs")))
                .isEqualTo("""
                        error NPU-0301: 'parsecs' is no unit
                         --> <override memory_mode.arena_cache>:1:3
                        1 | 3 parsecs
                          |   ^^^^^^^
                        """);
        assertThat(refusal(Selection.of("Ethos_U85_256").withOverride("memory_mode.arena_cache", "384")))
                .contains("NPU-0302")
                .doesNotContain("NPU-0703");
    }

    @Test
    void overridesThatWouldChangeNothingAreRefused() {
        assertThat(refusal(Selection.of("Ethos_U85_256")
                        .withTimingProfile("none")
                        .withOverride("timing.axi1.read_latency", "77 cycles")))
                .startsWith("error NPU-0709: 'timing.axi1.read_latency' changes nothing, as the design runs without a"
                        + " timing profile");
    }

    @Test
    void overridesReachThePlatformThatFollowsFromTheAccelerator() {
        assertThat(refusal(Selection.of("Ethos_U85_256").withOverride("platform.cpu", "Cortex_M5")))
                .startsWith("error NPU-0207: there is no cpu called 'Cortex_M5'");
        assertThat(LIBRARY.configure(Selection.of("Ethos_U85_256").withOverride("platform.cpu", "Cortex_M55"))
                        .platform()
                        .cpu())
                .satisfies(cpu -> assertThat(cpu.name()).isEqualTo("Cortex_M55"));
    }

    @Test
    void aNameNearNothingIsAnsweredWithAll() {
        assertThat(refusal(Selection.of("Gizmo"))).contains("note: there is Ethos_U55_32, ");
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        Compilation compilation = NpuLanguage.compileSources(List.of(new SourceFile("one.npu", """
                import "ethos-u85.npu"

                system One_Side {
                  core_clock = 1 GHz
                  axi0 = Sram
                  memory Sram { kind = sram  burst_length = 64 B }
                }

                accelerator Lonely extends Ethos_U85_256 {}

                accelerator No_Ports {
                  family = "x"
                  pmu = Ethos_U85_Pmu
                  engine = Ethos_U85_Engine
                  energy = Planar_45nm
                  axi_limits = table { | port | max_reads | max_writes | max_burst | }
                }
                """)), true);
        Library library = compilation.library();

        assertThat(DiagnosticRenderer.render(compilation.diagnostics())).contains("NPU-0405");
        assertThat(refusal(library, Selection.of("Lonely").withSystem("One_Side")))
                .contains("NPU-0403: 'One_Side' lacks the property 'axi1'");
        assertThat(refusal(
                        library, Selection.of("No_Ports").withSystem("One_Side").withMemoryMode("Sram_Only")))
                .contains("NPU-0405");
    }

    @Test
    void unreadableFilesAreReported() {
        Compilation compilation = NpuLanguage.compile(List.of(Path.of("no-such-file.npu"), Path.of("src")));

        assertThat(DiagnosticRenderer.render(compilation.diagnostics())).isEqualTo("""
                        error NPU-0707: cannot read the file: it does not exist
                         --> no-such-file.npu

                        error NPU-0707: cannot read the file: it is a directory
                         --> src
                        """);
    }

    @Test
    void studiesGiveTheirPoints() {
        Compilation compilation = NpuLanguage.compileSources(List.of(new SourceFile("study.npu", """
                import "ethos-u85.npu"

                study Bigger {
                  workload conformer_s(seconds = 15)
                  vary accelerator in [Ethos_U85_256, Ethos_U85_512]
                  vary system.Dram.read_latency in 100 .. 500 cycles step 100
                  vary memory_mode.arena_cache in 128 .. 1024 KiB factor 2
                  require sram_peak <= 1 MiB else "too large"
                  minimize latency, energy
                }
                """)), true);
        assertThat(DiagnosticRenderer.render(compilation.diagnostics())).isEmpty();
        Study study = compilation.library().study("Bigger");

        assertThat(study.workloads())
                .containsExactly(new Study.Workload("conformer_s", java.util.Map.of("seconds", "15")));
        assertThat(study.variations().get(0).values()).containsExactly("Ethos_U85_256", "Ethos_U85_512");
        assertThat(study.variations().get(1).values())
                .containsExactly("100 cycles", "200 cycles", "300 cycles", "400 cycles", "500 cycles");
        assertThat(study.variations().get(2).values()).containsExactly("128 KiB", "256 KiB", "512 KiB", "1 MiB");
        assertThat(study.requirements().getFirst().text()).isEqualTo("sram_peak <= 1 MiB");
        assertThat(study.objectives()).hasSize(2);
    }

    private static String refusal(Selection selection) {
        return refusal(LIBRARY, selection);
    }

    private static String refusal(Library library, Selection selection) {
        DiagnosticException refused =
                catchThrowableOfType(DiagnosticException.class, () -> library.configure(selection));
        return refused == null ? "accepted" : DiagnosticRenderer.render(refused.diagnostics());
    }
}
