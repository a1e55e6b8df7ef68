package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.TimingAdapter;
import npusim.hardware.TimingProfile;
import npusim.schedule.CommandStream;
import npusim.trace.PmuSink;
import org.eclipse.collections.api.factory.Maps;

class WhatIfTest {
    private static final Library LIBRARY = NpuLanguage.shipped();
    private static final HardwareConfiguration DESCRIBED =
            LIBRARY.configure(Selection.of("Ethos_U85_256").withPlatform("Corstone_320"));
    /** Nothing may get slower, but a block that comes earlier can meet a closed pulse. */
    private static final double PULSE_SLACK = 1.02;

    private static HardwareConfiguration withoutExternalLatency() {
        TimingAdapter external = DESCRIBED.timingProfile().adapter(1);
        TimingAdapter fast = new TimingAdapter(
                external.maxReads(),
                external.maxWrites(),
                0,
                0,
                0,
                external.pulseOnCycles(),
                external.pulseOffCycles(),
                external.bandwidthCapBeats(),
                external.outstandingBits(),
                external.scope());
        return DESCRIBED.withTimingProfile(new TimingProfile(
                "fast", Maps.immutable.of(0, DESCRIBED.timingProfile().adapter(0), 1, fast)));
    }

    @Property(tries = 50)
    void theAnswerForEachCommandIsThatOfARunOnSuchHardware(@ForAll long seed) {
        CommandStream stream = new RandomStreams(seed).next();
        WhatIfAnalysis analysis = WhatIfAnalysis.of(stream, DESCRIBED);
        SimulationResult run = Simulator.run(stream, withoutExternalLatency(), PmuSink.discarding());
        assertThat(analysis.activeCycles()).containsEntry(WhatIf.NO_EXTERNAL_LATENCY, run.activeCycles());
        assertThat(analysis.activeCycles().keySet()).containsExactly(WhatIf.values());
        for (int i = 0; i < run.operations().size(); i++) {
            assertThat(analysis.commands().get(i).criticalCycles())
                    .containsEntry(
                            WhatIf.NO_EXTERNAL_LATENCY, run.operations().get(i).criticalCycles());
        }
    }

    @Property(tries = 100)
    void noQuestionMakesARunSlower(@ForAll long seed) {
        CommandStream stream = new RandomStreams(seed).next();
        WhatIfAnalysis analysis = WhatIfAnalysis.of(stream, DESCRIBED);
        long described = analysis.activeCycles().get(WhatIf.AS_DESCRIBED);
        long pulse = 1000;
        assertThat(analysis.activeCycles().values())
                .allSatisfy(cycles -> assertThat((double) cycles).isLessThan(described * PULSE_SLACK + pulse));
    }
}
