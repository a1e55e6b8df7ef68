package npusim.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code npusim trace}: everything that reads the traces of runs. */
@Command(
        name = "trace",
        description = "Looks into the traces of runs, converts and compares them.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        subcommands = {
            TraceStatsCommand.class,
            TraceTailCommand.class,
            TraceQueryCommand.class,
            TraceExportCommand.class,
            TraceImportCommand.class,
            TraceDiffCommand.class
        })
final class TraceCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli sets it
    private boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a verb is missing");
    }
}
