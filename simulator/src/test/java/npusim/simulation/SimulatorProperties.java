package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.hardware.AdapterScope;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.TimingAdapter;
import npusim.hardware.TimingProfile;
import npusim.schedule.CommandStream;
import npusim.schedule.HostCommand;
import npusim.trace.CycleCategory;
import npusim.trace.PmuSink;
import org.eclipse.collections.api.factory.Maps;

class SimulatorProperties {
    private static final Library LIBRARY = NpuLanguage.shipped();
    private static final HardwareConfiguration LARGE = configure("Ethos_U85_256", "Corstone_320");
    private static final HardwareConfiguration SMALL = configure("Ethos_U55_128", "Corstone_300");
    private static final HardwareConfiguration FOUR_PORTS = configure("Ethos_U85_2048", "Corstone_320");

    private static HardwareConfiguration configure(String accelerator, String platform) {
        return LIBRARY.configure(Selection.of(accelerator).withPlatform(platform));
    }

    @Property(tries = 300)
    void categoriesOfAllOperationsAddUpToActiveCycles(@ForAll long seed, @ForAll boolean large) {
        CommandStream stream = new RandomStreams(seed).next();
        SimulationResult result = Simulator.run(stream, large ? LARGE : SMALL, PmuSink.discarding());
        assertThat(result.account().total()).isEqualTo(result.activeCycles());
        long shares = 0;
        for (OperationTiming operation : result.operations()) {
            assertThat(operation.account().total()).isEqualTo(operation.criticalCycles());
            for (CycleCategory category : CycleCategory.values()) {
                assertThat(operation.account().of(category)).isNotNegative();
            }
            shares += operation.criticalCycles();
        }
        assertThat(shares).isLessThanOrEqualTo(result.activeCycles());
    }

    @Property(tries = 100)
    void nothingStallsWhileTheHostComputes(@ForAll long seed, @ForAll boolean large) {
        RandomStreams streams = new RandomStreams(seed);
        CommandStream first = streams.next();
        HostCommand host = new HostCommand("cast", 0, "CAST", "any", "", 1, 1_000_000_000, 10_000_000_000L, 0, 100);
        CommandStream both = new CommandStream(
                "both",
                "any",
                first.commands().newWith(host).newWithAll(streams.next().commands()));
        SimulationResult result = Simulator.run(both, large ? LARGE : SMALL, PmuSink.discarding());
        assertThat(result.idleCycles()).isGreaterThan(result.activeCycles());
        result.events().forEachKeyValue((event, count) -> {
            if (event.contains("STALLED")) {
                assertThat(count).as(event).isLessThanOrEqualTo(result.activeCycles());
            }
        });
    }

    @Property(tries = 50)
    void runsOfOneStreamAreEqual(@ForAll long seed) {
        CommandStream stream = new RandomStreams(seed).next();
        assertThat(Simulator.run(stream, LARGE, PmuSink.discarding()))
                .isEqualTo(Simulator.run(stream, LARGE, PmuSink.discarding()));
    }

    @Property(tries = 50)
    void anAdapterThatHoldsNothingChangesNothing(@ForAll long seed, @ForAll AdapterScope scope) {
        CommandStream stream = new RandomStreams(seed).next();
        TimingAdapter open = new TimingAdapter(0, 0, 0, 0, 0, 1, 0, 0, 6, scope);
        HardwareConfiguration without = FOUR_PORTS.withTimingProfile(TimingProfile.none());
        HardwareConfiguration with =
                FOUR_PORTS.withTimingProfile(new TimingProfile("open", Maps.immutable.of(0, open, 1, open)));
        assertThat(Simulator.run(stream, with, PmuSink.discarding()))
                .isEqualTo(Simulator.run(stream, without, PmuSink.discarding()));
    }

    @Property(tries = 100)
    void beatsDoNotDependOnLatency(@ForAll long seed) {
        CommandStream stream = new RandomStreams(seed).next();
        SimulationResult full = Simulator.run(stream, LARGE, PmuSink.discarding());
        SimulationResult fast =
                Simulator.run(stream, LARGE, Ablation.of(Ablation.Mechanism.LATENCY), PmuSink.discarding());
        assertThat(fast.beats()).isEqualTo(full.beats());
    }
}
