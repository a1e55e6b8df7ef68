package npusim.cli;

import picocli.CommandLine.Command;

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
final class TraceCommand extends VerbGroup {}
