package npusim.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import npusim.dsl.Library;
import npusim.dsl.ResolvedProperty;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim diff}: compares two declarations property by property. */
@Command(
        name = "diff",
        description = {
            "Compares two declarations property by property.",
            "Exits with 0 when nothing differs, with 1 when something does."
        })
final class DiffCommand extends Verb {
    @Parameters(
            index = "0",
            paramLabel = "A",
            completionCandidates = NameCandidates.Declarations.class,
            description = "First declaration.")
    private String first = "";

    @Parameters(
            index = "1",
            paramLabel = "B",
            completionCandidates = NameCandidates.Declarations.class,
            description = "Second declaration.")
    private String second = "";

    @Option(names = "--config", paramLabel = "FILE", description = LanguageSupport.CONFIG)
    private List<Path> files = List.of();

    /** One difference; a side that lacks the property is null. */
    record Difference(
            String path,
            @Nullable String first,
            @Nullable String firstOrigin,
            @Nullable String second,
            @Nullable String secondOrigin) {}

    @Override
    public Integer call() {
        Library library = LanguageSupport.library(files, err());
        Map<String, ResolvedProperty> one = byPath(library.properties(first));
        Map<String, ResolvedProperty> other = byPath(library.properties(second));
        requireSameKind(library);
        Set<String> paths = new LinkedHashSet<>(one.keySet());
        paths.addAll(other.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String path : paths) {
            ResolvedProperty a = one.get(path);
            ResolvedProperty b = other.get(path);
            if (a == null || b == null || !a.value().equals(b.value())) {
                differences.add(new Difference(
                        path,
                        a == null ? null : a.value(),
                        a == null ? null : a.origin(),
                        b == null ? null : b.value(),
                        b == null ? null : b.origin()));
                print(path, a, b);
            }
        }
        out().println(differences.size() + " of " + paths.size() + " properties differ");
        writeJson(differences);
        return differences.isEmpty() ? ExitCode.SUCCESS : ExitCode.CHECK_FAILED;
    }

    private void requireSameKind(Library library) {
        String kind = library.kindOf(first);
        String otherKind = library.kindOf(second);
        if (!Objects.equals(kind, otherKind)) {
            throw new BadInputException("only declarations of one kind can be compared: %s is of kind %s, %s of kind %s"
                    .formatted(first, kind, second, otherKind));
        }
    }

    private void print(String path, @Nullable ResolvedProperty a, @Nullable ResolvedProperty b) {
        out().println(path);
        out().println("  - " + side(a));
        out().println("  + " + side(b));
        PropertyLines.difference(rows(a), rows(b)).forEach(line -> out().println("      " + line));
    }

    private static String side(@Nullable ResolvedProperty property) {
        return property == null ? "(not given)" : PropertyLines.value(property) + "  (" + property.origin() + ")";
    }

    private static List<List<String>> rows(@Nullable ResolvedProperty property) {
        return property == null ? List.of() : property.rows();
    }

    private static Map<String, ResolvedProperty> byPath(List<ResolvedProperty> properties) {
        Map<String, ResolvedProperty> map = new LinkedHashMap<>();
        properties.forEach(property -> map.put(property.path(), property));
        return map;
    }
}
