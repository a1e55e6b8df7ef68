package npusim.cli;

import picocli.CommandLine.Option;

/** {@code -n}: how much of a long table is printed. */
final class RowLimit {
    @Option(
            names = {"-n", "--operators"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many operators to print (default: ${DEFAULT-VALUE}).")
    private int count;

    /**
     * The number of rows.
     *
     * @throws BadInputException if it is negative
     */
    int count() {
        Verb.requireAtLeast("--operators", count, 0);
        return count;
    }
}
