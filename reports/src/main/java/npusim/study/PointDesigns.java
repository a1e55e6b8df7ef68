package npusim.study;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import npusim.dsl.Library;
import npusim.dsl.Selection;
import npusim.dsl.Study;
import npusim.hardware.HardwareConfiguration;

/** The designs that the points of a study stand for. */
final class PointDesigns {
    private static final List<String> PARTS = List.of("accelerator", "platform", "system", "memory_mode");

    private final StudyPlan plan;
    private final Library library;
    private final String usualAccelerator;

    PointDesigns(StudyPlan plan, Library library) {
        this.plan = plan;
        this.library = library;
        this.usualAccelerator = library.referenceRun().accelerator();
    }

    /** Whether a name in an expression is a property of a design rather than a metric. */
    static boolean isProperty(String name) {
        return name.contains(".");
    }

    /**
     * What a point asks the library for.
     *
     * @throws npusim.dsl.diagnostic.DiagnosticException if a following value needs a design that cannot be built
     */
    Selection selection(StudyPoint point) {
        Map<String, String> chosen = new HashMap<>();
        for (String part : PARTS) {
            String setting = plan.study().settings().get(part);
            if (setting != null) {
                chosen.put(part, setting);
            }
        }
        Map<String, String> changes = new LinkedHashMap<>();
        for (int i = 0; i < plan.dimensions().size(); i++) {
            String path = plan.dimensions().get(i).path();
            (isProperty(path) ? changes : chosen).put(path, plan.value(point, i));
        }
        Selection selection = Selection.of(chosen.getOrDefault("accelerator", usualAccelerator))
                .withPlatform(chosen.get("platform"))
                .withSystem(chosen.get("system"))
                .withMemoryMode(chosen.get("memory_mode"))
                .withTimingProfile(chosen.get("timing"));
        for (Map.Entry<String, String> change : changes.entrySet()) {
            selection = selection.withOverride(change.getKey(), change.getValue());
        }
        for (Study.Derivation derivation : plan.study().derivations()) {
            selection = selection.withOverride(derivation.path(), following(derivation, selection, changes));
            changes.put(derivation.path(), selection.overrides().getLast().value());
        }
        return selection;
    }

    private String following(Study.Derivation derivation, Selection selection, Map<String, String> changes) {
        Set<String> names = new TreeSet<>();
        FollowingValue.properties(derivation.expression(), names);
        Map<String, String> values = new HashMap<>(changes);
        if (!values.keySet().containsAll(names)) {
            library.values(selection, names).forEach(values::putIfAbsent);
        }
        return FollowingValue.text(derivation.expression(), plan.study().constants(), name -> {
            String value = values.get(name);
            if (value == null) {
                throw new StudyException("study " + plan.study().name() + ": " + derivation.path() + " follows " + name
                        + ", which the design does not have");
            }
            return value;
        });
    }

    HardwareConfiguration hardware(Selection selection) {
        return library.configure(selection);
    }

    /** Those of some properties that are numbers, in base units. */
    Map<String, Double> numbers(Selection selection, Set<String> properties) {
        Map<String, Double> values = new LinkedHashMap<>();
        if (!properties.isEmpty()) {
            library.values(selection, properties).forEach((path, value) -> {
                Double number = ResultExpression.numberOf(value);
                if (number != null) {
                    values.put(path, number);
                }
            });
        }
        return values;
    }
}
