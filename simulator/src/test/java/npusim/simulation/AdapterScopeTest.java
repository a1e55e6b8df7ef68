package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.schedule.AxiSide;
import npusim.schedule.CommandStream;
import npusim.schedule.DmaCommand;
import npusim.schedule.StopCommand;
import npusim.trace.PmuSink;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an adapter in front of several ports limits. */
class AdapterScopeTest {
    private static final int COPIED_BYTES = 1 << 20;

    /** 3750 words of 16 bytes may be asked for in each window of 5000 cycles. */
    private static final double CAP = 12;

    @ParameterizedTest
    @ValueSource(strings = {"Ethos_U85_512", "Ethos_U85_1024", "Ethos_U85_2048"})
    void externalPortsShareTheCapOfTheEvaluationKit(String accelerator) {
        assertThat(bytesPerCycle(Selection.of(accelerator))).isBetween(0.9 * CAP, CAP + 0.5);
    }

    @Test
    void aCapForEachPortLetsTwiceAsMuchThrough() {
        Selection design = Selection.of("Ethos_U85_2048").withOverride("timing.axi1.scope", "per_port");
        assertThat(bytesPerCycle(design)).isBetween(1.7 * CAP, 2 * CAP + 1);
    }

    /** With the usual latency it would be the copy's read buffer that decides. */
    private static double bytesPerCycle(Selection usual) {
        Selection design = usual.withOverride("timing.axi1.read_latency", "0 cycles");
        DmaCommand copy =
                new DmaCommand("copy", 0, AxiSide.EXTERNAL, 0, DmaCommand.Target.SRAM, 0, 1, COPIED_BYTES, 40);
        CommandStream stream =
                new CommandStream("copies", design.accelerator(), Lists.immutable.of(copy, new StopCommand(4)));
        long cycles = Simulator.run(stream, NpuLanguage.shipped().configure(design), PmuSink.discarding())
                .activeCycles();
        return (double) COPIED_BYTES / cycles;
    }
}
