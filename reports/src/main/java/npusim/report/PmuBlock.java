package npusim.report;

import static npusim.report.TextTable.Align.LEFT;
import static npusim.report.TextTable.Align.RIGHT;

import java.util.List;
import java.util.Map;
import npusim.trace.run.RunManifest;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;

/**
 * The counters as users know them from the evaluation kit's console: one line each, form and words fixed because scripts
 * read them.
 */
public final class PmuBlock {
    private PmuBlock() {}

    /**
     * One line.
     *
     * @param label words before the colon
     * @param event name of the event
     * @param value simulated count
     * @param unit {@code cycles} or {@code beats}
     * @param published count of the reference, if there is one
     */
    public record Line(
            String label,
            String event,
            long value,
            String unit,
            @Nullable Long published) {
        /** The part that scripts read. */
        public String text() {
            return label + ": " + value + " " + unit;
        }

        /** Relative difference to the published count. */
        public @Nullable Double difference() {
            return published == null || published == 0 ? null : (double) value / published - 1;
        }
    }

    /** The lines of a run: the labelled events in the manifest's order, then idle and total cycles. */
    public static ImmutableList<Line> lines(RunResult run) {
        MutableList<Line> lines = Lists.mutable.empty();
        for (RunManifest.Event event : run.manifest().events()) {
            if (!event.label().isEmpty() && !event.name().equals(RunResult.IDLE)) {
                lines.add(line(run, event.label(), event.name(), run.total(event.number()), event.unit()));
            }
        }
        lines.add(line(run, "NPU IDLE", RunResult.IDLE, run.idleCycles(), "cycles"));
        lines.add(line(run, "NPU TOTAL", "TOTAL", run.totalCycles(), "cycles"));
        return lines.toImmutable();
    }

    /** The block as text, with the published counts beside the simulated ones. */
    public static String render(List<Line> lines, Style style) {
        TextTable table = new TextTable(style, LEFT, LEFT, RIGHT, RIGHT);
        for (Line line : lines) {
            Long published = line.published();
            Double difference = line.difference();
            if (published == null) {
                table.row(line.text());
            } else {
                table.row(
                        line.text(),
                        "published",
                        Long.toString(published),
                        difference == null ? "" : Unit.difference(difference));
            }
        }
        return table.render();
    }

    private static Line line(RunResult run, String label, String event, long value, String unit) {
        RunManifest.Reference reference = run.manifest().reference();
        Map<String, Long> published = reference == null ? Map.of() : reference.counters();
        return new Line(label, event, value, unit, published.get(event));
    }
}
