package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.CommandStream;
import npusim.trace.PmuSink;
import org.junit.jupiter.api.Test;

class PortWidthTest {
    private static final Selection USUAL = Selection.of("Ethos_U85_256");
    private static final CommandStream STREAM = new RandomStreams(7).next();

    @Test
    void portsOfTwoWidthsAreRefusedSinceBeatsAreOfOne() {
        assertThatThrownBy(() -> run(USUAL.withOverride("accelerator.ports.external", "1 x 32 bit")))
                .isInstanceOf(UnsupportedDesignException.class)
                .hasMessage("the timing engine counts beats of one width; port 'sram' of Ethos_U85_256 has 128 bit,"
                        + " port 'external' 32 bit");
    }

    @Test
    void aBurstBelowABeatIsRefused() {
        assertThatThrownBy(() -> run(USUAL.withOverride("engine.external_burst_bytes", "8 B")))
                .isInstanceOf(UnsupportedDesignException.class)
                .hasMessage("external_burst_bytes of the engine timing is 8 B; a beat of port 'external' takes 16 B");
    }

    @Test
    void beatsWiderThanAUnitOfTheReadBufferTakeOneUnitEach() {
        SimulationResult wide = run(USUAL.withOverride("accelerator.ports.sram", "2 x 512 bit")
                .withOverride("accelerator.ports.external", "1 x 512 bit"));

        assertThat(wide.activeCycles()).isPositive();
    }

    private static SimulationResult run(Selection selection) {
        HardwareConfiguration hardware = NpuLanguage.shipped().configure(selection);
        return Simulator.run(STREAM, hardware, PmuSink.discarding());
    }
}
