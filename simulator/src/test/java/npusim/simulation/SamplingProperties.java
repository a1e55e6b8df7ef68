package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.CommandStream;
import npusim.schedule.KernelCommand;
import npusim.trace.PmuScope;
import npusim.trace.PmuSink;
import npusim.trace.TraceEvents;

class SamplingProperties {
    private static final HardwareConfiguration DESIGN =
            NpuLanguage.shipped().configure(Selection.of("Ethos_U85_256").withPlatform("Corstone_320"));

    private record Key(long command, int event) {}

    private record Span(long start, long end) {}

    /** Sums by command of what belongs to blocks alone, and where each block and command lies. */
    private static final class Collector implements PmuSink {
        final Map<Key, Long> commands = new HashMap<>();
        final Map<Key, Long> blocks = new HashMap<>();
        final Map<Integer, Span> commandSpans = new HashMap<>();
        final Map<Integer, Span> blockSpans = new HashMap<>();
        final Map<Integer, Integer> commandOfBlock = new HashMap<>();

        @Override
        public void record(long cycle, int unit, PmuScope scope, int event, long value) {
            boolean counted = event < TraceEvents.FIRST_MODEL_EVENT;
            if (event == TraceEvents.SPAN) {
                (scope == PmuScope.SLICE ? blockSpans : commandSpans).put(unit, new Span(cycle, cycle + value));
            } else if (event == TraceEvents.COMMAND) {
                commandOfBlock.put(unit, (int) value);
            } else if (scope == PmuScope.SLICE) {
                blocks.merge(new Key(commandOfBlock.get(unit), event), value, Long::sum);
            } else if (scope == PmuScope.OPERATION && counted) {
                commands.merge(new Key(unit, event), value, Long::sum);
            }
        }
    }

    @Property(tries = 60)
    void blocksLieInTheirCommandsAndAddUpToThem(@ForAll long seed) {
        CommandStream stream = new RandomStreams(seed).next();
        Collector collector = new Collector();
        SimulationResult result = Simulator.run(stream, DESIGN, new Sampling(null, true), collector);
        assertThat(result).isEqualTo(Simulator.run(stream, DESIGN, PmuSink.discarding()));
        assertThat(collector.blockSpans.isEmpty())
                .isEqualTo(stream.commands().noneSatisfy(KernelCommand.class::isInstance));
        collector.blockSpans.forEach((block, span) -> {
            Span command = collector.commandSpans.get(collector.commandOfBlock.get(block));
            assertThat(span.start()).isBetween(command.start(), command.end());
            assertThat(span.end()).isBetween(span.start(), command.end());
        });
        for (String event : new String[] {"MAC_ACTIVE", "WD_ACTIVE", "AO_ACTIVE", "SRAM_WR_DATA_BEAT_WRITTEN"}) {
            int number = DESIGN.accelerator().pmu().event(event).number();
            collector.commandOfBlock.values().stream()
                    .distinct()
                    .forEach(command -> assertThat(collector.blocks.getOrDefault(new Key(command, number), 0L))
                            .as("%s of command %d", event, command)
                            .isEqualTo(collector.commands.getOrDefault(new Key(command, number), 0L)));
        }
    }

    @Property(tries = 30)
    void decoderWorksForKernelsWithWeightsAndNoLongerThanTheArray(@ForAll long seed) {
        CommandStream stream = new RandomStreams(seed).next();
        Collector collector = new Collector();
        Simulator.run(stream, DESIGN, collector);
        int decoder = DESIGN.accelerator().pmu().event("WD_ACTIVE").number();
        int array = DESIGN.accelerator().pmu().event("MAC_ACTIVE").number();
        for (int i = 0; i < stream.commands().size(); i++) {
            long decoded = collector.commands.getOrDefault(new Key(i, decoder), 0L);
            if (stream.commands().get(i) instanceof KernelCommand kernel
                    && kernel.kind().hasWeights()
                    && !kernel.chainedFromPrevious()) {
                assertThat(decoded).isBetween(1L, collector.commands.get(new Key(i, array)));
            } else {
                assertThat(decoded).isZero();
            }
        }
    }
}
