package npusim.dsl.analysis;

import static npusim.dsl.analysis.BindAccelerator.constant;
import static npusim.dsl.analysis.Reader.cell;
import static npusim.dsl.analysis.Reader.countOrZero;
import static npusim.dsl.analysis.Reader.ratio;
import static npusim.dsl.analysis.Reader.text;
import static npusim.dsl.analysis.Reader.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import npusim.dsl.quantity.Ratio;
import npusim.hardware.AdapterScope;
import npusim.hardware.Cpu;
import npusim.hardware.EnergyTable;
import npusim.hardware.EngineTiming;
import npusim.hardware.Memory;
import npusim.hardware.MemoryMode;
import npusim.hardware.Platform;
import npusim.hardware.PlatformDefault;
import npusim.hardware.PmuCatalogue;
import npusim.hardware.PmuEvent;
import npusim.hardware.PublishedCounter;
import npusim.hardware.ReferenceRun;
import npusim.hardware.ReportedCounter;
import npusim.hardware.SystemConfig;
import npusim.hardware.TimingAdapter;
import npusim.hardware.TimingProfile;
import npusim.hardware.TimingProfileRule;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;
import org.jspecify.annotations.Nullable;

/** Builds the records around the accelerator from checked blocks. */
final class BindSystem {

    private static final Ratio PICO = Ratio.of(1, 1_000_000_000_000L);
    private static final Ratio SQUARE_MILLIMETRE = Ratio.of(1, 1_000_000);

    private BindSystem() {}

    static SystemConfig system(Reader in) {
        List<Memory> memories = new ArrayList<>();
        for (Reader memory : in.children("memory")) {
            memories.add(memory(memory));
        }
        return new SystemConfig(
                in.block.name,
                in.large("core_clock"),
                Lists.immutable.of(in.text("axi0"), in.text("axi1")),
                Lists.immutable.ofAll(memories));
    }

    private static Memory memory(Reader in) {
        return new Memory(
                in.block.name,
                in.text("kind"),
                in.ratio("clock_scale"),
                in.count("ports"),
                in.count("burst_length"),
                in.count("read_latency"),
                in.count("write_latency"),
                in.count("max_reads"),
                in.count("max_writes"),
                in.large("capacity", Long.MAX_VALUE),
                in.has("backing") ? in.text("backing") : null,
                (int) in.large("line", 0),
                (int) in.large("ways", 0));
    }

    static MemoryMode memoryMode(Reader in) {
        return new MemoryMode(
                in.block.name,
                axi(in.text("const_area")),
                axi(in.text("arena_area")),
                axi(in.text("cache_area")),
                in.large("arena_cache", Long.MAX_VALUE));
    }

    static int axi(String side) {
        return side.charAt(side.length() - 1) - '0';
    }

    static TimingProfile timingProfile(Reader in) {
        MutableMap<Integer, TimingAdapter> adapters = Maps.mutable.empty();
        for (Reader adapter : in.children("adapter")) {
            adapters.put(
                    axi(adapter.block.name),
                    new TimingAdapter(
                            adapter.count("max_reads"),
                            adapter.count("max_writes"),
                            adapter.count("max_reads_writes"),
                            adapter.count("read_latency"),
                            adapter.count("write_latency"),
                            adapter.count("pulse_on"),
                            adapter.count("pulse_off"),
                            adapter.count("bandwidth_cap"),
                            adapter.bits("outstanding_field"),
                            constant(AdapterScope.class, adapter.text("scope"))));
        }
        return new TimingProfile(in.block.name, adapters.toImmutable());
    }

    static Cpu cpu(Reader in) {
        List<Cpu.Cost> costs = new ArrayList<>();
        for (Map<String, Value> row : in.rows("cycles_per_element")) {
            costs.add(
                    new Cpu.Cost(words(cell(row, "operations")), countOrZero(row, "bits"), ratio(cell(row, "cycles"))));
        }
        return new Cpu(
                in.block.name,
                in.large("clock"),
                Lists.immutable.ofAll(costs),
                in.ratio("transfer"),
                in.large("call_overhead"),
                in.large("handover"));
    }

