package npusim.dsl.vela;

import java.util.List;
import java.util.Map;

/** The keys of {@code vela.ini} and the properties they become. */
final class VelaKeys {

    /**
     * A key of a memory, behind the memory's name and an underscore.
     *
     * @param key as in the file
     * @param property as in the language
     * @param unit what the number counts in the language, empty for a bare number
     */
    record MemoryKey(String key, String property, String unit) {}

    static final List<MemoryKey> MEMORY_KEYS = List.of(
            new MemoryKey("clock_scale", "clock_scale", ""),
            new MemoryKey("ports_used", "ports", ""),
            new MemoryKey("burst_length", "burst_length", "B"),
            new MemoryKey("read_latency", "read_latency", "cycles"),
            new MemoryKey("write_latency", "write_latency", "cycles"),
            new MemoryKey("max_reads", "max_reads", ""),
            new MemoryKey("max_writes", "max_writes", ""));

    /** Memory areas with the kind they are in the language. */
    static final Map<String, String> AREAS =
            Map.of("Sram", "sram", "Dram", "dram", "OffChipFlash", "off_chip_flash", "OnChipFlash", "on_chip_flash");

    static final List<String> SIDES = List.of("axi0", "axi1");

    static final Map<String, String> MODE_AREAS =
            Map.of("const_mem_area", "const_area", "arena_mem_area", "arena_area", "cache_mem_area", "cache_area");

    private VelaKeys() {}
}
