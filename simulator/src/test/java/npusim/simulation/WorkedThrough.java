package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import npusim.hardware.HardwareConfiguration;
import npusim.schedule.CommandStream;
import npusim.trace.PmuSink;

/** Compares runs that pass over what comes back with runs that work every block through. */
final class WorkedThrough {
    private WorkedThrough() {}

    /** Samples of every block are taken block by block, so that nothing is passed over. */
    static void assertPassingOverChangesNothing(CommandStream stream, Iterable<HardwareConfiguration> designs) {
        for (HardwareConfiguration design : designs) {
            SimulationResult worked = Simulator.run(stream, design, new Sampling(null, true), PmuSink.discarding());
            assertThat(Simulator.run(stream, design, PmuSink.discarding())).isEqualTo(worked);
        }
    }

    /** A processor that has run {@code stream} on {@code design}, charging cycles if {@code accounts}. */
    static CommandProcessor processed(CommandStream stream, HardwareConfiguration design, boolean accounts) {
        return processed(PreparedStream.of(stream), design, accounts, new RunPassages());
    }

    /** The same with what earlier runs left in {@code passages}. */
    static CommandProcessor processed(
            PreparedStream stream, HardwareConfiguration design, boolean accounts, RunPassages passages) {
        CommandProcessor processor = new CommandProcessor(
                stream,
                DesignReducer.reduce(design, Ablation.NONE, WhatIf.AS_DESCRIBED),
                new TableOutputRates(design.accelerator().outputUnit()),
                new RunRecorder(stream.stream(), accounts),
                Sampling.COMMANDS,
                null,
                passages,
                accounts);
        processor.run();
        return processor;
    }
}
