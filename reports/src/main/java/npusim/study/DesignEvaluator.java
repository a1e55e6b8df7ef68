package npusim.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import npusim.dsl.Library;
import npusim.dsl.Selection;
import npusim.dsl.Study;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.hardware.HardwareConfiguration;
import npusim.replay.AdaptedMemory;
import npusim.replay.LeftFree;
import npusim.replay.WorkloadScheduling;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.zoo.Workload;
import npusim.zoo.Workloads;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates points by scheduling and timing their workloads.
 */
public final class DesignEvaluator implements PointEvaluator {
    private final PointDesigns designs;
    private final List<WeightedWorkload> workloads;
    private final Set<String> properties = new TreeSet<>();
    private final List<Study.Requirement> onDesigns = new ArrayList<>();
    private final List<Study.Requirement> onResults = new ArrayList<>();
    private final Objectives objectives;
    private final TimeWorkload timer = new TimeWorkload();

    private record WeightedWorkload(Workload workload, ScheduleOptions scheduling, double weight) {}

    /**
     * @param library of the study's file
     * @param policy whose schedules
     * @throws StudyException if a workload has no such option
     * @throws npusim.zoo.WorkloadException if there is no such workload
     */
    public DesignEvaluator(StudyPlan plan, Library library, SchedulePolicy policy) {
        designs = new PointDesigns(plan, library);
        workloads = plan.study().workloads().stream()
                .map(declared -> workload(declared, library, policy))
                .toList();
        objectives = new Objectives(plan.study().objectives());
        Set<String> names = new TreeSet<>();
        plan.study().objectives().forEach(objective -> ResultExpression.names(objective.expression(), names));
        for (Study.Requirement requirement : plan.study().requirements()) {
            Set<String> used = new TreeSet<>();
            ResultExpression.names(requirement.condition(), used);
            (used.stream().allMatch(PointDesigns::isProperty) ? onDesigns : onResults).add(requirement);
            names.addAll(used);
        }
        names.stream().filter(PointDesigns::isProperty).forEach(properties::add);
    }

    private static WeightedWorkload workload(Study.Workload declared, Library library, SchedulePolicy policy) {
        Map<String, String> arguments = new TreeMap<>(declared.arguments());
        String weight = arguments.remove("weight");
        Double factor = weight == null ? Double.valueOf(1) : ResultExpression.numberOf(weight);
        if (factor == null || !(factor > 0)) {
            throw new StudyException("weight of workload " + declared.name() + " must be positive, is " + weight);
        }
        Workload workload = Workloads.load(declared.name(), arguments);
        return new WeightedWorkload(workload, WorkloadScheduling.of(library, policy, workload), factor);
    }

    /** What is to be said of changes that do less than they seem to, as far as a point shows. */
    public List<String> doubts(StudyPoint point) {
        try {
            Selection selection = designs.selection(point);
            return AdaptedMemory.doubts(
                    designs.hardware(selection),
                    selection.overrides().stream().map(Selection.Change::path).toList());
        } catch (DiagnosticException | InfeasibleException e) {
            return List.of(); // its evaluation says why
        }
    }

    /** The schedules made here that are not the compiler's. */
    public LeftFree leftFree() {
        return timer.leftFree();
    }

    /** How many schedules were made, and how often one of them was taken again. */
    public String cacheReport() {
        return timer.cacheReport();
    }

    @Override
    public PointOutcome evaluate(StudyPoint point) {
        return evaluate(point, () -> {});
    }

    @Override
    public PointOutcome evaluate(StudyPoint point, Runnable waiting) {
        try {
            Selection selection = designs.selection(point);
            Map<String, Double> metrics = new LinkedHashMap<>(designs.numbers(selection, properties));
            String impossible = broken(onDesigns, metrics);
            if (impossible != null) {
                return new PointOutcome(point, impossible, metrics);
            }
            combine(designs.hardware(selection), metrics, waiting);
            String broken = broken(onResults, metrics);
            List<String> columns = objectives.columns();
            double[] values = objectives.values(new PointOutcome(point, null, metrics));
            for (int i = 0; i < values.length; i++) {
                if (Double.isFinite(values[i])) {
                    metrics.put(columns.get(i), values[i]);
                } else if (broken == null) {
                    broken = columns.get(i) + " is no finite number";
                }
            }
            return new PointOutcome(point, broken, metrics);
        } catch (DiagnosticException | InfeasibleException e) {
            return new PointOutcome(point, String.valueOf(e.getMessage()), Map.of());
        }
    }

    @Override
    public boolean prepare(StudyPoint point) {
        try {
            Selection selection = designs.selection(point);
            if (broken(onDesigns, designs.numbers(selection, properties)) != null) {
                return false;
            }
            HardwareConfiguration hardware = designs.hardware(selection);
            boolean made = false;
            for (WeightedWorkload weighted : workloads) {
                made |= timer.prepare(weighted.workload(), hardware, weighted.scheduling());
            }
            return made;
        } catch (RuntimeException e) {
            return false; // its evaluation says why
        }
    }

    /** Weighted means over the workloads; of peaks the largest. */
    private void combine(HardwareConfiguration hardware, Map<String, Double> metrics, Runnable waiting) {
        double weights = 0;
        for (WeightedWorkload weighted : workloads) {
            weights += weighted.weight();
            for (Map.Entry<String, Double> metric :
                    run(hardware, weighted, waiting).entrySet()) {
                double value = metric.getValue();
                boolean peak = RunMetrics.PEAKS.contains(metric.getKey());
                metrics.merge(
                        metric.getKey(), peak ? value : weighted.weight() * value, peak ? Math::max : Double::sum);
                if (workloads.size() > 1) {
                    metrics.put(weighted.workload().name() + " " + metric.getKey(), value);
                }
            }
        }
        for (String name : RunMetrics.means(metrics.keySet(), workloads.size() > 1)) {
            if (!properties.contains(name)) {
                metrics.merge(name, weights, (sum, total) -> sum / total);
            }
        }
    }

    private Map<String, Double> run(HardwareConfiguration hardware, WeightedWorkload weighted, Runnable waiting) {
        try {
            return timer.metrics(weighted.workload(), hardware, weighted.scheduling(), waiting);
        } catch (ScheduleException e) {
            throw new InfeasibleException(weighted.workload().name() + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable String broken(List<Study.Requirement> requirements, Map<String, Double> metrics) {
        for (Study.Requirement requirement : requirements) {
            if (!ResultExpression.holds(requirement.condition(), metrics)) {
                return requirement.message() == null ? "requires " + requirement.text() : requirement.message();
            }
        }
        return null;
    }
}
