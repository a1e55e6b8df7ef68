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

/** What scripts and studies are told of a run is what its report says: two cores, a memory behind a cache, and ports of two widths. */
final class MetricsAgreementTest {
    private static final Path EXAMPLES =
            Path.of(System.getenv().getOrDefault("NPUSIM_ROOT", ".."), "configs", "examples");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "kws_micronet_m, Ethos_U65_512, Ethos_U65_High_End, ,",
        "kws_micronet_m, Ethos_U85_256_With_L2, Ethos_U85_L2_512KB, three-levels.npu,",
        "kws_micronet_m, Ethos_U85_256_Narrow, Ethos_U85_SYS_DRAM_Low, narrow-external.npu,",
        "mobilenet_v2_lrn, Ethos_U85_256, Ethos_U85_SYS_DRAM_Low, ,",
        "conformer_s, Ethos_U85_256_Int4, Ethos_U85_SYS_DRAM_Low, int4.npu, seconds=1 weight_bits=4"
    })
    void metricsAreThoseOfTheReport(String network, String accelerator, String system, String file, String options)
            throws Exception {
        List<String> command = new ArrayList<>(List.of("run", network, "--timing-only", "--no-report"));
        String[] settings = options == null ? new String[0] : options.split(" ");
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
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
                simulator.workload(network, settings),
                simulator.design(accelerator).system(system));

        assertThat(energy).isNotNull();
        assertThat(run.cycles()).isEqualTo(report.activeCycles());
        assertThat(run.metric("energy")).isCloseTo(energy.joules(), within(1e-9 * energy.joules()));
        assertThat(run.metric("area")).isEqualTo(energy.squareMillimetres() * 1e-6);
        assertThat(run.metric("external_traffic"))
                .isEqualTo(report.sum().readBytes()[1] + report.sum().writeBytes()[1]);
        assertThat(run.metric("mac_utilisation")).isCloseTo(new Metrics(report).macUtilisation(), within(1e-12));
    }
}
