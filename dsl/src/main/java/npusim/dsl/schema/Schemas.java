package npusim.dsl.schema;

import static npusim.dsl.schema.BlockType.block;
import static npusim.dsl.schema.Types.CALL;
import static npusim.dsl.schema.Types.FRACTION;
import static npusim.dsl.schema.Types.FREQUENCY;
import static npusim.dsl.schema.Types.TEXT;
import static npusim.dsl.schema.Types.amount;
import static npusim.dsl.schema.Types.anyWord;
import static npusim.dsl.schema.Types.bits;
import static npusim.dsl.schema.Types.blockName;
import static npusim.dsl.schema.Types.bytes;
import static npusim.dsl.schema.Types.bytesPowerOfTwo;
import static npusim.dsl.schema.Types.column;
import static npusim.dsl.schema.Types.count;
import static npusim.dsl.schema.Types.cycles;
import static npusim.dsl.schema.Types.list;
import static npusim.dsl.schema.Types.name;
import static npusim.dsl.schema.Types.optionalColumn;
import static npusim.dsl.schema.Types.orAny;
import static npusim.dsl.schema.Types.table;
import static npusim.dsl.schema.Types.word;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import npusim.dsl.quantity.Dimension;

/** Everything a description may declare. */
public final class Schemas {

    private static final PropertyType AXI = word("AXI side", "axi0", "axi1");
    private static final String TWO_SIDES = "scheduling places tensors in axi0 and axi1 only";
    private static final long MAX_SIZE = 1L << 50;

    private static final BlockType MEMORY = block("memory", "A memory behind an AXI side.")
            .required("kind", Vocabulary.MEMORY_KIND, "technology, a row of the energy table")
            .optional(
                    "clock_scale",
                    new PropertyType.Measure(
                            Dimension.NONE,
                            npusim.dsl.quantity.Ratio.of(1, 1_000_000),
                            npusim.dsl.quantity.Ratio.of(64),
                            false,
                            false,
                            ""),
                    "1",
                    "share of core cycles in which a port moves a beat")
            .optional("ports", count(1, 64), "1", "AXI ports that reach it")
            .optional("burst_length", bytesPowerOfTwo(1, 65536), "64 B", "longest burst")
            .optional("read_latency", cycles(1 << 24), "1 cycle", "read address accepted to first data")
            .optional("write_latency", cycles(1 << 24), "1 cycle", "last write data to response")
            .optional("max_reads", count(0, 65536), "0", "outstanding reads, 0 when unknown")
            .optional("max_writes", count(0, 65536), "0", "outstanding writes, 0 when unknown")
            .optional("capacity", bytes(1, MAX_SIZE), null, "size")
            .optional("backing", blockName("memory"), null, "memory behind this one, for a cache")
            .optional("line", bytesPowerOfTwo(1, 65536), null, "cache line")
            .optional("ways", count(1, 1024), null, "cache associativity")
            .slip("bandwidth", "each port moves one beat a cycle: give ports and clock_scale")
            .slip("width", "the ports of the accelerator say how wide a beat is")
            .slip("clock", "give clock_scale, the share of core cycles in which a port moves a beat")
            .slip("frequency", "give clock_scale, the share of core cycles in which a port moves a beat")
            .slip("size", "a memory's size is called capacity")
            .slip("latency", "give read_latency and write_latency");

    private static final BlockType SYSTEM = block("system", "Memories and clock around the NPU.")
            .required("core_clock", FREQUENCY, "core clock")
            .required("axi0", blockName("memory"), "memory on axi0")
            .required("axi1", blockName("memory"), "memory on axi1, which may be that on axi0")
            .slip("axi2", TWO_SIDES)
            .slip("axi3", TWO_SIDES)
            .slip("clock", "the clock is called core_clock")
            .slip("frequency", "the clock is called core_clock")
            .slip("arena_cache", "a memory mode sizes the staging area")
            .withLabelled(MEMORY, true);

    private static final BlockType MEMORY_MODE = block("memory_mode", "Which AXI side holds which area.")
            .required("const_area", AXI, "weights, scales and tables")
            .required("arena_area", AXI, "feature maps")
            .required("cache_area", AXI, "staging")
            .optional("arena_cache", bytes(0, MAX_SIZE), null, "size of the staging area")
            .slip("size", "the staging area is sized by arena_cache")
            .slip("sram", "the staging area is sized by arena_cache");

    private static final BlockType ADAPTER = block("adapter", "Timing adapter in front of the memory of an AXI side.")
            .required("max_reads", count(0, 65535), "pending reads, 0 for no cap")
            .required("max_writes", count(0, 65535), "pending writes, 0 for no cap")
            .optional(
                    "max_reads_writes",
                    count(0, 65535),
                    "0",
                    "pending reads and writes together, 0 for no cap; bounds each of the two by itself")
            .required("read_latency", cycles(4095), "read address accepted to first data")
            .required("write_latency", cycles(4095), "last write data to response")
            .required("pulse_on", cycles(65535), "addresses pass")
            .required("pulse_off", cycles(65535), "addresses are held")
            .required("bandwidth_cap", count(0, 65535), "most bus words in a window of on and off, 0 for no cap")
            .optional("outstanding_field", bits(1, 32), "6 bit", "width of the pending fields; more is cut off")
            .optional("scope", word("scope", "per_port", "all_ports"), "per_port", "what the cap covers");

