package npusim.report;

import static npusim.report.TextTable.Align.LEFT;
import static npusim.report.TextTable.Align.RIGHT;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import npusim.report.TextTable.Align;
import npusim.simulation.WhatIf;
import npusim.simulation.WhatIfAnalysis;
import npusim.trace.run.OperationRecord;

/** Text of what a run would cost on changed hardware. */
public final class WhatIfText {
    private static final int MOST_EXPENSIVE = 10;

    private WhatIfText() {}

    /** Totals first, then the most expensive operators of the run. */
    public static String of(WhatIfAnalysis analysis, RunResult run, Style style) {
        List<Align> columns = new ArrayList<>(List.of(LEFT));
        List<String> header = new ArrayList<>(List.of("What if (critical cycles)"));
        List<String> totals = new ArrayList<>(List.of("all operators"));
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
        Map<Integer, WhatIfAnalysis.Command> commands = new HashMap<>();
        analysis.commands().forEach(command -> commands.put(command.index(), command));
        run.operations()
                .collect(operation -> Row.of(operation.operation(), commands))
                .toSortedList(Comparator.comparingLong(Row::described).reversed())
                .take(MOST_EXPENSIVE)
                .forEach(row -> table.row(row.cells()));
        return table.render();
    }

    /** An operator's answers in the order of the columns. */
    private record Row(String name, List<Long> cycles) {
        static Row of(OperationRecord operation, Map<Integer, WhatIfAnalysis.Command> commands) {
            List<WhatIfAnalysis.Command> own = Stream.concat(
                            operation.commands().stream(), operation.transfers().stream())
                    .map(commands::get)
                    .filter(command -> command != null) // the host's are not asked about
                    .toList();
            List<Long> cycles = new ArrayList<>();
            for (WhatIf question : WhatIf.values()) {
                cycles.add(own.stream()
                        .mapToLong(command -> command.criticalCycles().getOrDefault(question, 0L))
                        .sum());
            }
            cycles.add(own.stream()
                    .mapToLong(WhatIfAnalysis.Command::perfectOverlapCycles)
                    .sum());
            return new Row(operation.name(), cycles);
        }

        long described() {
            return cycles.get(WhatIf.AS_DESCRIBED.ordinal());
        }

        String[] cells() {
            return Stream.concat(Stream.of(name), cycles.stream().map(String::valueOf))
                    .toArray(String[]::new);
        }
    }
}
