package npusim.cli;

import picocli.CommandLine.Option;

/** {@code --help}, of the program and of every verb. */
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli sets it
    private boolean help;
}
