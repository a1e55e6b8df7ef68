package npusim.cli;

import java.util.List;
import npusim.simulation.IntervalSampling;
import npusim.simulation.Sampling;

/**
 * What {@code run --sample} asks for; samples of each command are always recorded.
 *
 * @param intervals whether to record by interval
 * @param intervalCycles length of an interval in cycles; 0 to choose one by the length of the run
 * @param blocks whether to record each OFM block
 */
record SampleChoice(boolean intervals, long intervalCycles, boolean blocks) {
    /** Understands the parts of the option; without any, intervals are recorded and their length is chosen. */
    static SampleChoice of(List<String> parts) {
        boolean intervals = true;
        boolean blocks = false;
        long cycles = 0;
        for (String part : parts) {
            switch (part) {
                case "commands" -> intervals = false;
                case "blocks" -> blocks = true;
                default -> {
                    if (cycles > 0) {
                        throw new BadInputException(
                                "--sample takes one length of intervals, not " + cycles + " and " + part);
                    }
                    cycles = cycles(part);
                }
            }
        }
        if (!intervals && (cycles > 0 || blocks)) {
            throw new BadInputException("--sample commands leaves everything else out: it stands alone");
        }
        return new SampleChoice(intervals, cycles, blocks);
    }

    /** What the engine is told, for one run. */
    Sampling sampling() {
        return new Sampling(intervals ? IntervalSampling.of(intervalCycles) : null, blocks);
    }

    private static long cycles(String text) {
        try {
            long cycles = Long.parseLong(text);
            if (cycles > 0) {
                return cycles;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadInputException(
                "--sample takes a positive number of cycles, 'blocks' or 'commands', not '" + text + "'");
    }
}
