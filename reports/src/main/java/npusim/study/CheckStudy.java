package npusim.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import npusim.dsl.Library;
import npusim.dsl.Selection;
import npusim.dsl.Study;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.study.StudyPlan.Dimension;

/** Finds what is wrong with a study before any point runs. */
final class CheckStudy {
    private static final long MOST_COMBINATIONS = 1_000_000;

    private final StudyPlan plan;
    private final Library library;

    private CheckStudy(StudyPlan plan, Library library) {
        this.plan = plan;
        this.library = library;
    }

    /**
     * Checks that every varied property exists and that the requirements on varied values can be met.
     *
     * @throws StudyException if no combination of values meets the requirements
     * @throws DiagnosticException if a property cannot be changed
     */
    static void check(StudyPlan plan, Library library) {
        CheckStudy check = new CheckStudy(plan, library);
        check.properties();
        check.requirements();
    }

    /** A wrong path or unit is a mistake of the study; a value that does not fit with others makes a point infeasible. */
    private void properties() {
        StudyPoint first = new StudyPoint(0, new int[plan.dimensions().size()]);
        Selection whole = new PointDesigns(plan, library).selection(first);
        Selection bare = new Selection(
                whole.accelerator(),
                whole.platform(),
                whole.system(),
                whole.memoryMode(),
                whole.timingProfile(),
                List.of());
        Set<String> known;
        try {
            known = library.resolve(bare).stream()
                    .map(property -> property.path())
                    .collect(Collectors.toSet());
        } catch (DiagnosticException e) {
            return; // the first choice of parts does not go together: that is a point's affair
        }
        for (Selection.Change change : whole.overrides()) {
            if (!known.contains(change.path())) {
                refuse(bare.withOverride(change.path(), change.value()));
            }
        }
    }

    private void refuse(Selection selection) {
        try {
            library.configure(selection);
        } catch (DiagnosticException e) {
            if (plan.choosesAccelerator()) {
                throw e;
            }
            throw new DiagnosticException(e.diagnostics().stream()
                    .map(diagnostic -> diagnostic.withNote("the study names no accelerator, which makes it "
                            + selection.accelerator() + ": 'accelerator = NAME' in it chooses another"))
                    .toList());
        }
    }

    private void requirements() {
        List<Study.Requirement> decidable = new ArrayList<>();
        Set<Dimension> used = new LinkedHashSet<>();
        for (Study.Requirement requirement : plan.study().requirements()) {
            Set<String> names = new LinkedHashSet<>();
            ResultExpression.names(requirement.condition(), names);
            List<Dimension> dimensions = plan.dimensions().stream()
                    .filter(dimension -> names.contains(dimension.path()))
                    .toList();
            if (dimensions.size() == names.size() && dimensions.stream().allMatch(CheckStudy::isNumeric)) {
                decidable.add(requirement);
                used.addAll(dimensions);
            }
        }
        List<Dimension> dimensions = List.copyOf(used);
        if (!decidable.isEmpty() && combinations(dimensions) <= MOST_COMBINATIONS) {
            boolean possible = canHold(decidable, dimensions, new HashMap<>());
            if (!possible) {
                throw new StudyException("study " + plan.study().name() + ": no combination of values meets "
                        + decidable.stream()
                                .map(requirement -> "'require " + requirement.text() + "'")
                                .collect(Collectors.joining(" and ")));
            }
        }
    }

    private static boolean isNumeric(Dimension dimension) {
        return dimension.values().stream().allMatch(value -> ResultExpression.numberOf(value) != null);
    }

    private static double combinations(List<Dimension> dimensions) {
        return dimensions.stream()
                .mapToDouble(dimension -> dimension.values().size())
                .reduce(1, (a, b) -> a * b);
    }

    private static boolean canHold(
            List<Study.Requirement> requirements, List<Dimension> dimensions, Map<String, Double> values) {
        if (values.size() == dimensions.size()) {
            return requirements.stream()
                    .allMatch(requirement -> ResultExpression.holds(requirement.condition(), values));
        }
        Dimension next = dimensions.get(values.size());
        for (String value : next.values()) {
            Double number = ResultExpression.numberOf(value);
            if (number != null) {
                values.put(next.path(), number);
                if (canHold(requirements, dimensions, values)) {
                    return true;
                }
                values.remove(next.path());
            }
        }
        return false;
    }
}
