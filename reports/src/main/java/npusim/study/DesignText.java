package npusim.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import npusim.dsl.Library;
import npusim.dsl.Selection;
import npusim.dsl.Study;
import npusim.dsl.source.Span;
import npusim.hardware.HardwareConfiguration;

/**
 * A point's design written in the language, ready to be used: a declaration for each part that the point changes.
 *
 * @param text the description
 * @param parts names by part: {@code accelerator, platform, system, memory_mode, timing}
 */
record DesignText(String text, Map<String, String> parts) {
    private static final String SHIPPED = "configs/";

    /**
     * Writes a design.
     *
     * @param name of the accelerator; the other parts are named after it
     * @param comment one line about it
     * @param folder where the text will lie, for the imports of the user's files
     */
    static DesignText of(Library library, Selection selection, String name, String comment, Path folder) {
        HardwareConfiguration hardware = library.configure(selection);
        Map<String, List<Selection.Change>> changes = new LinkedHashMap<>();
        for (Selection.Change change : selection.overrides()) {
            String root = change.path().substring(0, change.path().indexOf('.'));
            changes.computeIfAbsent(root, r -> new ArrayList<>()).add(change);
        }
        Writer writer = new Writer(library, folder, name, changes);
        Map<String, String> parts = new LinkedHashMap<>();
        List<String> accelerator = new ArrayList<>();
        for (String root : List.of("engine", "energy")) {
            if (changes.containsKey(root)) {
                String base = library.resolve(selection).stream()
                        .filter(property -> property.path().equals("accelerator." + root))
                        .findFirst()
                        .orElseThrow()
                        .value();
                accelerator.add(root + " = " + writer.declared(root, base, List.of()));
            }
        }
        parts.put(
                "accelerator",
                accelerator.isEmpty()
                        ? writer.part("accelerator", hardware.accelerator().name())
                        : writer.declared("accelerator", hardware.accelerator().name(), accelerator));
        if (library.declaration(hardware.platform().name()) != null) {
            parts.put("platform", writer.part("platform", hardware.platform().name()));
        }
        parts.put("system", writer.part("system", hardware.system().name()));
        parts.put(
                "memory_mode", writer.part("memory_mode", hardware.memoryMode().name()));
        parts.put("timing", writer.part("timing", hardware.timingProfile().name()));
        return new DesignText("// " + comment + "\n" + writer.imports() + "\n" + writer.body, parts);
    }

    /** Options of {@code npusim run} that replay a workload on this design, described in {@code file}. */
    List<String> runArguments(Study.Workload workload, String file) {
        List<String> arguments = new ArrayList<>(List.of("run", workload.name(), "--timing-only", "--config", file));
        workload.arguments().forEach((option, value) -> {
            if (!option.equals("weight")) {
                arguments.addAll(List.of("--set", option + "=" + value));
            }
        });
        Map<String, String> options = Map.of(
                "accelerator", "--npu",
                "platform", "--platform",
                "system", "--system",
                "memory_mode", "--memory-mode",
                "timing", "--timing-profile");
        parts.forEach((part, name) -> arguments.addAll(List.of(String.valueOf(options.get(part)), name)));
        return arguments;
    }

    private static final class Writer {
        private static final Map<String, String> KINDS = Map.of(
                "accelerator", "accelerator",
                "system", "system",
                "memory_mode", "memory_mode",
                "platform", "platform",
                "timing", "timing_profile",
                "engine", "engine_timing",
                "energy", "energy_table");

        private final Library library;
        private final Path folder;
        private final String name;
        private final Map<String, List<Selection.Change>> changes;
        private final Set<String> files = new LinkedHashSet<>();
        private final StringBuilder body = new StringBuilder();

        Writer(Library library, Path folder, String name, Map<String, List<Selection.Change>> changes) {
            this.library = library;
            this.folder = folder;
            this.name = name;
            this.changes = changes;
        }

        /** The name of a part: its own, or that of a declaration with the changes. */
        String part(String root, String base) {
            if (changes.containsKey(root)) {
                return declared(root, base, List.of());
            }
            importing(base);
            return base;
        }

        String declared(String root, String base, List<String> further) {
            importing(base);
            String own = root.equals("accelerator") ? name : name + "_" + capital(root);
            body.append('\n').append(KINDS.get(root)).append(' ').append(own);
            body.append(" extends ").append(base).append(" {\n");
            further.forEach(line -> body.append("  ").append(line).append('\n'));
            for (Selection.Change change : changes.getOrDefault(root, List.of())) {
                body.append("  ")
                        .append(change.path().substring(root.length() + 1))
                        .append(" = ")
                        .append(change.value())
                        .append('\n');
            }
            body.append("}\n");
            return own;
        }

        private void importing(String base) {
            Span declared = library.declaration(base);
            if (declared != null) {
                String file = declared.file().name();
                files.add(
                        file.startsWith(SHIPPED)
                                ? file.substring(SHIPPED.length())
                                : folder.toAbsolutePath()
                                        .normalize()
                                        .relativize(
                                                Path.of(file).toAbsolutePath().normalize())
                                        .toString());
            }
        }

        String imports() {
            StringBuilder lines = new StringBuilder();
            files.forEach(file -> lines.append("import \"").append(file).append("\"\n"));
            return lines.toString();
        }

        private static String capital(String root) {
            StringBuilder words = new StringBuilder();
            for (String word : root.split("_")) {
                words.append(words.isEmpty() ? "" : "_")
                        .append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(word.substring(1));
            }
            return words.toString();
        }
    }
}
