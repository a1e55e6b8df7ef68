package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.KernelCommand;

class KernelCostsProperties {
    private static final HardwareConfiguration HARDWARE =
            NpuLanguage.shipped().configure(Selection.of("Ethos_U85_256"));
    private static final DesignParameters DESIGN = DesignReducer.reduce(HARDWARE, Ablation.NONE, WhatIf.AS_DESCRIBED);
    private static final MacModel MODEL = MacModel.of(DESIGN);

    @Property(tries = 20)
    void whatIsKnownIsWhatTheModelSays(@ForAll long seed) {
        List<KernelCommand> kernels = kernels(seed);
        KernelCosts costs = new KernelCosts();
        MacCycles earlier = new MacCycles(MODEL, DESIGN, costs);
        MacCycles later = new MacCycles(MODEL, DESIGN, costs);
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            KernelCommand kernel = kernels.get(random.nextInt(kernels.size()));
            int height = 1 + 8 * random.nextInt(2);
            int width = 1 + 8 * random.nextInt(2);
            int depth = 16 + 64 * random.nextInt(2);
            int channels = 32 + 64 * random.nextInt(2);
            MacCycles fresh = new MacCycles(MODEL, DESIGN, new KernelCosts());
            double expected = fresh.of(kernel, height, width, depth, channels);
            MacCycles asked = random.nextBoolean() ? earlier : later;
            assertThat(asked.of(kernel, height, width, depth, channels)).isEqualTo(expected);
            assertThat(asked.decoding()).isEqualTo(fresh.decoding());
        }
    }

    @Property(tries = 20)
    void ratesAreAskedOnceForEachKernel(@ForAll long seed) {
        List<KernelCommand> kernels = kernels(seed);
        OutputRates rates = new TableOutputRates(HARDWARE.accelerator().outputUnit());
        KernelCosts costs = new KernelCosts();
        for (KernelCommand kernel : kernels) {
            assertThat(costs.perElement(kernel, rates)).isEqualTo(rates.cyclesPerElement(kernel));
        }
        for (KernelCommand kernel : kernels) {
            assertThat(costs.perElement(kernel, asked -> Double.NaN)).isEqualTo(rates.cyclesPerElement(kernel));
        }
        costs.clear();
        assertThat(costs.perElement(kernels.getFirst(), asked -> 7)).isEqualTo(7);
    }

    private static List<KernelCommand> kernels(long seed) {
        return new RandomStreams(seed)
                .nextOfLayers()
                .commands()
                .selectInstancesOf(KernelCommand.class)
                .castToList();
    }
}
