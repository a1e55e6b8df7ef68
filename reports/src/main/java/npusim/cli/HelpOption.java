package npusim.cli;

import static npusim.cli.Heading.Topic.DISPLAY;

import picocli.CommandLine.Option;

/** {@code --help}, of the program and of every verb. */
@Heading(DISPLAY)
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli sets it
    private boolean help;
}
