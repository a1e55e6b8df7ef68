package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import npusim.NpuDesign;
import npusim.NpuRun;
import npusim.NpuSim;
import npusim.report.EnergyEstimate;
import npusim.report.OperationResult;
import npusim.report.RunResult;

/** What holds for the energy and the sums of the run of any network on any design, as recorded and as scripts are told. */
class RunEnergyProperties {
    private static final NpuSim SIMULATOR = NpuSim.shipped();
    private static Path folder = Path.of("");

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("npusim-energy");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        List<Path> made;
        try (Stream<Path> tree = Files.walk(folder)) {
            made = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : made) {
            Files.delete(path);
        }
    }

    /** A network of the zoo or the Conformer, by its name and options. */
    record Network(String name, List<String> options) {}

    @Provide
    Arbitrary<Network> network() {
        Arbitrary<Integer> few = Arbitraries.integers().between(1, 4);
        Arbitrary<Network> conformer = Combinators.combine(
                        Arbitraries.integers().between(20, 120),
                        few,
                        few,
                        Arbitraries.of(4, 8),
                        Arbitraries.of(3, 7, 31))
                .as((frames, layers, width, bits, kernel) -> new Network(
                        "conformer_s",
                        List.of(
                                "frames=" + frames,
                                "layers=" + layers,
                                "dimension=" + 16 * width,
                                "heads=" + width,
                                "weight_bits=" + bits,
                                "kernel=" + kernel)));
        Arbitrary<Integer> size = Arbitraries.integers().between(3, 60);
        Arbitrary<Network> layer = Combinators.combine(
                        Arbitraries.of("conv1x1_c128", "conv3x3_c128", "dw3x3_c128"), size, size)
                .as((name, height, width) -> new Network(name, List.of("height=" + height, "width=" + width)));
        Arbitrary<Network> network = Arbitraries.of("dnn_s", "kws_micronet_m", "resnet8", "rnnoise", "ad_medium")
                .map(name -> new Network(name, List.of()));
        return Arbitraries.oneOf(conformer, layer, network);
    }

    @Provide
    Arbitrary<String> accelerator() {
        return Arbitraries.of("Ethos_U55_64", "Ethos_U65_512", "Ethos_U85_128", "Ethos_U85_1024");
    }

    @Property(tries = 10, shrinking = ShrinkingMode.OFF)
    void partsAndOperationsAddUpAndWaitingCostsLeakageAlone(
            @ForAll("network") Network network, @ForAll("accelerator") String accelerator) throws IOException {
        RunResult fast = record(network, accelerator, 20);
        EnergyEstimate energy = Objects.requireNonNull(EnergyEstimate.of(fast));
        assertThat(List.of(energy.macJoules(), energy.memoryJoules(), energy.outputJoules(), energy.leakageJoules()))
                .allSatisfy(part -> assertThat(part).isPositive());
        operationsAddUp(fast);
        sameAsForScripts(network, accelerator, energy, fast);

        RunResult slow = record(network, accelerator, 500);
        EnergyEstimate waiting = Objects.requireNonNull(EnergyEstimate.of(slow));
        operationsAddUp(slow);
        assertThat(waiting.macJoules()).isEqualTo(energy.macJoules());
        assertThat(waiting.memoryJoules()).isEqualTo(energy.memoryJoules());
        assertThat(waiting.outputJoules()).isEqualTo(energy.outputJoules());
        assertThat(waiting.leakageJoules() / slow.totalCycles())
                .isCloseTo(energy.leakageJoules() / fast.totalCycles(), within(1e-12 * energy.leakageJoules()));
        assertThat(slow.totalCycles()).isGreaterThan(fast.totalCycles());
    }

    private static RunResult record(Network network, String accelerator, int latency) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", network.name(), "--timing-only", "--no-report"));
        network.options().forEach(option -> arguments.addAll(List.of("--set", option)));
        arguments.addAll(List.of("--npu", accelerator, "--trace", folder.resolve("run") + ""));
        arguments.addAll(List.of("--override", "timing.axi1.read_latency=" + latency + " cycles"));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        return RunResult.load(folder.resolve("run"));
    }

    private static void operationsAddUp(RunResult run) {
        assertThat(run.operations().sumOfLong(OperationResult::activeCycles)).isEqualTo(run.activeCycles());
        for (int port = 0; port < run.manifest().memories().size(); port++) {
            var memory = run.manifest().memories().get(port);
            assertThat(run.sum().bytes(port))
                    .as(memory.side())
                    .isEqualTo((run.total(memory.readEvent()) + run.total(memory.writeEvent())) * memory.beatBytes());
        }
    }

    private static void sameAsForScripts(
            Network network, String accelerator, EnergyEstimate energy, RunResult recorded) {
        NpuDesign design = SIMULATOR.design(accelerator).with("timing.axi1.read_latency", "20 cycles");
        NpuRun run = SIMULATOR.simulate(
                SIMULATOR.workload(network.name(), network.options().toArray(String[]::new)), design);
        assertThat(run.metric("energy")).isCloseTo(energy.joules(), within(1e-12 * energy.joules()));
        assertThat(run.operations().stream().mapToLong(NpuRun.Operation::macs).sum())
                .isEqualTo((long) run.metric("macs"))
                .isEqualTo(recorded.sum().macs());
        long stop = Long.parseLong(
                design.property("engine.stop_cycles").orElseThrow().replace(" cycles", ""));
        long left = run.cycles()
                - run.operations().stream().mapToLong(NpuRun.Operation::cycles).sum();
        int byProcessor =
                recorded.operations().count(operation -> operation.operation().onCpu());
        assertThat(left % stop).as("cycles of no operation: %d", left).isZero();
        assertThat(left / stop).isBetween(1L, 1L + byProcessor);
    }
}
