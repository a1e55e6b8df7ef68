package npusim.report;

import static npusim.report.TextTable.Align.LEFT;
import static npusim.report.TextTable.Align.RIGHT;

import java.util.Locale;
import npusim.trace.run.RunManifest;

/** One run as text for a terminal: the PMU block, what follows from it, and where the cycles went. */
public final class RunText {
    private static final int MOST_REASONS = 12;
    private static final int LONGEST_NAME = 44;
    private static final double HERTZ_PER_MEGAHERTZ = 1e6;

    private final RunResult run;
    private final Style style;

    public RunText(RunResult run, Style style) {
        this.run = run;
        this.style = style;
    }

    /** Everything, ended by a line feed. */
    public String render() {
        return title() + "\n" + PmuBlock.render(PmuBlock.lines(run).castToList(), style) + "\n" + metrics() + "\n"
                + categories() + "\n" + partition() + mostExpensive(5);
    }

    private String title() {
        RunManifest.Design design = run.manifest().design();
        RunManifest.Reference reference = run.manifest().reference();
        String title = style.bold(run.manifest().workload().name() + " on " + design.accelerator()) + "\n"
                + style.faint(design.settings()) + "\n";
        return reference == null ? title : title + style.faint("published: " + reference.source()) + "\n";
    }

    private String metrics() {
        Metrics metrics = new Metrics(run);
        RunManifest.Design design = run.manifest().design();
        TextTable table = new TextTable(style, LEFT, RIGHT, LEFT);
        table.row(
                "Inference time",
                Unit.SECONDS.format(metrics.latencySeconds()),
                "at " + String.format(Locale.ROOT, "%.0f MHz", design.coreClockHertz() / HERTZ_PER_MEGAHERTZ));
        Double factor = metrics.realTimeFactor();
        if (factor != null) {
            table.row(
                    "Real-time factor",
                    Unit.RATIO.format(factor),
                    "for " + Unit.SECONDS.format(run.manifest().workload().inputSeconds()) + " of audio");
        }
        table.row(
                "MAC utilisation",
                Unit.SHARE.format(metrics.macUtilisation()),
                Unit.MACS.format(run.sum().macs()) + " at " + design.mostMacsPerCycle() + " MAC/cycle");
        EnergyEstimate energy = EnergyEstimate.of(run);
        if (energy != null) {
            table.row(
                    "Energy",
                    Unit.JOULES.format(energy.joules()),
                    String.format(Locale.ROOT, "±%.0f %%, by %s", energy.uncertainty() * 100, energy.table()));
        }
        return table.render();
    }

    private String categories() {
        TextTable table = new TextTable(style, LEFT, RIGHT, RIGHT);
        table.header("Where the active cycles go", "cycles", "share");
        for (CategoryShare share : CategoryShare.of(run)) {
            table.row(share.category().label(), Long.toString(share.cycles()), Unit.SHARE.format(share.share()));
        }
        return table.render();
    }

    /** Nothing when the NPU runs it all. */
    private String partition() {
        Partition partition = Partition.of(run);
        if (!partition.divided()) {
            return "";
        }
        TextTable table = new TextTable(style, LEFT, RIGHT, RIGHT);
        table.header(
                partition.segments().size() + " segments, " + partition.transitions() + " transitions",
                "cycles",
                "share");
        partition
                .parts()
                .forEach((name, cycles) -> table.row(
                        name, Long.toString(cycles), Unit.SHARE.format((double) cycles / partition.cycles())));
        TextTable reasons = new TextTable(style, LEFT, RIGHT, RIGHT, LEFT);
        reasons.header("What the CPU computes", "operators", "cycles", "why");
        partition.processor().stream()
                .limit(MOST_REASONS)
                .forEach(work -> reasons.row(
                        work.kind(), Integer.toString(work.operators()), Long.toString(work.cycles()), work.reason()));
        return table.render() + "\n" + reasons.render() + "\n";
    }

    private String mostExpensive(int count) {
        Metrics metrics = new Metrics(run);
        TextTable table = new TextTable(style, LEFT, LEFT, RIGHT, RIGHT, RIGHT, LEFT);
        table.header("Most expensive operators", "kind", "cycles", "share", "MACs used", "bound by");
        for (OperationResult operation : run.mostExpensive(count)) {
            table.row(
                    shorten(operation.operation().name()),
                    operation.operation().kind(),
                    Long.toString(operation.activeCycles()),
                    Unit.SHARE.format((double) operation.activeCycles() / Math.max(1, run.activeCycles())),
                    Unit.SHARE.format(metrics.macUtilisation(operation)),
                    operation.bound().label());
        }
        return table.render();
    }

    private static String shorten(String name) {
        return name.length() <= LONGEST_NAME ? name : "…" + name.substring(name.length() - LONGEST_NAME + 1);
    }
}
