package npusim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.dsl.diagnostic.DiagnosticRenderer;
import npusim.dsl.diagnostic.NearestNames;
import npusim.file.FileFaults;
import npusim.graph.InvalidGraphException;
import npusim.schedule.ScheduleException;
import npusim.study.StudyException;
import npusim.trace.TraceFormatException;
import npusim.trace.TraceWriteException;
import npusim.validation.WrongScheduleException;
import npusim.zoo.WorkloadException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what a verb throws into one diagnostic on standard error and an exit code. */
final class ErrorHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final int SUGGESTIONS = 2;

    /** Not a negative number. */
    private static final Pattern OPTION = Pattern.compile("(?s)-[a-zA-Z].*|--.+");

    /** Exceptions whose message is written for the user. The modules below have their own; a verb's author adds them here. */
    private static final List<Class<? extends Exception>> BAD_INPUT = List.of(
            InvalidPathException.class,
            BadInputException.class,
            InvalidGraphException.class,
            ScheduleException.class,
            TraceFormatException.class,
            TraceWriteException.class,
            WorkloadException.class,
            StudyException.class,
            WrongScheduleException.class);

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, ParseResult result) {
        PrintWriter err = command.getErr();
        Throwable cause = exception instanceof UncheckedIOException wrapped ? wrapped.getCause() : exception;
        if (cause instanceof IOException io) {
            printError(err, FileFaults.describe(io));
            return ExitCode.BAD_INPUT;
        }
        if (exception instanceof DiagnosticException located) {
            err.print(DiagnosticRenderer.render(located.diagnostics()));
            err.flush();
            return ExitCode.BAD_INPUT;
        }
        if (BAD_INPUT.stream().anyMatch(type -> type.isInstance(exception))) {
            printError(err, messageOf(exception));
            return ExitCode.BAD_INPUT;
        }
        printError(err, "defect in this program: " + exception);
        exception.printStackTrace(err);
        err.flush();
        return ExitCode.DEFECT;
    }

    @Override
    public int handleParseException(ParameterException found, String[] args) {
        ParameterException exception = foremost(found, args);
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        printError(err, UsageMessages.of(exception, args));
        if (exception instanceof UnmatchedArgumentException unmatched) {
            suggest(unmatched, command.getCommandSpec(), err);
        }
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCode.BAD_INPUT;
    }

    /** What is missing is said only if all that was given is known: it may stand in a mistyped option. */
    private static ParameterException foremost(ParameterException found, String[] args) {
        if (!(found instanceof MissingParameterException)) {
            return found;
        }
        CommandSpec verb = found.getCommandLine().getCommandSpec();
        List<String> unknown = Arrays.stream(args)
                .takeWhile(word -> !word.equals("--"))
                .filter(word -> OPTION.matcher(word).matches() && !mayName(word, verb))
                .toList();
        return unknown.isEmpty() ? found : new UnmatchedArgumentException(found.getCommandLine(), unknown);
    }

    /** Whether a word is an option of the verb or short for one, with or without a value. */
    private static boolean mayName(String word, CommandSpec verb) {
        String name = word.startsWith("--") ? word.replaceFirst("(?s)=.*", "") : word.substring(0, 2);
        Pattern shortened = Pattern.compile(Arrays.stream(name.substring(2).split("-"))
                .map(Pattern::quote)
                .collect(Collectors.joining("[^-]*-", Pattern.quote(name.substring(0, 2)), ".*")));
        return Stream.concat(verb.optionsMap().keySet().stream(), verb.negatedOptionsMap().keySet().stream())
                .anyMatch(option -> shortened.matcher(option).matches());
    }

    /** Names the verbs, or else the options, that are spelled like the first word that is none. */
    private static void suggest(UnmatchedArgumentException exception, CommandSpec verb, PrintWriter err) {
        String word = exception.getUnmatched().getFirst();
        Set<String> known = word.startsWith("-")
                ? verb.optionsMap().keySet()
                : verb.subcommands().keySet();
        List<String> near = NearestNames.of(word, known, SUGGESTIONS).stream()
                .map(name -> "'" + (word.startsWith("-") ? name : verb.qualifiedName() + " " + name) + "'")
                .toList();
        if (!near.isEmpty()) {
            err.println("Did you mean " + String.join(" or ", near) + "?");
        }
    }

    private static String messageOf(Exception exception) {
        String message = exception.getMessage();
        return message == null ? exception.toString() : message;
    }

    /** Prints one diagnostic. */
    static void printError(PrintWriter err, String message) {
        err.println(Terminal.stderrStyle().bad("error:") + " " + message);
        err.flush();
    }
}
