package npusim.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The script by which fish completes; the command line's library makes one for bash and zsh only. */
final class FishCompletion {
    /** {@code __npusim_at VERB...} says whether exactly these verbs stand before the word that is completed. */
    private static final String HEAD = """
            complete -c npusim -e
            function __npusim_at
              set -l at
              for word in (commandline -opc)[2..]
                contains -- (string join -- ' ' $at $word) $__npusim_verbs; and set -a at $word
              end
              test "$at" = "$argv"
            end
            """;

    private final StringBuilder text = new StringBuilder();

    private FishCompletion() {}

    /** The script for a program with all its verbs. */
    static String of(CommandLine program) {
        FishCompletion script = new FishCompletion();
        script.text.append(HEAD).append("set -g __npusim_verbs");
        script.verbs("", program);
        script.text.append('\n');
        script.complete("", program);
        return script.text.toString();
    }

    private void verbs(String path, CommandLine command) {
        command.getSubcommands().forEach((name, verb) -> {
            text.append(' ').append(quoted(path + name));
            verbs(path + name + " ", verb);
        });
    }

    private void complete(String path, CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        String start = "complete -c npusim -n " + quoted(("__npusim_at " + path).strip());
        for (OptionSpec option : spec.options()) {
            text.append(start);
            Arrays.stream(option.names())
                    .map(name -> name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
                    .forEach(text::append);
            if (option.negatable()) {
                text.append(" -l no-").append(option.longestName().substring(2));
            }
            if (option.arity().max() > 0) {
                List<String> words = words(option);
                text.append(words.isEmpty() ? " -r" : " -x" + choice(words, option.splitRegex()));
            }
            text.append(said(option.description())).append('\n');
        }
        for (PositionalParamSpec argument : spec.positionalParameters()) {
            List<String> words = words(argument);
            if (!words.isEmpty()) {
                text.append(start).append(choice(words, "")).append('\n');
            }
        }
        command.getSubcommands().forEach((name, verb) -> {
            text.append(start).append(spec.positionalParameters().isEmpty() ? " -f" : "");
            text.append(choice(List.of(name), ""))
                    .append(said(verb.getCommandSpec().usageMessage().description()))
                    .append('\n');
            complete(path + name + " ", verb);
        });
    }

    /** What an option or argument takes, if that is a list of words. */
    private static List<String> words(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        return candidates == null
                ? List.of()
                : StreamSupport.stream(candidates.spliterator(), false).toList();
    }

    private static String choice(List<String> words, String separator) {
        String all = String.join(" ", words);
        return " -a " + quoted(separator.isEmpty() ? all : "(__fish_append " + separator + " " + all + ")");
    }

    /** The first sentence of a description. */
    private static String said(String... description) {
        String first = description.length == 0 ? "" : description[0];
        return " -d " + quoted(first.replace("%%", "%").replaceFirst("(?s)[.;] .*|\\.$", ""));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
