package npusim.simulation;

import npusim.hardware.HardwareConfiguration;
import npusim.hardware.PmuCatalogue;
import npusim.hardware.PmuEvent;
import npusim.schedule.CommandStream;
import npusim.schedule.HostCommand;
import npusim.trace.CycleCategory;
import npusim.trace.PmuScope;
import npusim.trace.PmuSink;
import npusim.trace.TraceEvents;
import org.eclipse.collections.api.factory.primitive.ObjectLongMaps;
import org.eclipse.collections.api.map.primitive.ImmutableObjectLongMap;
import org.eclipse.collections.api.map.primitive.MutableObjectLongMap;
import org.jspecify.annotations.Nullable;

/**
 * The timing engine. A run is a pure function of the stream and the configuration; runs share nothing and may go on in any
 * number of threads.
 */
public final class Simulator {
    private final HardwareConfiguration hardware;
    private final PmuCatalogue catalogue;
    private final int[] eventNumbers = new int[EngineEvent.values().length];
    private final @Nullable PmuEvent[] events = new PmuEvent[EngineEvent.values().length];

    private Simulator(HardwareConfiguration hardware) {
        this.hardware = hardware;
        catalogue = hardware.accelerator().pmu();
        for (EngineEvent event : EngineEvent.values()) {
            PmuEvent found = find(event);
            events[event.ordinal()] = found;
            eventNumbers[event.ordinal()] = found == null ? -1 : found.number();
        }
    }

