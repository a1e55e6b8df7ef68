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
import npusim.dsl.schema.Schemas;
import npusim.dsl.source.Span;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.SchedulePolicy;

/**
 * A point's design written in the language, ready to be used: its accelerator, and a declaration for each other part that the
 * point changes or that is not shipped.
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
                writer.declared("accelerator", hardware.accelerator().name(), accelerator));
        if (library.declaration(hardware.platform().name()) != null) {
            parts.put("platform", writer.part("platform", hardware.platform().name()));
        }
        parts.put("system", writer.part("system", hardware.system().name()));
        parts.put(
                "memory_mode", writer.part("memory_mode", hardware.memoryMode().name()));
        parts.put("timing", writer.part("timing", hardware.timingProfile().name()));
        return new DesignText("// " + comment + "\n" + writer.imports() + writer.body, parts);
    }

    /** Arguments of {@code npusim} that replay a workload on this design, described in {@code file}. */
    List<String> runArguments(Study.Workload workload, SchedulePolicy policy, String file) {
        List<String> arguments =
                new ArrayList<>(List.of("run", workload.name(), "--policy", policy.toString(), "--config", file));
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

        /** The name of a part: its own where everybody has it, or that of a declaration. */
        String part(String root, String base) {
            Span declared = library.declaration(base);
            boolean everywhere = declared == null || declared.file().name().startsWith(SHIPPED);
            return everywhere && !changes.containsKey(root) ? base : declared(root, base, List.of());
        }

        String declared(String root, String base, List<String> further) {
            importing(base);
            String own = root.equals("accelerator") ? name : name + "_" + capital(root);
            body.append('\n').append(Schemas.roots().get(root)).append(' ').append(own);
            List<String> lines = new ArrayList<>(further);
            for (Selection.Change change : changes.getOrDefault(root, List.of())) {
                lines.add(change.path().substring(root.length() + 1) + " = " + change.value());
            }
            body.append(" extends ").append(base).append(lines.isEmpty() ? " {" : " {\n");
            lines.forEach(line -> body.append("  ").append(line).append('\n'));
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