    private static final BlockType TIMING_PROFILE =
            block("timing_profile", "Timing adapters by AXI side; label axi0 …").withLabelled(ADAPTER, false);

    private static final BlockType ADDRESSES =
            block("addresses", "Base addresses by name.").open(count(0, Long.MAX_VALUE), "address");

    private static final BlockType PLATFORM = block("platform", "A board or fixed virtual platform.")
            .optional(
                    "defaults",
                    table(
                            column("accelerators", list(name("accelerator")), "accelerators"),
                            column("system", name("system"), "system configuration"),
                            column("memory_mode", name("memory_mode"), "memory mode")),
                    null,
                    "what an accelerator runs with when nothing else is asked for")
            .optional(
                    "profiles",
                    table(
                            column("accelerators", orAny(list(name("accelerator"))), "accelerators"),
                            column("memory_modes", orAny(list(name("memory_mode"))), "memory modes"),
                            column("profile", name("timing_profile"), "timing profile")),
                    null,
                    "timing adapters; the first row that matches holds, none when no row does")
            .optional("cpu", name("cpu"), null, "processor that runs the operators an NPU cannot")
            .optional(
                    "memories",
                    word("memory timing", "described", "immediate"),
                    "described",
                    "what times memories without adapters: their own latency, outstanding limits and clock, or nothing at all "
                            + "(virtual platforms)")
            .withOptional(ADDRESSES);

    private static final BlockType PMU_CATALOGUE = block("pmu_catalogue", "The PMU of a generation.")
            .required("event_counters", count(1, 64), "event counters")
            .required("event_counter_width", bits(8, 64), "their width")
            .required("cycle_counter_width", bits(8, 64), "width of the cycle counter")
            .required(
                    "reported",
                    table(
                            column("event", anyWord("an event"), "PMU event, or TOTAL, IDLE"),
                            column("label", TEXT, "words in front of the count"),
                            column("unit", word("unit", "cycles", "beats", "lines"), "unit of the count")),
                    "lines of the standard report, in order")
            .required(
                    "channels",
                    table(
                            column("number", count(0, 255), "channel number"),
                            column("name", anyWord("a channel"), "channel name")),
                    "channels for latency sampling")
            .required(
                    "events",
                    table(
                            column("number", count(0, 1023), "event number"),
                            column("name", anyWord("an event"), "event name"),
                            column("meaning", TEXT, "what it counts")),
                    "events");

    private static final BlockType ENERGY_TABLE = block("energy_table", "Energy and area of a process.")
            .required("source", TEXT, "where the figures come from")
            .required("uncertainty", FRACTION, "relative uncertainty, one sigma")
            .required(
                    "mac",
                    table(
                            column("ifm_bits", count(1, 64), "bits of an IFM element"),
                            column("weight_bits", count(1, 64), "bits of a weight"),
                            column("energy", amount(Dimension.ENERGY, "pJ"), "one product with its accumulation")),
                    "energy of a MAC")
            .required(
                    "access",
                    table(
                            column("memory", Vocabulary.ACCESSED, "what is accessed"),
                            column("energy", amount(Dimension.ENERGY_PER_DATA, "pJ/B"), "one byte")),
                    "energy of accesses")
            .required("output_element", amount(Dimension.ENERGY, "pJ"), "output unit, one element")
            .required("leakage", amount(Dimension.ENERGY_PER_CYCLE, "pJ/cycle"), "whole NPU")
            .required("mac_area", amount(Dimension.AREA, "um2"), "one 8-bit MAC with its share of control")
            .required("ram_area", amount(Dimension.AREA_PER_DATA, "um2/B"), "on-chip RAM");

    private static final BlockType ENGINE_TIMING = EngineTimingSchema.ENGINE_TIMING;

    private static final BlockType WORKLOAD_TYPE = block("reference_run", "A replay with published counters.")
            .required("accelerator", name("accelerator"), "accelerator")
            .required("platform", name("platform"), "platform")
            .required("system", name("system"), "system configuration")
            .required("memory_mode", name("memory_mode"), "memory mode")
            .required("arena_cache", bytes(0, MAX_SIZE), "size of the staging area")
            .required("workload", CALL, "workload")
            .optional(
                    "chaining",
                    word("switch", "on", "off"),
                    "on",
                    "whether elementwise operations follow others through the chaining buffer")
            .required("source", TEXT, "where the counters were published")
            .required(
                    "published",
                    table(
                            column("event", anyWord("an event"), "PMU event, or TOTAL, IDLE"),
                            column("label", TEXT, "words of the report line"),
                            column("unit", word("unit", "cycles", "beats", "lines"), "unit of the count"),
                            column("value", count(0, Long.MAX_VALUE), "published value")),
                    "published counters");

