package npusim.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What is wrong with the options of a command whatever its verb does with them; the library passes over it without a word. */
final class GivenOptions {
    private static final String COMMA = ",";

    private final CommandLine command;

    private GivenOptions(CommandLine command) {
        this.command = command;
    }

    /** Refuses values that are empty or given twice, and what stands before a verb that does not know it. */
    static void require(ParseResult parsed) {
        ParseResult last = parsed;
        for (; last.hasSubcommand(); last = last.subcommand()) {
            requireNothingBefore(last);
        }
        GivenOptions given = new GivenOptions(last.commandSpec().commandLine());
        for (OptionSpec option : last.matchedOptions()) {
            for (String value : option.originalStringValues()) {
                given.requireValue(option, value);
            }
            given.requireDistinct(option);
        }
    }

    private static void requireNothingBefore(ParseResult outer) {
        for (ArgSpec argument : outer.matchedArgs()) {
            CommandLine verb = outer.subcommand().commandSpec().commandLine();
            throw new ParameterException(
                    verb,
                    argument instanceof OptionSpec option
                            ? option.longestName() + " stands before the verb '" + verb.getCommandName()
                                    + "', which would not see it: put it behind the verb"
                            : argument.originalStringValues().getFirst() + " stands before '" + verb.getCommandName()
                                    + "', which is a verb there: leave one of them out, or put -- between them");
        }
    }

    private void requireValue(OptionSpec option, String value) {
        if (value.isEmpty()) {
            throw wrong(option, "''", option.paramLabel() + " is empty");
        }
        if (isList(option) && (COMMA + value + COMMA).contains(COMMA + COMMA)) {
            throw wrong(option, value, option.paramLabel() + " is missing beside a comma");
        }
    }

    private void requireDistinct(OptionSpec option) {
        Set<String> names = new HashSet<>();
        for (String name : names(option)) {
            if (!names.add(name)) {
                throw wrong(option, name, "is given twice");
            }
        }
    }

    /** Names that the option gives one by one, or a value to each; none of any other option. */
    private List<String> names(OptionSpec option) {
        if (!Map.class.isAssignableFrom(option.type())) {
            return isList(option) ? option.stringValues() : List.of();
        }
        List<String> names = new ArrayList<>();
        for (String value : option.originalStringValues()) {
            String name = value.substring(0, value.indexOf('='));
            if (name.isEmpty()) {
                throw wrong(option, value, "nothing stands before the =");
            }
            names.add(name);
        }
        return names;
    }

    private static boolean isList(OptionSpec option) {
        return COMMA.equals(option.splitRegex());
    }

    private ParameterException wrong(OptionSpec option, String value, String what) {
        return new ParameterException(command, option.longestName() + " " + value + ": " + what);
    }
}
