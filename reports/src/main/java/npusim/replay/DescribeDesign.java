package npusim.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import npusim.dsl.ResolvedProperty;
import npusim.dsl.quantity.Ratio;
import npusim.hardware.Accelerator;
import npusim.hardware.Buffers;
import npusim.hardware.EnergyTable;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.Memory;
import npusim.hardware.PmuCatalogue;
import npusim.hardware.PmuEvent;
import npusim.hardware.PortGroup;
import npusim.hardware.ReferenceRun;
import npusim.hardware.ReportedCounter;
import npusim.trace.run.RunManifest;

/** The parts of a manifest that follow from the hardware description. */
public final class DescribeDesign {
    private static final String READ_BEATS = "_RD_DATA_BEAT_RECEIVED";
    private static final String WRITE_BEATS = "_WR_DATA_BEAT_WRITTEN";
    private static final String BACKING = "BACKING";
    private static final double BYTES_PER_KIBIBYTE = 1024;

    private DescribeDesign() {}

    static RunManifest.Design design(HardwareConfiguration hardware, List<ResolvedProperty> properties) {
        Map<String, String> values = new LinkedHashMap<>();
        for (ResolvedProperty property : properties) {
            values.put(property.path(), property.value());
        }
        Accelerator accelerator = hardware.accelerator();
        long cache = hardware.memoryMode().arenaCacheBytes();
        return new RunManifest.Design(
                accelerator.name(),
                accelerator.family(),
                hardware.platform().name(),
                hardware.system().name(),
                hardware.memoryMode().name(),
                hardware.timingProfile().name(),
                hardware.system().coreClockHertz(),
                accelerator.macArray().macsPerCycle(),
                accelerator.macArray().peakMacsPerCycle(),
                cache == Long.MAX_VALUE ? 0 : cache,
                values,
                energy(accelerator));
    }

    /** Energy and area figures as a run keeps them. */
    public static RunManifest.Energy energy(Accelerator accelerator) {
        EnergyTable table = accelerator.energy();
        return new RunManifest.Energy(
                table.name(),
                table.source(),
                table.uncertainty().doubleValue(),
                doubles(table.picojoulesPerMac().toMap()),
                doubles(table.picojoulesPerByte().toMap()),
                table.picojoulesPerOutputElement().doubleValue(),
                table.leakagePicojoulesPerCycle().doubleValue(),
                accelerator.macArray().macsPerCycle()
                        * table.squareMillimetresPerMac().doubleValue(),
                bufferBytes(accelerator)
                        / BYTES_PER_KIBIBYTE
                        * table.squareMillimetresPerKibibyte().doubleValue());
    }

    private static Map<String, Double> doubles(Map<String, Ratio> ratios) {
        Map<String, Double> result = new LinkedHashMap<>();
        ratios.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> result.put(entry.getKey(), entry.getValue().doubleValue()));
        return result;
    }

    private static double bufferBytes(Accelerator accelerator) {
        return switch (accelerator.buffers()) {
            case Buffers.SharedRam shared ->
                (double) shared.banks()
                        * shared.bankBytes()
                        * accelerator.macArray().cores();
            case Buffers.DedicatedRams rams ->
                (double) rams.ifmBytes()
                        + rams.accumulatorBytes()
                        + rams.outputBytes()
                        + rams.chainingBytes()
                        + rams.lutBytes();
        };
    }

    /** Every event of the catalogue; those of the standard report first, in its order and with its words. */
    static List<RunManifest.Event> events(PmuCatalogue catalogue) {
        List<RunManifest.Event> events = new ArrayList<>();
        for (ReportedCounter counter : catalogue.reported()) {
            PmuEvent event = catalogue.event(counter.event());
            if (event != null) {
                events.add(new RunManifest.Event(
                        event.number(), event.name(), counter.label(), counter.unit(), event.meaning()));
            }
        }
        for (PmuEvent event : catalogue.events()) {
            if (events.stream().noneMatch(known -> known.number() == event.number())) {
                events.add(
                        new RunManifest.Event(event.number(), event.name(), "", unit(event.name()), event.meaning()));
            }
        }
        return events;
    }

    private static String unit(String name) {
        if (name.endsWith(READ_BEATS) || name.endsWith(WRITE_BEATS)) {
            return "beats";
        }
        return name.contains("_TRANS") && !name.contains("STALL") ? "transactions" : "cycles";
    }

    /**
     * The sides of the NPU with the memories behind them. The catalogue lists the beat counters of the sides in the order of
     * the sides, and those of single ports after them.
     */
    public static List<RunManifest.Port> ports(HardwareConfiguration hardware) {
        PmuCatalogue catalogue = hardware.accelerator().pmu();
        List<PmuEvent> reads = beatEvents(catalogue, READ_BEATS);
        List<PmuEvent> writes = beatEvents(catalogue, WRITE_BEATS);
        List<RunManifest.Port> ports = new ArrayList<>();
        for (PortGroup group : hardware.accelerator().ports()) {
            int index = group.index();
            if (index < reads.size()
                    && index < writes.size()
                    && index < hardware.system().attached().size()) {
                Memory memory = hardware.system().attachedMemory(index);
                ports.add(new RunManifest.Port(
                        group.name(),
                        memory.name(),
                        memory.kind(),
                        group.beatBytes(),
                        memory.bytesPerCycle(group.beatBytes()).doubleValue(),
                        reads.get(index).number(),
                        writes.get(index).number()));
            }
        }
        backingPort(hardware).ifPresent(ports::add);
        return ports;
    }

    /** The way between a cache and the memory behind it, if the catalogue counts its beats. */
    private static Optional<RunManifest.Port> backingPort(HardwareConfiguration hardware) {
        PmuCatalogue catalogue = hardware.accelerator().pmu();
        PmuEvent read = catalogue.event(BACKING + READ_BEATS);
        PmuEvent write = catalogue.event(BACKING + WRITE_BEATS);
        for (PortGroup group : hardware.accelerator().ports()) {
            Memory memory =
                    group.index() < hardware.system().attached().size() ? hardware.backingMemory(group.index()) : null;
            if (memory != null && read != null && write != null) {
                return Optional.of(new RunManifest.Port(
                        "behind "
                                + hardware.system()
                                        .attachedMemory(group.index())
                                        .name(),
                        memory.name(),
                        memory.kind(),
                        group.beatBytes(),
                        memory.bytesPerCycle(group.beatBytes()).doubleValue(),
                        read.number(),
                        write.number()));
            }
        }
        return Optional.empty();
    }

    private static List<PmuEvent> beatEvents(PmuCatalogue catalogue, String suffix) {
        return catalogue
                .events()
                .select(event -> event.name().endsWith(suffix))
                .toSortedList(Comparator.comparingInt(PmuEvent::number));
    }

    /** The counters published for a run. */
    static RunManifest.Reference reference(ReferenceRun run) {
        Map<String, Long> counters = new LinkedHashMap<>();
        run.published().forEach(counter -> counters.put(counter.event(), counter.value()));
        return new RunManifest.Reference(run.name(), run.source(), counters);
    }
}
