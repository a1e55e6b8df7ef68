package npusim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import npusim.cli.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpuSimTest {
    @TempDir
    private Path folder;

    @Test
    void countsTheSameAsTheCommandLine() {
        NpuSim sim = NpuSim.shipped();
        NpuRun run = sim.simulate(sim.workload("dnn_s"), sim.design("Ethos_U85_128"));
        StringWriter out = new StringWriter();
        Commands.run(
                new PrintWriter(out, true),
                "run",
                "dnn_s",
                "--npu",
                "Ethos_U85_128",
                "--timing-only",
                "--trace",
                folder.resolve("trace").toString());
        assertThat(out.toString()).contains("NPU ACTIVE: " + run.cycles() + " cycles");
        assertThat(run.counter("NPU_ACTIVE")).isEqualTo(run.cycles());
        assertThat(run.metric("latency")).isEqualTo(run.seconds());
        assertThat(run.operations().stream().mapToLong(NpuRun.Operation::cycles).sum())
                .isLessThanOrEqualTo(run.cycles())
                .isPositive();
    }

    @Test
    void changedDesignLeavesTheFirstAsItWas() {
        NpuSim sim = NpuSim.shipped();
        NpuDesign design = sim.design("Ethos_U85_128");
        NpuDesign slow = design.with("timing.axi1.read_latency", "800 cycles");
        assertThat(design.property("timing.axi1.read_latency")).isNotEqualTo(slow.property("timing.axi1.read_latency"));
        assertThat(slow.property("timing.axi1.read_latency")).contains("800 cycles");
        var network = sim.workload("dnn_s");
        assertThat(sim.simulate(network, slow).cycles())
                .isGreaterThan(sim.simulate(network, design).cycles());
    }

    @Test
    void ownDescriptionsAndTosaFilesAreLoaded() throws IOException {
        Path description = Files.writeString(folder.resolve("mine.npu"), """
                import "ethos-u85.npu"

                accelerator Mine extends Ethos_U85_128 {}
                """);
        Path tosa = folder.resolve("net.tosa");
        Commands.run(new PrintWriter(new StringWriter()), "workload", "dnn_s", "-o", tosa.toString());
        NpuSim sim = NpuSim.load(description);
        assertThat(sim.designs()).contains("Mine");
        assertThat(sim.simulate(sim.workload(tosa), sim.design("Mine")).cycles())
                .isEqualTo(sim.simulate(sim.workload("dnn_s"), sim.design("Ethos_U85_128"))
                        .cycles());
    }

    @Test
    void whatDoesNotFitIsOneExceptionWithTheDiagnostic() {
        NpuSim sim = NpuSim.shipped();
        assertThatThrownBy(() -> sim.design("Ethos_U85_129"))
                .isInstanceOf(NpuSimException.class)
                .hasMessageContaining("Ethos_U85_129");
        assertThatThrownBy(() -> sim.design("Ethos_U85_128").with("timing.axi1.read_latency", "3 B"))
                .isInstanceOf(NpuSimException.class);
        assertThatThrownBy(() -> sim.workload("dnn_x")).isInstanceOf(NpuSimException.class);
        assertThatThrownBy(() -> sim.workload("conformer_s", "second=5"))
                .isInstanceOf(NpuSimException.class)
                .hasMessageContaining("second");
        assertThatThrownBy(() -> sim.workload(folder.resolve("none.tosa")))
                .isInstanceOf(NpuSimException.class)
                .hasMessage("no such file: " + folder.resolve("none.tosa"));
        assertThatThrownBy(() -> sim.workload(folder))
                .isInstanceOf(NpuSimException.class)
                .hasMessage(folder + ": is a directory, not a file");
        NpuRun run = sim.simulate(sim.workload("dnn_s"), sim.design("Ethos_U85_128"));
        assertThatThrownBy(() -> run.counter("NPU_ACTIV"))
                .isInstanceOf(NpuSimException.class)
                .hasMessageContaining("NPU_ACTIVE");
        assertThatThrownBy(() -> sim.workload("conformer_s", "seconds"))
                .isInstanceOf(NpuSimException.class)
                .hasMessageContaining("seconds=5");
    }

    /** Scripts depend on these names: taking one away or changing it breaks them. */
    @Test
    void publicMethodsAreThoseOfTheDocumentation() {
        assertThat(methods(NpuSim.class))
                .containsExactly(
                        "design",
                        "designs",
                        "load",
                        "publishedDesign",
                        "shipped",
                        "simulate",
                        "workload",
                        "workload",
                        "workloads");
        assertThat(methods(NpuDesign.class))
                .containsExactly(
                        "accelerator",
                        "memoryMode",
                        "platform",
                        "properties",
                        "property",
                        "system",
                        "toString",
                        "with");
        assertThat(Arrays.stream(NpuRun.class.getRecordComponents()).map(c -> c.getName()))
                .containsExactly("workload", "design", "cycles", "seconds", "counters", "metrics", "operations");
    }

    private static List<String> methods(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> java.lang.reflect.Modifier.isPublic(method.getModifiers()))
                .map(java.lang.reflect.Method::getName)
                .sorted()
                .toList();
    }
}
