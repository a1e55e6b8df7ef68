package npusim.report;

import static npusim.report.TextTable.Align.LEFT;
import static npusim.report.TextTable.Align.RIGHT;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import npusim.report.TextTable.Align;
import npusim.simulation.WhatIf;
import npusim.simulation.WhatIfAnalysis;

/** Text of what a run would cost on changed hardware. */
public final class WhatIfText {
    private static final int MOST_EXPENSIVE = 10;

    private WhatIfText() {}

    /** Totals first, then the most expensive commands. */
    public static String of(WhatIfAnalysis analysis, Style style) {
        List<Align> columns = new ArrayList<>(List.of(LEFT));
        List<String> header = new ArrayList<>(List.of("What if (critical cycles)"));
        List<String> totals = new ArrayList<>(List.of("all commands"));
        for (WhatIf question : WhatIf.values()) {
            columns.add(RIGHT);
            header.add(question.label());
            totals.add(String.valueOf(analysis.activeCycles().get(question)));
        }
        columns.add(RIGHT);
        header.add("perfect overlap");
        totals.add(String.valueOf(analysis.perfectOverlapCycles()));
        TextTable table = new TextTable(style, columns.toArray(Align[]::new)).header(header.toArray(String[]::new));
        table.row(totals.toArray(String[]::new));
        analysis.commands()
                .toSortedList(Comparator.comparingLong(WhatIfText::described).reversed())
                .take(MOST_EXPENSIVE)
                .forEach(command -> table.row(row(command)));
        return table.render();
    }

    private static long described(WhatIfAnalysis.Command command) {
        return command.criticalCycles().getOrDefault(WhatIf.AS_DESCRIBED, 0L);
    }

    private static String[] row(WhatIfAnalysis.Command command) {
        List<String> cells = new ArrayList<>(List.of(command.name()));
        for (WhatIf question : WhatIf.values()) {
            cells.add(String.valueOf(command.criticalCycles().get(question)));
        }
        cells.add(String.valueOf(command.perfectOverlapCycles()));
        return cells.toArray(String[]::new);
    }
}
