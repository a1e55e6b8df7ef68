package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.schedule.CommandStream;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelKind;
import npusim.trace.PmuSink;

class PortWidthProperties {
    private static final int OTHER_BITS = 64;

    @Property(tries = 60)
    void aSideOfTwiceTheWidthMovesHalfTheBeats(@ForAll long seed, @ForAll @IntRange(min = 3, max = 8) int log2) {
        CommandStream stream = withoutProducts(new RandomStreams(seed).next());
        int bits = 1 << log2;
        SimulationResult narrow = run(stream, bits, OTHER_BITS);
        SimulationResult wide = run(stream, 2 * bits, OTHER_BITS);
        assertHalves(narrow, narrow.beats().sramRead(), wide.beats().sramRead(), "SRAM_RD_TRANS_ACCEPTED");
        assertHalves(narrow, narrow.beats().sramWrite(), wide.beats().sramWrite(), "SRAM_WR_TRANS_ACCEPTED");
        assertThat(wide.beats().externalRead()).isEqualTo(narrow.beats().externalRead());
        assertThat(wide.beats().externalWrite()).isEqualTo(narrow.beats().externalWrite());

        narrow = run(stream, OTHER_BITS, bits);
        wide = run(stream, OTHER_BITS, 2 * bits);
        assertHalves(narrow, narrow.beats().externalRead(), wide.beats().externalRead(), "EXT_RD_TRANS_ACCEPTED");
        assertHalves(narrow, narrow.beats().externalWrite(), wide.beats().externalWrite(), "EXT_WR_TRANS_ACCEPTED");
        assertThat(wide.beats().sramRead()).isEqualTo(narrow.beats().sramRead());
        assertThat(wide.beats().sramWrite()).isEqualTo(narrow.beats().sramWrite());
    }

    /**
     * Each run of bytes, of which a transaction moves one at most, may begin and end within a wide beat, and a run of bricks within a
     * narrow one, which only beats wider than a brick's pixel count.
     */
    private static void assertHalves(SimulationResult narrow, long beats, long half, String transactions) {
        assertThat(Math.abs(2 * half - beats))
                .isLessThanOrEqualTo(3 * narrow.events().get(transactions));
    }

    /** Without kernels whose second operand is a stream, of which a transaction moves many runs. */
    private static CommandStream withoutProducts(CommandStream stream) {
        return new CommandStream(
                stream.name(),
                stream.accelerator(),
                stream.commands()
                        .reject(command -> command instanceof KernelCommand kernel
                                && kernel.kind() == KernelKind.MATRIX_MULTIPLY));
    }

    private static SimulationResult run(CommandStream stream, int sramBits, int externalBits) {
        Selection selection = Selection.of("Ethos_U85_256")
                .withOverride("accelerator.ports.sram", "2 x " + sramBits + " bit")
                .withOverride("accelerator.ports.external", "1 x " + externalBits + " bit");
        return Simulator.run(stream, NpuLanguage.shipped().configure(selection), PmuSink.discarding());
    }
}