    private static final BlockType STUDY = block("study", "A design-space study.")
            .optional(
                    "strategy",
                    word("strategy", "grid", "random", "latin_hypercube", "nsga2", "one_at_a_time", "morris"),
                    "grid",
                    "how points are chosen")
            .optional(
                    "budget",
                    count(1, 1L << 40),
                    null,
                    "number of points of a strategy that samples or searches, 1000 when absent")
            .optional("seed", count(0, Long.MAX_VALUE), "1", "seed of a sampling strategy")
            .optional("accelerator", name("accelerator"), null, "accelerator when it is not varied")
            .optional("platform", name("platform"), null, "platform when it is not varied")
            .optional("system", name("system"), null, "system configuration when it is not varied")
            .optional("memory_mode", name("memory_mode"), null, "memory mode when it is not varied");

    private static final BlockType CPU = block("cpu", "A CPU that runs the operators an NPU cannot.")
            .required("clock", FREQUENCY, "core clock")
            .required(
                    "cycles_per_element",
                    table(
                            column("operations", orAny(list(Vocabulary.TOSA_OPERATOR)), "operators"),
                            optionalColumn("bits", count(1, 64), "widest element"),
                            column("cycles", Types.RATIO, "cycles per output element, or per MAC for products")),
                    "cost of operators; the first row that matches holds")
            .required("transfer", amount(Dimension.DATA_PER_CYCLE, "B/cycle"), "bandwidth to the feature maps")
            .required("call_overhead", cycles(1 << 24), "start of an operator")
            .optional("handover", cycles(1 << 24), "0 cycles", "start of the NPU after an operator of the CPU");

    /**
     * A result that a study can optimise or require.
     *
     * @param dimension what it measures
     * @param meaning one line
     */
    public record Metric(Dimension dimension, String meaning) {}

    private static final Map<String, Metric> METRICS = new TreeMap<>(Map.ofEntries(
            Map.entry("active_cycles", new Metric(Dimension.CYCLES, "cycles in which the NPU is active")),
            Map.entry("arena_bytes", new Metric(Dimension.DATA, "space of the feature maps")),
            Map.entry("area", new Metric(Dimension.AREA, "MAC array and working buffers")),
            Map.entry("constant_bytes", new Metric(Dimension.DATA, "weights, scales and tables")),
            Map.entry("energy", new Metric(Dimension.ENERGY, "products, memory traffic, output elements and leakage")),
            Map.entry("external_traffic", new Metric(Dimension.DATA, "bytes over axi1")),
            Map.entry("latency", new Metric(Dimension.TIME, "from start to end")),
            Map.entry("mac_utilisation", new Metric(Dimension.NONE, "products over what the array could do meanwhile")),
            Map.entry("macs", new Metric(Dimension.NONE, "products")),
            Map.entry("sram_peak", new Metric(Dimension.DATA, "most bytes of the staging area in use")),
            Map.entry("sram_traffic", new Metric(Dimension.DATA, "bytes over axi0")),
            Map.entry("traffic", new Metric(Dimension.DATA, "bytes over both"))));

    private static final Map<String, String> ROOTS = new LinkedHashMap<>();

    private static final Map<String, BlockType> KINDS = new LinkedHashMap<>();

    static {
        for (BlockType kind : new BlockType[] {
            AcceleratorSchema.ACCELERATOR,
            SYSTEM,
            MEMORY_MODE,
            PLATFORM,
            TIMING_PROFILE,
            PMU_CATALOGUE,
            ENGINE_TIMING,
            ENERGY_TABLE,
            CPU,
            WORKLOAD_TYPE,
            STUDY
        }) {
            KINDS.put(kind.name(), kind);
        }
    }

    static {
        for (String kind : new String[] {"accelerator", "system", "memory_mode", "platform"}) {
            ROOTS.put(kind, kind);
        }
        ROOTS.put("timing", TIMING_PROFILE.name());
        ROOTS.put("engine", ENGINE_TIMING.name());
        ROOTS.put("energy", ENERGY_TABLE.name());
    }

    private Schemas() {}

    /** Kinds of declarations by introducing word, in the order of the reference page. */
    public static Map<String, BlockType> kinds() {
        return KINDS;
    }

    /** What a study can optimise or require of a design, besides PMU events and properties. */
    public static Map<String, Metric> metrics() {
        return METRICS;
    }

    /** Kinds by the words that paths into a whole design start with, as in {@code system.Dram.read_latency}. */
    public static Map<String, String> roots() {
        return ROOTS;
    }

    /** The kinds of memories to which energy tables may add. */
    public static List<String> memoryKinds() {
        return Vocabulary.MEMORY_KINDS;
    }

    /** The buffers of an NPU that energy tables have rows for, besides those for kinds of memories. */
    public static List<String> buffers() {
        return Vocabulary.BUFFERS;
    }

    /** {@code a system}, {@code an accelerator}. */
    public static String withArticle(String noun) {
        return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }
}
