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
import java.util.Map;
import java.util.stream.Stream;
import npusim.cli.Commands;
import npusim.zoo.Workload;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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

    @Test
    @SuppressWarnings("NullAway") // scripts are not checked
    void nothingInsteadOfAValueIsSaidToBe() {
        NpuSim sim = NpuSim.shipped();
        NpuDesign design = sim.design("Ethos_U85_128");
        Workload network = sim.workload("conv1x1_c128");
        NpuRun run = sim.simulate(network, design);
        Map<String, ThrowingCallable> calls = Map.ofEntries(
                Map.entry("list of files", () -> NpuSim.load((Path[]) null)),
                Map.entry("path of a file", () -> NpuSim.load((Path) null)),
                Map.entry("name of the accelerator", () -> sim.design(null)),
                Map.entry("name of the workload", () -> sim.workload((String) null)),
                Map.entry("path of the network", () -> sim.workload((Path) null)),
                Map.entry("list of options", () -> sim.workload("dnn_s", (String[]) null)),
                Map.entry("option", () -> sim.workload("dnn_s", (String) null)),
                Map.entry("workload", () -> sim.simulate(null, design)),
                Map.entry("design", () -> sim.simulate(network, null)),
                Map.entry("name of the platform", () -> design.platform(null)),
                Map.entry("name of the system", () -> design.system(null)),
                Map.entry("name of the memory mode", () -> design.memoryMode(null)),
                Map.entry("path of the property", () -> design.with(null, "1")),
                Map.entry("value", () -> design.with("timing.axi1.read_latency", null)),
                Map.entry("name of the counter", () -> run.counter(null)),
                Map.entry("name of the metric", () -> run.metric(null)));
        calls.forEach((what, call) ->
                assertThatThrownBy(call).isInstanceOf(NpuSimException.class).hasMessage("the " + what + " is null"));
        assertThatThrownBy(() -> design.property(null)).isInstanceOf(NpuSimException.class);
        assertThatThrownBy(() -> run.metrics().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void diagnosticsOfAFileNameItAndThePlace() throws IOException {
        Path missing = folder.resolve("none.npu");
        assertThatThrownBy(() -> NpuSim.load(missing))
                .isInstanceOf(NpuSimException.class)
                .hasMessageEndingWith("cannot read the file: it does not exist\n --> " + missing);
        Path wrong = Files.writeString(folder.resolve("wrong.npu"), "accelerator A extends None {}\n");
        assertThatThrownBy(() -> NpuSim.load(wrong))
                .isInstanceOf(NpuSimException.class)
                .hasMessageContaining("--> " + wrong + ":1:23\n");
        assertThatThrownBy(() -> NpuSim.shipped().workload("conformer_s", "seconds=1", "seconds=2"))
                .isInstanceOf(NpuSimException.class)
                .hasMessage("option seconds is given twice");
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
