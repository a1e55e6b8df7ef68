package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import npusim.NpuRun;
import npusim.NpuSim;
import npusim.report.EnergyEstimate;
import npusim.report.Metrics;
import npusim.report.RunResult;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scripts and studies are told of a run is what its report says: two cores, and a memory behind a cache. */
final class MetricsAgreementTest {
    private static final Path EXAMPLES =
            Path.of(System.getenv().getOrDefault("NPUSIM_ROOT", ".."), "configs", "examples");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "Ethos_U65_512, Ethos_U65_High_End, ",
        "Ethos_U85_256_With_L2, Ethos_U85_L2_512KB, three-levels.npu",
        "Ethos_U85_256_Int4, Ethos_U85_SYS_DRAM_Low, int4.npu"
    })
    void metricsAreThoseOfTheReport(String accelerator, String system, String file) throws Exception {
        List<String> command = new ArrayList<>(List.of("run", "kws_micronet_m", "--timing-only", "--no-report"));
        command.addAll(List.of("--npu", accelerator, "--system", system, "--trace", folder.toString()));
        NpuSim simulator = NpuSim.shipped();
        if (file != null) {
            command.addAll(List.of("--config", EXAMPLES.resolve(file).toString()));
            simulator = NpuSim.load(EXAMPLES.resolve(file));
        }
        CommandRun recorded = CommandRun.of(command.toArray(String[]::new));
        assertThat(recorded.exitCode()).as(recorded.err()).isZero();
        RunResult report = RunResult.load(folder);
        EnergyEstimate energy = EnergyEstimate.of(report);

        NpuRun run = simulator.simulate(
                simulator.workload("kws_micronet_m"),
                simulator.design(accelerator).system(system));

        assertThat(energy).isNotNull();
        assertThat(run.cycles()).isEqualTo(report.activeCycles());
        assertThat(run.metric("energy")).isCloseTo(energy.joules(), within(1e-9 * energy.joules()));
        assertThat(run.metric("area")).isEqualTo(energy.squareMillimetres() * 1e-6);
        assertThat(run.metric("mac_utilisation")).isCloseTo(new Metrics(report).macUtilisation(), within(1e-12));
    }
}
