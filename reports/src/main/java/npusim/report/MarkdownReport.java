package npusim.report;

import java.util.ArrayList;
import java.util.List;

/** One or several runs as a Markdown document, for pull requests and notes. */
public final class MarkdownReport {
    private static final int OPERATORS = 20;

    private MarkdownReport() {}

    /** The document. */
    public static String render(List<RunResult> runs) {
        StringBuilder text = new StringBuilder();
        if (runs.size() > 1) {
            text.append("# Side by side\n\n").append(comparison(Comparison.of(runs)));
        }
        for (RunResult run : runs) {
            text.append("# ")
                    .append(run.manifest().workload().name())
                    .append(" on ")
                    .append(run.label())
                    .append("\n\n")
                    .append(counters(run))
                    .append(metrics(run))
                    .append(reasons(run))
                    .append(partition(run))
                    .append(operators(run));
        }
        return text.toString();
    }

    private static String comparison(Comparison comparison) {
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(comparison.labels());
        List<List<String>> rows = new ArrayList<>();
        for (Comparison.Row row : comparison.rows()) {
            List<String> cells = new ArrayList<>(List.of(row.label()));
            cells.addAll(row.texts());
            rows.add(cells);
        }
        return table(header, rows);
    }

    private static String counters(RunResult run) {
        List<List<String>> rows = new ArrayList<>();
        for (PmuBlock.Line line : PmuBlock.lines(run)) {
            Long published = line.published();
            Double difference = line.difference();
            rows.add(List.of(
                    line.label(),
                    Long.toString(line.value()),
                    line.unit(),
                    published == null ? "" : Long.toString(published),
                    difference == null ? "" : Unit.difference(difference)));
        }
        return table(List.of("Counter", "simulated", "unit", "published", "difference"), rows);
    }

    private static String metrics(RunResult run) {
        List<List<String>> rows = new ArrayList<>();
        for (Metrics.Quantity quantity : new Metrics(run).headline()) {
            rows.add(List.of(quantity.label(), quantity.text()));
        }
        return table(List.of("Figure", "value"), rows);
    }

    private static String reasons(RunResult run) {
        List<List<String>> rows = new ArrayList<>();
        for (CategoryShare share : CategoryShare.of(run)) {
            rows.add(
                    List.of(share.category().label(), Long.toString(share.cycles()), Unit.SHARE.format(share.share())));
        }
        return table(List.of("Where the active cycles go", "cycles", "share"), rows);
    }

    private static String partition(RunResult run) {
        Partition partition = Partition.of(run);
        if (!partition.divided()) {
            return "";
        }
        List<List<String>> parts = new ArrayList<>();
        partition
                .parts()
                .forEach((name, cycles) -> parts.add(
                        List.of(name, Long.toString(cycles), Unit.SHARE.format((double) cycles / partition.cycles()))));
        List<List<String>> segments = new ArrayList<>();
        for (Partition.Segment segment : partition.segments()) {
            segments.add(List.of(
                    segment.side(),
                    Integer.toString(segment.operations().size()),
                    segment.first(),
                    segment.last(),
                    Long.toString(segment.cycles())));
        }
        List<List<String>> reasons = new ArrayList<>();
        for (Partition.ProcessorWork work : partition.processor()) {
            reasons.add(List.of(
                    work.kind(), Integer.toString(work.operators()), Long.toString(work.cycles()), work.reason()));
        }
        String title = partition.segments().size() + " segments, " + partition.transitions() + " transitions";
        return table(List.of(title, "cycles", "share"), parts)
                + table(List.of("What the CPU computes", "operators", "cycles", "why"), reasons)
                + table(List.of("Side", "operations", "first", "last", "cycles"), segments);
    }

    private static String operators(RunResult run) {
        List<List<String>> rows = new ArrayList<>();
        for (OperationResult operation : run.mostExpensive(OPERATORS)) {
            rows.add(List.of(
                    operation.operation().name(),
                    operation.operation().kind(),
                    Long.toString(operation.activeCycles()),
                    Unit.SHARE.format((double) operation.activeCycles() / Math.max(1, run.activeCycles())),
                    operation.bound().label()));
        }
        return table(List.of("Most expensive operators", "kind", "cycles", "share", "bound by"), rows);
    }

    private static String table(List<String> header, List<List<String>> rows) {
        StringBuilder text = new StringBuilder(line(header));
        text.append("|").append("---|".repeat(header.size())).append('\n');
        rows.forEach(row -> text.append(line(row)));
        return text.append('\n').toString();
    }

    private static String line(List<String> cells) {
        StringBuilder line = new StringBuilder("|");
        for (String cell : cells) {
            line.append(' ').append(cell.replace("|", "\\|")).append(" |");
        }
        return line.append('\n').toString();
    }
}
