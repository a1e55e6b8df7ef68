package npusim.dsl.vela;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import npusim.dsl.Library;
import npusim.dsl.ResolvedProperty;
import npusim.dsl.quantity.Ratio;
import npusim.hardware.Memory;
import npusim.hardware.MemoryMode;
import npusim.hardware.SystemConfig;

/** Writes systems and memory modes as a {@code vela.ini}. Only what a declaration says is written, not defaults. */
public final class ExportVela {

    private ExportVela() {}

    /**
     * The file's text.
     *
     * @param library where the declarations are
     * @param names names of systems and memory modes, in the order of the file
     */
    public static String convert(Library library, List<String> names) {
        StringBuilder out = new StringBuilder("; Exported by npusim.\n");
        for (String name : names) {
            if ("system".equals(library.kindOf(name))) {
                system(library, library.system(name), out);
            } else {
                memoryMode(library, library.memoryMode(name), names, out);
            }
        }
        return out.toString();
    }

    private static void system(Library library, SystemConfig system, StringBuilder out) {
        out.append("\n[System_Config.").append(system.name()).append("]\n");
        out.append("core_clock=").append(system.coreClockHertz()).append('\n');
        for (int side = 0; side < Math.min(2, system.attached().size()); side++) {
            out.append("axi")
                    .append(side)
                    .append("_port=")
                    .append(system.attached().get(side))
                    .append('\n');
        }
        List<String> said = said(library, system.name());
        for (Memory memory : system.memories()) {
            for (VelaKeys.MemoryKey key : VelaKeys.MEMORY_KEYS) {
                if (said.contains(memory.name() + "." + key.property())) {
                    out.append(memory.name()).append('_').append(key.key()).append('=');
                    out.append(value(memory, key.property())).append('\n');
                }
            }
        }
    }

    private static String value(Memory memory, String property) {
        return switch (property) {
            case "clock_scale" -> decimal(memory.clockScale());
            case "ports" -> Integer.toString(memory.ports());
            case "burst_length" -> Integer.toString(memory.burstBytes());
            case "read_latency" -> Integer.toString(memory.readLatencyCycles());
            case "write_latency" -> Integer.toString(memory.writeLatencyCycles());
            case "max_reads" -> Integer.toString(memory.maxReads());
            case "max_writes" -> Integer.toString(memory.maxWrites());
            default -> throw new IllegalArgumentException(property);
        };
    }

    private static String decimal(Ratio ratio) {
        String text = ratio.toString();
        return text.indexOf('/') < 0 ? text : String.format(Locale.ROOT, "%.17g", ratio.doubleValue());
    }

    private static void memoryMode(Library library, MemoryMode mode, List<String> names, StringBuilder out) {
        out.append("\n[Memory_Mode.").append(mode.name()).append("]\n");
        List<String> lineage = library.lineage(mode.name());
        boolean inherits = lineage.size() > 1 && names.contains(lineage.get(1));
        MemoryMode parent = inherits ? library.memoryMode(lineage.get(1)) : null;
        if (parent != null) {
            out.append("inherit=Memory_Mode.").append(parent.name()).append('\n');
        }
        Map<String, int[]> areas = Map.of(
                "const_mem_area", new int[] {mode.constantsAxi(), parent == null ? -1 : parent.constantsAxi()},
                "arena_mem_area", new int[] {mode.arenaAxi(), parent == null ? -1 : parent.arenaAxi()},
                "cache_mem_area", new int[] {mode.cacheAxi(), parent == null ? -1 : parent.cacheAxi()});
        for (String key : List.of("const_mem_area", "arena_mem_area", "cache_mem_area")) {
            int[] sides = areas.getOrDefault(key, new int[2]);
            if (sides[0] != sides[1]) {
                out.append(key).append("=Axi").append(sides[0]).append('\n');
            }
        }
        if (mode.arenaCacheBytes() != Long.MAX_VALUE
                && (parent == null || parent.arenaCacheBytes() != mode.arenaCacheBytes())) {
            out.append("arena_cache_size=").append(mode.arenaCacheBytes()).append('\n');
        }
    }

    private static List<String> said(Library library, String name) {
        return library.properties(name).stream()
                .filter(property -> !property.origin().equals("default"))
                .map(ResolvedProperty::path)
                .toList();
    }
}
