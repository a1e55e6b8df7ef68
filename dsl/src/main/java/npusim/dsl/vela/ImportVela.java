package npusim.dsl.vela;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.diagnostic.NearestNames;
import npusim.dsl.quantity.Ratio;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import org.jspecify.annotations.Nullable;

/** Writes the sections of a {@code vela.ini} as declarations of systems and memory modes. */
public final class ImportVela {

    private final VelaFile file;
    private final DiagnosticSink sink;

    private ImportVela(VelaFile file, DiagnosticSink sink) {
        this.file = file;
        this.sink = sink;
    }

    /** The declarations, or null after reported problems. Every key of the file is either in the result or reported. */
    public static @Nullable String convert(SourceFile source, DiagnosticSink sink) {
        VelaFile file = VelaFile.parse(source, sink);
        String text = new ImportVela(file, sink).run(source.name());
        return sink.hasErrors() ? null : text;
    }

    private String run(String name) {
        StringBuilder out = new StringBuilder("// Imported from " + name.substring(name.lastIndexOf('/') + 1) + ".\n");
        for (VelaFile.Section section : file.sections()) {
            out.append('\n');
            String parent = parent(section);
            if (section.kind().equals("System_Config")) {
                system(section, parent, out);
            } else {
                memoryMode(section, parent, out);
            }
        }
        return out.toString();
    }

    private @Nullable String parent(VelaFile.Section section) {
        VelaFile.Entry inherit = section.entries().get("inherit");
        if (inherit == null) {
            return null;
        }
        Set<VelaFile.Section> seen = new LinkedHashSet<>();
        VelaFile.Section at = section;
        while (at != null && seen.add(at)) {
            VelaFile.Entry next = at.entries().get("inherit");
            if (next == null) {
                return inherit.value().substring(inherit.value().indexOf('.') + 1);
            }
            String wanted = next.value();
            String prefix = section.kind() + ".";
            VelaFile.Section found =
                    wanted.startsWith(prefix) ? file.find(section.kind(), wanted.substring(prefix.length())) : null;
            if (found == null) {
                sink.report(next.problem(DiagnosticCode.VELA_UNKNOWN_PARENT, wanted));
                return null;
            }
            at = found;
        }
        sink.report(Diagnostic.of(DiagnosticCode.VELA_CYCLE, section.span(), section.name()));
        return null;
    }

    private static void head(StringBuilder out, String kind, VelaFile.Section section, @Nullable String parent) {
        out.append(kind).append(' ').append(section.name());
        if (parent != null) {
            out.append(" extends ").append(parent);
        }
        out.append(" {\n");
    }

    private void system(VelaFile.Section section, @Nullable String parent, StringBuilder out) {
        head(out, "system", section, parent);
        Set<String> memories = new LinkedHashSet<>();
        List<String> used = new ArrayList<>(List.of("inherit"));
        VelaFile.Entry clock = section.entries().get("core_clock");
        if (clock != null) {
            out.append("  core_clock = ").append(number(clock)).append(" Hz\n");
            used.add("core_clock");
        }
        for (String side : VelaKeys.SIDES) {
            VelaFile.Entry port = section.entries().get(side + "_port");
            if (port != null) {
                out.append("  ").append(side).append(" = ").append(area(port)).append('\n');
                used.add(side + "_port");
                memories.add(port.value());
            }
        }
        for (String key : section.entries().keySet()) {
            int underscore = key.indexOf('_');
            if (underscore > 0 && VelaKeys.AREAS.containsKey(key.substring(0, underscore))) {
                memories.add(key.substring(0, underscore));
            }
        }
        for (String memory : memories) {
            memory(section, memory, used, out);
        }
        reportUnknown(section, used, "System_Config");
        out.append("}\n");
    }

