package npusim.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import npusim.dsl.Library;
import npusim.dsl.ResolvedProperty;
import npusim.dsl.Selection;
import npusim.dsl.schema.Schemas;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim show}: prints everything a design resolves to, with the origin of every value. */
@Command(
        name = "show",
        description = {
            "Shows what a name resolves to, each value with the file and line that says it.",
            "Without a name, lists all names by kind. With --whole, an accelerator is shown with the system, memory mode, "
                    + "platform and timing adapters it runs with."
        })
final class ShowCommand extends Verb {
    /** A longer value does not push the origins of all others to the right. */
    private static final int WIDEST_ALIGNED = 40;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            completionCandidates = NameCandidates.Declarations.class,
            description = "Any declaration: accelerator, system, platform …")
    private @Nullable String name;

    @Option(names = "--config", paramLabel = "FILE", description = LanguageSupport.CONFIG)
    private List<Path> files = List.of();

    @Option(names = "--whole", description = "With everything the accelerator runs with.")
    private boolean whole;

    @Option(
            names = {"--override", "--set"},
            paramLabel = "PATH=VALUE",
            description = "Change a property (timing.axi1.read_latency='200 cycles'). May be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /** What {@code --json} writes for a name. */
    record Shown(String name, @Nullable String kind, List<ResolvedProperty> properties) {}

    /** What {@code --json} writes without a name. */
    record Listed(String kind, List<String> names) {}

    @Override
    public Integer call() {
        Library library = LanguageSupport.library(files, err());
        if (name == null) {
            if (whole || !overrides.isEmpty()) {
                throw new BadInputException("which accelerator? --whole and properties to change need the name of one");
            }
            List<Listed> all = Schemas.kinds().keySet().stream()
                    .map(kind -> new Listed(kind, library.names(kind)))
                    .toList();
            for (Listed listed : all) {
                if (!listed.names().isEmpty()) {
                    out().print(Hanging.lines(
                            String.format("%-14s  ", listed.kind()), String.join(" ", listed.names())));
                }
            }
            writeJson(all);
            return ExitCode.SUCCESS;
        }
        List<ResolvedProperty> properties;
        if (whole || !overrides.isEmpty()) {
            Selection selection = Selection.of(name);
            for (Map.Entry<String, String> override : overrides.entrySet()) {
                selection = selection.withOverride(override.getKey(), override.getValue());
            }
            properties = library.resolve(selection);
        } else {
            properties = library.properties(name);
        }
        print(properties);
        writeJson(new Shown(name, library.kindOf(name), properties));
        return ExitCode.SUCCESS;
    }

    private void print(List<ResolvedProperty> properties) {
        int pathWidth = properties.stream()
                .mapToInt(property -> property.path().length())
                .max()
                .orElse(0);
        int valueWidth = properties.stream()
                .mapToInt(property -> PropertyLines.value(property).length())
                .filter(length -> length <= WIDEST_ALIGNED)
                .max()
                .orElse(0);
        for (ResolvedProperty property : properties) {
            out().println(pad(property.path(), pathWidth) + "  " + pad(PropertyLines.value(property), valueWidth) + "  "
                    + property.origin());
            PropertyLines.table(property.rows()).forEach(line -> out().println("  " + line));
        }
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }
}
