package npusim.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import npusim.kernel.loop.InnerLoops;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code npusim}. Every verb is a class of its own, listed in {@link #VERBS} and {@link #verb}. */
@Command(
        name = "npusim",
        description =
                "Describes neural processing units, replays quantized networks on them and compares what comes out.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        footer = {
            "",
            "'npusim VERB --help' explains a verb.",
            "Exit codes: 0 success, 1 failed check, 2 wrong usage or bad input."
        })
public final class Main extends VerbGroup {
    /** The verbs in the order of {@code --help}. */
    static final List<String> VERBS = List.of(
            "run",
            "study",
            "report",
            "trace",
            "workload",
            "exec",
            "conformance",
            "validate",
            "check",
            "format",
            "explain",
            "show",
            "diff",
            "import-vela",
            "export-vela",
            "language-server",
            "classpath",
            "completion");

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    @SuppressWarnings("UnusedVariable") // picocli sets it
    private boolean version;

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        if (computes(List.of(args))) {
            // Meanwhile the second core would idle while the command line is read.
            Thread.ofPlatform().daemon().start(InnerLoops::compileOnTheSide);
        }
        StandardOutput standard = new StandardOutput();
        PrintWriter out = new PrintWriter(standard, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exitCode = run(out, err, args);
        out.flush();
        if (standard.loss() != null) {
            ErrorHandler.printError(err, "standard output: " + standard.loss());
            exitCode = Math.max(exitCode, ExitCode.BAD_INPUT);
        }
        err.flush();
        System.exit(exitCode);
    }

    /** Whether outputs will be computed, if there is nothing wrong with the command. */
    private static boolean computes(List<String> args) {
        return switch (args.isEmpty() ? "" : args.getFirst()) {
            case "exec" -> true;
            case "run" -> !args.contains("--timing-only") && !args.contains("--dry-run") && !args.contains("--help");
            default -> false;
        };
    }

    /** Runs one command with the given outputs; for tests and for {@link #main}. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        String[] words = withoutHelpVerb(args);
        return commandLine(words).setOut(out).setErr(err).execute(words);
    }

    /** Many programs have a verb {@code help}: {@code help run} means {@code run --help}. */
    private static String[] withoutHelpVerb(String... args) {
        if (args.length == 0 || !args[0].equals("help")) {
            return args;
        }
        String[] words = Arrays.copyOfRange(args, 1, args.length + 1);
        words[words.length - 1] = "--help";
        return words;
    }

    /** Knows the verb that {@code arguments} begin with, or all of them: setting up the others takes half a second. */
    static CommandLine commandLine(String... arguments) {
        CommandLine commandLine = new CommandLine(new Main());
        List<String> verbs = arguments.length > 0 && VERBS.contains(arguments[0]) ? List.of(arguments[0]) : VERBS;
        verbs.forEach(name -> commandLine.addSubcommand(verb(name)));
        ErrorHandler errors = new ErrorHandler();
        Conversions.register(commandLine);
        OptionHeadings.install(commandLine);
        return commandLine
                .setExecutionStrategy(Main::execute)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .setAbbreviatedOptionsAllowed(!readsStandardInput(commandLine, arguments))
                .setUsageHelpAutoWidth(true);
    }

    /** Whether a hyphen stands for a file that is read; the library trips over it while options may be shortened. */
    private static boolean readsStandardInput(CommandLine commandLine, String... arguments) {
        for (int i = 1; i < arguments.length; i++) {
            CommandLine verb = commandLine.getSubcommands().get(arguments[0]);
            OptionSpec before =
                    verb == null ? null : verb.getCommandSpec().optionsMap().get(arguments[i - 1]);
            boolean value = before == null
                    ? arguments[i - 1].startsWith("-")
                    : before.arity().max() > 0;
            if (arguments[i].equals("-") && !value) {
                return true;
            }
        }
        return false;
    }

    private static int execute(ParseResult parsed) throws ExecutionException {
        List<CommandLine> commands = parsed.asCommandLineList();
        CommandLine verb = commands.getLast();
        if (commands.stream().anyMatch(command -> command.isUsageHelpRequested() || command.isVersionHelpRequested())) {
            List<String> unknown = verb.getParseResult().unmatched();
            if (!unknown.isEmpty() && !verb.getSubcommands().isEmpty()) {
                throw new UnmatchedArgumentException(verb, unknown); // help for a verb that there is not
            }
            return new CommandLine.RunLast().execute(parsed);
        }
        GivenOptions.require(parsed);
        try {
            if (verb.getCommand() instanceof Verb known) {
                known.requirePlaces();
            }
        } catch (BadInputException e) {
            throw new ExecutionException(verb, String.valueOf(e.getMessage()), e);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** A new instance of the verb, which bears that name itself; only its class is loaded. */
    static Object verb(String name) {
        return switch (name) {
            case "run" -> new RunCommand();
            case "workload" -> new WorkloadCommand();
            case "exec" -> new ExecCommand();
            case "conformance" -> new ConformanceCommand();
            case "trace" -> new TraceCommand();
            case "report" -> new ReportCommand();
            case "check" -> new CheckCommand();
            case "format" -> new FormatCommand();
            case "explain" -> new ExplainCommand();
            case "show" -> new ShowCommand();
            case "diff" -> new DiffCommand();
            case "import-vela" -> new ImportVelaCommand();
            case "export-vela" -> new ExportVelaCommand();
            case "validate" -> new ValidateCommand();
            case "language-server" -> new LanguageServerCommand();
            case "study" -> new StudyCommand();
            case "classpath" -> new ClassPathCommand();
            case "completion" -> new CompletionCommand();
            default -> throw new IllegalArgumentException("no verb '" + name + "'");
        };
    }
}
