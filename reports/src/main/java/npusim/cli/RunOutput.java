package npusim.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import npusim.replay.FunctionalRun;
import npusim.replay.Replay;
import npusim.report.ComparisonText;
import npusim.report.HardwareCounters;
import npusim.report.RunResult;
import npusim.report.RunText;
import npusim.report.Style;
import npusim.report.WhatIfText;
import npusim.simulation.WhatIfAnalysis;
import org.jspecify.annotations.Nullable;

/**
 * What {@code npusim run} prints when it is through: each run and what was asked about it, how the runs compare, where
 * everything lies and how long it took.
 *
 * @param results the runs, one per design
 * @param counters what the hardware's counters would hold, one per run, or none if nobody asked
 * @param answers what each run would cost on changed hardware, one per run, or none if nobody asked
 * @param replay knows how long each stage took
 * @param function the run that computed the outputs, or null if there was none
 * @param timingOnly whether nobody wanted outputs
 * @param report the HTML report, or null if there is none
 */
record RunOutput(
        List<RunResult> results,
        List<HardwareCounters> counters,
        List<WhatIfAnalysis> answers,
        Replay replay,
        @Nullable FunctionalRun function,
        boolean timingOnly,
        @Nullable Path report) {
    void print(PrintWriter out, Style style) {
        printRuns(out, style);
        printOutputs(out);
        results.forEach(result -> out.println("Trace   " + result.directory()));
        if (report != null) {
            out.println("Report  " + report);
        }
        out.println(style.faint(speed()));
        out.println(style.faint("Took    " + times()));
        if (function != null) {
            out.println(style.faint(
                    String.format(Locale.ROOT, "        and the outputs meanwhile %.1f s", function.seconds())));
        }
        out.flush();
    }

    private void printRuns(PrintWriter out, Style style) {
        for (int i = 0; i < results.size(); i++) {
            out.print(new RunText(results.get(i), style).render());
            out.println();
            if (!counters.isEmpty()) {
                out.println(counters.get(i).render(style));
            }
        }
        for (int i = 0; i < answers.size(); i++) {
            out.println(WhatIfText.of(answers.get(i), results.get(i), style));
        }
        if (results.size() > 1) {
            out.print(ComparisonText.render(results, style));
            out.println();
        }
    }

    /** The outputs are the graph's, whatever the design. */
    private void printOutputs(PrintWriter out) {
        results.getFirst().manifest().outputs().forEach((name, value) -> out.println("Output  " + name + " " + value));
        if (function == null && !timingOnly) {
            out.println("Output  none, since the graph came without inputs: 'npusim exec' takes them");
        }
    }

    /** How fast the timing engine was. */
    private String speed() {
        double cycles = results.stream().mapToLong(RunResult::totalCycles).sum();
        double processor = replay.timingProcessorSeconds();
        double seconds = processor > 0 ? processor : replay.stages().getOrDefault(Replay.TIMING, 0.0);
        return String.format(
                Locale.ROOT,
                "Engine  %.1f million cycles in %.2f s of processor time: %.0f million a second",
                cycles * 1e-6,
                seconds,
                cycles * 1e-6 / Math.max(seconds, 1e-9));
    }

    private String times() {
        return replay.stages().entrySet().stream()
                .map(stage -> String.format(Locale.ROOT, "%s %.1f", stage.getKey(), stage.getValue()))
                .collect(Collectors.joining(", ", "", " s"));
    }
}