    private void memory(VelaFile.Section section, String memory, List<String> used, StringBuilder out) {
        String kind = VelaKeys.AREAS.get(memory);
        if (kind == null) {
            return;
        }
        out.append("\n  memory ")
                .append(memory)
                .append(" {\n    kind = ")
                .append(kind)
                .append('\n');
        for (VelaKeys.MemoryKey key : VelaKeys.MEMORY_KEYS) {
            VelaFile.Entry entry = section.entries().get(memory + "_" + key.key());
            if (entry != null) {
                out.append("    ").append(key.property()).append(" = ").append(number(entry));
                out.append(key.unit().isEmpty() ? "\n" : " " + key.unit() + "\n");
                used.add(memory + "_" + key.key());
            }
        }
        out.append("  }\n");
    }

    private void memoryMode(VelaFile.Section section, @Nullable String parent, StringBuilder out) {
        head(out, "memory_mode", section, parent);
        List<String> used = new ArrayList<>(List.of("inherit"));
        for (String key : List.of("const_mem_area", "arena_mem_area", "cache_mem_area")) {
            VelaFile.Entry entry = section.entries().get(key);
            if (entry != null) {
                used.add(key);
                out.append("  ")
                        .append(VelaKeys.MODE_AREAS.get(key))
                        .append(" = ")
                        .append(side(entry))
                        .append('\n');
            }
        }
        VelaFile.Entry cache = section.entries().get("arena_cache_size");
        if (cache != null) {
            used.add("arena_cache_size");
            out.append("  arena_cache = ").append(number(cache)).append(" B\n");
        }
        reportUnknown(section, used, "Memory_Mode");
        out.append("}\n");
    }

    private void reportUnknown(VelaFile.Section section, List<String> used, String kind) {
        for (Map.Entry<String, VelaFile.Entry> entry : section.entries().entrySet()) {
            if (!used.contains(entry.getKey())) {
                Diagnostic diagnostic = Diagnostic.of(
                        DiagnosticCode.VELA_UNKNOWN_KEY, entry.getValue().span(), entry.getKey(), kind);
                List<String> near = NearestNames.of(entry.getKey(), known(section, kind), 1);
                Span span = entry.getValue().span();
                Span key = new Span(
                        span.file(), span.start(), span.start() + entry.getKey().length());
                sink.report(
                        near.isEmpty()
                                ? diagnostic
                                : diagnostic.withEdit("did you mean " + near.getFirst() + "?", key, near.getFirst()));
            }
        }
    }

    private static List<String> known(VelaFile.Section section, String kind) {
        if (kind.equals("Memory_Mode")) {
            return List.of("const_mem_area", "arena_mem_area", "cache_mem_area", "arena_cache_size", "inherit");
        }
        List<String> keys = new ArrayList<>(List.of("core_clock", "axi0_port", "axi1_port", "inherit"));
        for (String area : VelaKeys.AREAS.keySet().stream().sorted().toList()) {
            VelaKeys.MEMORY_KEYS.forEach(key -> keys.add(area + "_" + key.key()));
        }
        keys.removeAll(section.entries().keySet());
        return keys;
    }

    private String number(VelaFile.Entry entry) {
        try {
            BigDecimal value = new BigDecimal(entry.value());
            if (Math.abs((long) value.scale()) < 30 && value.precision() < 60) {
                return Ratio.of(value).toString();
            }
        } catch (NumberFormatException word) {
            // reported below
        }
        return refuse(entry, "number");
    }

    private String area(VelaFile.Entry entry) {
        return VelaKeys.AREAS.containsKey(entry.value())
                ? entry.value()
                : refuse(entry, "memory area (Sram, Dram, OnChipFlash, OffChipFlash)");
    }

    private String side(VelaFile.Entry entry) {
        return switch (entry.value()) {
            case "Axi0" -> "axi0";
            case "Axi1" -> "axi1";
            default -> refuse(entry, "port (Axi0, Axi1)");
        };
    }

    private String refuse(VelaFile.Entry entry, String what) {
        sink.report(entry.problem(DiagnosticCode.VELA_BAD_VALUE, entry.value(), what));
        return "0";
    }
}
