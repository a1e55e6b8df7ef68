package npusim.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import npusim.dsl.ResolvedProperty;

/** Properties as text for people: a value beside its name, the rows of a table below it with aligned bars. */
final class PropertyLines {
    private PropertyLines() {}

    /** What stands beside the name. */
    static String value(ResolvedProperty property) {
        return property.rows().isEmpty() ? property.value() : "table";
    }

    /**
     * Lays rows out.
     *
     * @param rows cells, as many in each row as in the first
     * @return one line a row
     */
    static List<String> table(List<List<String>> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        int[] widths = IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    /**
     * Lays two tables out as one: rows that only one has are marked, those that both begin or end with are not.
     *
     * @param first rows that get a minus
     * @param second rows that get a plus
     */
    static List<String> difference(List<List<String>> first, List<List<String>> second) {
        boolean sameColumns =
                !first.isEmpty() && !second.isEmpty() && first.getFirst().equals(second.getFirst());
        if (!sameColumns) {
            return Stream.concat(marked("- ", table(first)), marked("+ ", table(second)))
                    .toList();
        }
        List<String> lines =
                table(Stream.concat(first.stream(), second.stream()).toList());
        List<String> old = lines.subList(0, first.size());
        List<String> changed = lines.subList(first.size(), lines.size());
        int least = Math.min(old.size(), changed.size());
        int head = 1;
        while (head < least && old.get(head).equals(changed.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < least - head
                && old.reversed().get(tail).equals(changed.reversed().get(tail))) {
            tail++;
        }
        return Stream.of(
                        marked("  ", old.subList(0, head)),
                        marked("- ", old.subList(head, old.size() - tail)),
                        marked("+ ", changed.subList(head, changed.size() - tail)),
                        marked("  ", old.subList(old.size() - tail, old.size())))
                .flatMap(part -> part)
                .toList();
    }

    private static Stream<String> marked(String mark, List<String> lines) {
        return lines.stream().map(line -> mark + line);
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> row.get(column)
                        + " ".repeat(widths[column] - row.get(column).length()))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
