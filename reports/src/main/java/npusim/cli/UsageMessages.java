package npusim.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What the command line's library says of wrong usage, in the words of our own messages. */
final class UsageMessages {
    private static final Map<Pattern, String> WORDS = new LinkedHashMap<>();

    private static final Pattern ONE_OF_SEVERAL =
            Pattern.compile("are mutually exclusive|expected only one match but got");
    private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

    static {
        WORDS.put(Pattern.compile("^Invalid value for positional parameter[^(]*\\(([^)]+)\\): "), "$1 ");
        WORDS.put(Pattern.compile("^Invalid value for option '([^']+)'[^:]*: "), "$1 ");
        WORDS.put(
                Pattern.compile(
                        "(?s)^Value for option option '([^']+)'[^(]*\\((.*?)\\) should be in KEY=VALUE format but was (.*)$"),
                "$1 takes $2, not '$3'");
        WORDS.put(Pattern.compile("^Unmatched (arguments?) (?:at|from) index \\d+: "), "unexpected $1 ");
        // What is printed anyway.
        WORDS.put(Pattern.compile("^Error: "), "");
    }

    private UsageMessages() {}

    /** One sentence; the library also trips over an empty argument and a hyphen. */
    static String of(ParameterException exception, String[] arguments) {
        if (exception.getCause() instanceof IndexOutOfBoundsException) {
            return List.of(arguments).contains("") ? "an argument is empty" : "unexpected argument '-'";
        }
        if (exception instanceof UnmatchedArgumentException unmatched
                && exception.getCommandLine().getCommand() instanceof VerbGroup
                && !unmatched.isUnknownOption()) {
            return "there is no verb '" + unmatched.getUnmatched().getFirst() + "'";
        }
        String message = exception.getMessage() == null ? exception.toString() : exception.getMessage();
        if (ONE_OF_SEVERAL.matcher(message).find()) {
            return exclude(message, List.of(arguments));
        }
        for (Map.Entry<Pattern, String> word : WORDS.entrySet()) {
            message = word.getKey().matcher(message).replaceFirst(word.getValue());
        }
        for (OptionSpec option : exception.getCommandLine().getCommandSpec().options()) {
            String name = option.longestName();
            message =
                    message.replaceFirst("^" + name + "(?= )|(?<=option ')" + name + "(?=')", given(option, arguments));
        }
        return message;
    }

    /** The name that was given, of an option that has several words for the same. */
    private static String given(OptionSpec option, String... arguments) {
        return Stream.concat(Stream.of(option.longestName()), Arrays.stream(option.names()))
                .filter(name -> name.startsWith("--"))
                .filter(name -> isGiven(name, List.of(arguments)))
                .findFirst()
                .orElse(option.longestName());
    }

    /** The library repeats the synopsis of what excludes each other; those that were given are meant. */
    private static String exclude(String message, List<String> arguments) {
        List<String> named = OPTION.matcher(message)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        List<String> given =
                named.stream().filter(option -> isGiven(option, arguments)).toList();
        return String.join(" and ", given.size() < 2 ? named : given) + " exclude each other";
    }

    private static boolean isGiven(String option, List<String> arguments) {
        return arguments.stream().anyMatch(word -> word.equals(option) || word.startsWith(option + "="));
    }
}
