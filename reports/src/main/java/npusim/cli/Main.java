package npusim.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code npusim}. Every verb is a class of its own, listed in {@link #commandLine}. */
@Command(
        name = "npusim",
        description =
                "Describes neural processing units, replays quantized networks on them and compares what comes out.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            RunCommand.class,
            WorkloadCommand.class,
            ExecCommand.class,
            ConformanceCommand.class,
            TraceCommand.class,
            ReportCommand.class,
            CheckCommand.class,
            FormatCommand.class,
            ExplainCommand.class,
            ShowCommand.class,
            DiffCommand.class,
            ImportVelaCommand.class,
            ExportVelaCommand.class,
            ValidateCommand.class,
            LanguageServerCommand.class,
            StudyCommand.class,
            ClassPathCommand.class
        },
        commandListHeading = "%nVerbs:%n",
        footer = {
            "",
            "'npusim VERB --help' explains a verb.",
            "Exit codes: 0 success, 1 failed check, 2 wrong usage or bad input."
        })
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli sets it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    @SuppressWarnings("UnusedVariable") // picocli sets it
    private boolean version;

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exitCode = run(out, err, args);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    /** Runs one command with the given outputs; for tests and for {@link #main}. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return commandLine().setOut(out).setErr(err).execute(args);
    }

    private static CommandLine commandLine() {
        ErrorHandler errors = new ErrorHandler();
        return new CommandLine(new Main())
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a verb is missing");
    }
}
