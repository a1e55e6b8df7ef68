package npusim.validation;

import java.util.ArrayList;
import java.util.List;
import npusim.simulation.OperationTiming;

/**
 * Simulated against published times at the end of each group of operators, counted from the start of the run: the grid of the
 * published times then weighs once, not once per group.
 *
 * @param run what was published
 * @param points one per group that could be matched
 * @param unmatched why the later groups are left out, or empty
 */
public record OperatorComparison(OperatorRun run, List<Point> points, String unmatched) {
    /**
     * The end of one group.
     *
     * @param operators names of its operators
     * @param publishedCycles published cycles from the start to its end
     * @param simulatedCycles simulated cycles from the start to its end
     */
    public record Point(String operators, long publishedCycles, long simulatedCycles) {
        /** Error in percent. */
        public double errorPercent() {
            return 100.0 * (simulatedCycles - publishedCycles) / publishedCycles;
        }
    }

    public OperatorComparison {
        points = List.copyOf(points);
    }

    /** Matches the groups of {@code run} with the kernels among {@code operations}, in order. */
    public static OperatorComparison of(OperatorRun run, Iterable<OperationTiming> operations) {
        List<OperationTiming> kernels = new ArrayList<>();
        for (OperationTiming operation : operations) {
            if (!operation.kind().equals("DMA")) {
                kernels.add(operation);
            }
        }
        List<Point> points = new ArrayList<>();
        int next = 0;
        long published = 0;
        long simulated = 0;
        for (OperatorRun.Unit unit : run.units()) {
            List<String> awaited = new ArrayList<>();
            unit.operators().forEach(name -> awaited.add(kind(name)));
            while (!awaited.isEmpty()) {
                OperationTiming kernel = next < kernels.size() ? kernels.get(next) : null;
                if (kernel == null || !awaited.remove(kind(kernels, next, awaited)) && usesArray(kernel)) {
                    return new OperatorComparison(
                            run,
                            points,
                            "group " + points.size() + " is " + String.join("+", unit.operators()) + ", kernel " + next
                                    + (kernel == null ? " does not exist" : " is " + kernel.kind()));
                }
                simulated = Math.max(simulated, kernel.endCycle());
                next++;
            }
            Long active = unit.activeCycles();
            if (active == null) {
                return new OperatorComparison(run, points, "group " + points.size() + " has no published cycles");
            }
            published += active;
            points.add(new Point(String.join("+", unit.operators()), published, simulated));
        }
        return new OperatorComparison(run, points, "");
    }

    private static boolean usesArray(OperationTiming kernel) {
        return kernel.kind().equals("CONVOLUTION") || kernel.kind().equals("DEPTHWISE");
    }

    /**
     * What a kernel is published as. The activation of an operator that runs as a kernel of its own has the name of that
     * operator: it is what a group waits for that the next kernel on the array is not.
     */
    private static String kind(List<OperationTiming> kernels, int index, List<String> awaited) {
        OperationTiming kernel = kernels.get(index);
        if (usesArray(kernel)) {
            return kernel.kind();
        }
        String before = "OTHER";
        for (int i = index; i >= 0 && before.equals("OTHER"); i--) {
            before = usesArray(kernels.get(i)) ? kernels.get(i).kind() : before;
        }
        String after = "";
        for (int i = index; i < kernels.size() && after.isEmpty(); i++) {
            after = usesArray(kernels.get(i)) ? kernels.get(i).kind() : after;
        }
        return awaited.equals(List.of(before)) && !before.equals(after) ? before : "OTHER";
    }

    private static String kind(String operator) {
        return switch (operator) {
            case "Conv2D", "FullyConnected" -> "CONVOLUTION";
            case "DepthwiseConv2D" -> "DEPTHWISE";
            default -> "OTHER";
        };
    }

    /** Errors of all points. */
    public ErrorSummary summary() {
        return ErrorSummary.of(
                run.title(), points.stream().map(Point::errorPercent).toList());
    }
}