    static Platform platform(Reader in, @Nullable Cpu cpu) {
        List<PlatformDefault> defaults = new ArrayList<>();
        for (Map<String, Value> row : in.rows("defaults")) {
            for (Value accelerator : ((Value.Elements) cell(row, "accelerators")).elements()) {
                defaults.add(new PlatformDefault(
                        text(accelerator), text(cell(row, "system")), text(cell(row, "memory_mode"))));
            }
        }
        List<TimingProfileRule> profiles = new ArrayList<>();
        for (Map<String, Value> row : in.rows("profiles")) {
            profiles.add(new TimingProfileRule(
                    words(cell(row, "accelerators")), words(cell(row, "memory_modes")), text(cell(row, "profile"))));
        }
        MutableMap<String, Long> addresses = Maps.mutable.empty();
        Reader block = in.childIfPresent("addresses");
        if (block != null) {
            for (String name : block.block.properties.keySet()) {
                addresses.put(name, block.large(name));
            }
        }
        return new Platform(
                in.block.name,
                in.block.documentation,
                Lists.immutable.ofAll(defaults),
                Lists.immutable.ofAll(profiles),
                in.text("memories").equals("described"),
                addresses.toImmutable(),
                cpu);
    }

    static PmuCatalogue pmu(Reader in) {
        List<PmuEvent> events = new ArrayList<>();
        for (Map<String, Value> row : in.rows("events")) {
            events.add(new PmuEvent(text(cell(row, "name")), countOrZero(row, "number"), text(cell(row, "meaning"))));
        }
        events.sort(Comparator.comparingInt(PmuEvent::number));
        MutableMap<Integer, String> channels = Maps.mutable.empty();
        for (Map<String, Value> row : in.rows("channels")) {
            channels.putIfAbsent(countOrZero(row, "number"), text(cell(row, "name")));
        }
        List<ReportedCounter> reported = new ArrayList<>();
        for (Map<String, Value> row : in.rows("reported")) {
            reported.add(
                    new ReportedCounter(text(cell(row, "event")), text(cell(row, "label")), text(cell(row, "unit"))));
        }
        return new PmuCatalogue(
                in.block.name,
                in.count("event_counters"),
                in.bits("event_counter_width"),
                in.bits("cycle_counter_width"),
                Lists.immutable.ofAll(events),
                channels.toImmutable(),
                Lists.immutable.ofAll(reported));
    }

    static EnergyTable energy(Reader in) {
        MutableMap<String, Ratio> macs = Maps.mutable.empty();
        for (Map<String, Value> row : in.rows("mac")) {
            macs.putIfAbsent(
                    countOrZero(row, "ifm_bits") + "x" + countOrZero(row, "weight_bits"),
                    ratio(cell(row, "energy")).dividedBy(PICO));
        }
        MutableMap<String, Ratio> access = Maps.mutable.empty();
        for (Map<String, Value> row : in.rows("access")) {
            access.putIfAbsent(
                    text(cell(row, "memory")), ratio(cell(row, "energy")).dividedBy(PICO));
        }
        return new EnergyTable(
                in.block.name,
                in.text("source"),
                in.ratio("uncertainty"),
                macs.toImmutable(),
                access.toImmutable(),
                in.ratio("output_element").dividedBy(PICO),
                in.ratio("leakage").dividedBy(PICO),
                in.ratio("mac_area").dividedBy(SQUARE_MILLIMETRE),
                in.ratio("ram_area").dividedBy(SQUARE_MILLIMETRE).times(Ratio.of(1024)));
    }

    static EngineTiming engineTiming(Reader in) {
        MutableMap<String, Ratio> values = Maps.mutable.empty();
        for (String name : in.block.type.properties().keySet()) {
            if (in.has(name)) {
                values.put(name, in.ratio(name));
            }
        }
        return new EngineTiming(in.block.name, values.toImmutable());
    }

    static ReferenceRun referenceRun(Reader in) {
        Value.Call workload = (Value.Call) in.value("workload");
        MutableMap<String, String> arguments = Maps.mutable.empty();
        workload.arguments().forEach((name, value) -> arguments.put(name, value.toString()));
        ImmutableMap<String, String> bound = arguments.toImmutable();
        List<PublishedCounter> published = new ArrayList<>();
        for (Map<String, Value> row : in.rows("published")) {
            published.add(new PublishedCounter(
                    text(cell(row, "event")),
                    text(cell(row, "label")),
                    text(cell(row, "unit")),
                    ratio(cell(row, "value")).longValueExact()));
        }
        return new ReferenceRun(
                in.block.name,
                in.text("accelerator"),
                in.text("platform"),
                in.text("system"),
                in.text("memory_mode"),
                in.large("arena_cache"),
                workload.name(),
                bound,
                in.text("chaining").equals("on"),
                Lists.immutable.ofAll(published),
                in.text("source"));
    }
}
