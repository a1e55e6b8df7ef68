package npusim.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.CommandStream;
import npusim.trace.PmuSink;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * What each command would cost on changed hardware. Every question is answered by timing the same command stream again, since
 * the accounting of one run does not say what would have waited instead (docs/rationale/timing-engine.md).
 *
 * @param activeCycles NPU ACTIVE by question
 * @param commands one entry per kernel and DMA command
 */
public record WhatIfAnalysis(Map<WhatIf, Long> activeCycles, ImmutableList<Command> commands) {
    /**
     * One kernel or DMA command.
     *
     * @param index position in the command stream
     * @param name its output tensor or DMA label
     * @param criticalCycles its share of NPU ACTIVE by question
     * @param perfectOverlapCycles cycles of its busiest unit or port, as if all others hid behind it
     */
    public record Command(int index, String name, Map<WhatIf, Long> criticalCycles, long perfectOverlapCycles) {
        public Command {
            criticalCycles = inOrder(criticalCycles);
        }
    }

    public WhatIfAnalysis {
        activeCycles = inOrder(activeCycles);
    }

    /** A copy in the order of the questions, which the copies of {@link Map} do not keep. */
    private static Map<WhatIf, Long> inOrder(Map<WhatIf, Long> cycles) {
        return Collections.unmodifiableMap(new EnumMap<>(cycles));
    }

    /** Answers every question about {@code stream} on {@code hardware}. */
    public static WhatIfAnalysis of(CommandStream stream, HardwareConfiguration hardware) {
        SimulationResult asDescribed = Simulator.run(stream, hardware, PmuSink.discarding());
        Map<WhatIf, SimulationResult> results = new EnumMap<>(WhatIf.class);
        Map<WhatIf, Long> active = new EnumMap<>(WhatIf.class);
        for (WhatIf question : WhatIf.values()) {
            SimulationResult result = question == WhatIf.AS_DESCRIBED
                    ? asDescribed
                    : Simulator.run(stream, hardware, question, PmuSink.discarding());
            results.put(question, result);
            active.put(question, result.activeCycles());
        }
        List<Command> commands = new ArrayList<>();
        for (OperationTiming described : asDescribed.operations()) {
            Map<WhatIf, Long> shares = new EnumMap<>(WhatIf.class);
            int position = commands.size();
            results.forEach((question, result) ->
                    shares.put(question, result.operations().get(position).criticalCycles()));
            commands.add(new Command(described.index(), described.name(), shares, perfectOverlap(described, hardware)));
        }
        return new WhatIfAnalysis(active, Lists.immutable.ofAll(commands));
    }

    private static long perfectOverlap(OperationTiming operation, HardwareConfiguration hardware) {
        int sram = hardware.port(0).ports();
        int external = hardware.port(1).ports();
        Beats beats = operation.beats();
        long ports = Math.max(
                Math.max(Math.ceilDiv(beats.sramRead(), sram), Math.ceilDiv(beats.sramWrite(), sram)),
                Math.max(Math.ceilDiv(beats.externalRead(), external), Math.ceilDiv(beats.externalWrite(), external)));
        return Math.max(ports, Math.max(operation.arrayCycles(), operation.outputCycles()));
    }

    /** Sum of {@link Command#perfectOverlapCycles} over all commands. */
    public long perfectOverlapCycles() {
        return commands.sumOfLong(Command::perfectOverlapCycles);
    }
}