    private @Nullable PmuEvent find(EngineEvent event) {
        for (String name : event.names()) {
            PmuEvent found = catalogue.event(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Times {@code stream} on {@code hardware} and records its PMU samples in {@code sink}. */
    public static SimulationResult run(CommandStream stream, HardwareConfiguration hardware, PmuSink sink) {
        return run(stream, hardware, Ablation.NONE, sink);
    }

    /** As {@link #run(CommandStream, HardwareConfiguration, PmuSink)} with some mechanisms left out. */
    public static SimulationResult run(
            CommandStream stream, HardwareConfiguration hardware, Ablation ablation, PmuSink sink) {
        return new Simulator(hardware).run(stream, ablation, WhatIf.AS_DESCRIBED, Sampling.COMMANDS, sink);
    }

    /** As {@link #run(CommandStream, HardwareConfiguration, PmuSink)}, and records what else {@code sampling} asks for. */
    public static SimulationResult run(
            CommandStream stream, HardwareConfiguration hardware, Sampling sampling, PmuSink sink) {
        return new Simulator(hardware).run(stream, Ablation.NONE, WhatIf.AS_DESCRIBED, sampling, sink);
    }

    /** As {@link #run(CommandStream, HardwareConfiguration, PmuSink)} on hardware changed as {@code question} says. */
    public static SimulationResult run(
            CommandStream stream, HardwareConfiguration hardware, WhatIf question, PmuSink sink) {
        return new Simulator(hardware).run(stream, Ablation.NONE, question, Sampling.COMMANDS, sink);
    }

    /**
     * Times {@code stream} on {@code hardware}, totals only: what single commands took and waited for is not worked out, which takes
     * less time. The totals are those of {@link #run(CommandStream, HardwareConfiguration, PmuSink)}.
     */
    public static RunTotals totals(PreparedStream stream, HardwareConfiguration hardware) {
        return totals(stream, hardware, new RunPassages());
    }

    /** The same, with what earlier runs of the stream left in {@code passages}. */
    static RunTotals totals(PreparedStream stream, HardwareConfiguration hardware, RunPassages passages) {
        return new Simulator(hardware).totals(stream, passages);
    }

    private RunTotals totals(PreparedStream program, RunPassages passages) {
        PreparedStream stream = program.atClock(hardware.system().coreClockHertz());
        RunRecorder recorder = new RunRecorder(stream.stream(), false);
        DesignParameters design = DesignReducer.reduce(hardware, Ablation.NONE, WhatIf.AS_DESCRIBED);
        CommandProcessor processor =
                new CommandProcessor(stream, design, rates(), recorder, Sampling.COMMANDS, null, passages, false);
        long active = processor.run();
        return new RunTotals(active, processor.idle(), recorder.beats(), totals(active, recorder));
    }

    private OutputRates rates() {
        return new TableOutputRates(hardware.accelerator().outputUnit());
    }

    private ImmutableObjectLongMap<String> totals(long active, RunRecorder recorder) {
        MutableObjectLongMap<String> totals = ObjectLongMaps.mutable.empty();
        for (EngineEvent event : EngineEvent.values()) {
            PmuEvent known = events[event.ordinal()];
            if (known != null) {
                totals.put(known.name(), event == EngineEvent.NPU_ACTIVE ? active : recorder.total(event));
            }
        }
        return totals.toImmutable();
    }

    private SimulationResult run(
            CommandStream program, Ablation ablation, WhatIf question, Sampling sampling, PmuSink sink) {
        CommandStream stream = program.atClock(hardware.system().coreClockHertz());
        IntervalSampling intervals = sampling.intervals();
        BlockRecorder blocks = sampling.blocks() ? new BlockRecorder(sink, eventNumbers) : null;
        RunRecorder recorder = new RunRecorder(stream, true);
        DesignParameters design = DesignReducer.reduce(hardware, ablation, question);
        CommandProcessor processor = new CommandProcessor(
                PreparedStream.of(stream), design, rates(), recorder, sampling, blocks, new RunPassages(), true);
        long active = processor.run();
        long end = active + processor.idle();
        var operations = recorder.operations();
        CycleAccount account = recorder.unattributed();
        for (OperationTiming operation : operations) {
            account = account.plus(operation.account());
            record(sink, operation, recorder);
            if (stream.commands().get(operation.index()) instanceof HostCommand host) {
                record(sink, operation, host);
            }
        }
        recordCounts(sink, end, TraceEvents.UNATTRIBUTED, PmuScope.OPERATION, recorder.events(-1));
        recordAccount(sink, end, TraceEvents.UNATTRIBUTED, recorder.unattributed());
        ImmutableObjectLongMap<String> totals = totals(active, recorder);
        for (EngineEvent event : EngineEvent.values()) {
            PmuEvent known = events[event.ordinal()];
            if (known != null) {
                sink.record(end, 0, PmuScope.RUN, known.number(), totals.get(known.name()));
            }
        }
        if (intervals != null) {
            record(sink, intervals);
        }
        return new SimulationResult(active, processor.idle(), recorder.beats(), account, totals, operations);
    }

    private void record(PmuSink sink, OperationTiming operation, RunRecorder recorder) {
        int unit = operation.index();
        long end = operation.endCycle();
        sink.record(operation.startCycle(), unit, PmuScope.OPERATION, TraceEvents.SPAN, end - operation.startCycle());
        if (operation.macs() > 0) {
            sink.record(end, unit, PmuScope.OPERATION, TraceEvents.MACS, operation.macs());
        }
        recordCounts(sink, end, unit, PmuScope.OPERATION, recorder.events(unit));
        recordAccount(sink, end, unit, operation.account());
    }

    private void record(PmuSink sink, IntervalSampling intervals) {
        for (EngineEvent event : EngineEvent.values()) {
            int number = eventNumbers[event.ordinal()];
            for (int i = 0; number >= 0 && i < intervals.used(); i++) {
                long count = intervals.count(event, i);
                if (count != 0) {
                    sink.record((i + 1) * intervals.length(), i, PmuScope.INTERVAL, number, count);
                }
            }
        }
    }

    private static void record(PmuSink sink, OperationTiming operation, HostCommand host) {
        int unit = operation.index();
        long end = operation.endCycle();
        sink.record(end, unit, PmuScope.OPERATION, TraceEvents.HOST_COMPUTE, host.computeCycles());
        sink.record(end, unit, PmuScope.OPERATION, TraceEvents.HOST_TRANSFER, host.transferCycles());
        sink.record(end, unit, PmuScope.OPERATION, TraceEvents.HOST_HANDOVER, host.handoverCycles());
    }

    private void recordCounts(PmuSink sink, long cycle, int unit, PmuScope scope, long @Nullable [] counts) {
        if (counts == null) {
            return;
        }
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0 && eventNumbers[i] >= 0) {
                sink.record(cycle, unit, scope, eventNumbers[i], counts[i]);
            }
        }
    }

    private void recordAccount(PmuSink sink, long cycle, int unit, CycleAccount account) {
        int active = eventNumbers[EngineEvent.NPU_ACTIVE.ordinal()];
        if (account.total() != 0 && active >= 0) {
            sink.record(cycle, unit, PmuScope.OPERATION, active, account.total());
        }
        for (CycleCategory category : CycleCategory.values()) {
            if (account.of(category) != 0) {
                sink.record(cycle, unit, PmuScope.OPERATION, TraceEvents.of(category), account.of(category));
            }
        }
    }
}
