package npusim.cli;

import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code npusim completion}: lets a shell complete what is typed. */
@Command(
        name = "completion",
        description = {
            "Prints a script by which bash, zsh or fish complete verbs, options and names.",
            "To try it: source <(npusim completion), in fish: npusim completion fish | source. To keep it, put that"
                    + " line into the shell's start file."
        })
final class CompletionCommand extends Verb {
    /** Shells that complete. */
    enum Shell {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "SHELL",
            defaultValue = "bash",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}; the script for zsh is the same).")
    private Shell shell = Shell.BASH;

    /** Where the library's script knows no word it would keep the shell from completing files, of which most options take one. */
    private static final String NO_FILES = "  type compopt &>/dev/null && compopt +o default\n";

    private static final String REGISTERED = "-F _complete_npusim ";

    /**
     * The library's script knows neither {@code --option=value}, which bash takes for three words, nor names between commas:
     * it is asked for the value alone, and for the last name, before which the others stay.
     */
    private static final String VALUES = """
            function _complete_npusim_values() {
              local words=() before='' at=$COMP_CWORD i word
              for ((i = 0; i < ${#COMP_WORDS[@]}; i++)); do
                word=${COMP_WORDS[i]}
                if [[ $word == = && ${COMP_WORDS[i-1]} == --* ]]; then
                  if ((i == COMP_CWORD)); then words+=(''); else ((i > COMP_CWORD)) || ((at -= 1)); fi
                elif [[ $word == --*=* ]]; then
                  words+=("${word%%=*}" "${word#*=}")
                  ((i != COMP_CWORD)) || before=${word%%=*}=
                  ((i > COMP_CWORD)) || ((at += 1))
                else
                  words+=("$word")
                fi
              done
              word=${words[at]}
              if [[ $word == *,* ]]; then
                before=$before${word%,*},
                words[at]=${word##*,}
              fi
              COMP_WORDS=("${words[@]}")
              COMP_CWORD=$at
              _complete_npusim
              for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
                [[ -z ${COMPREPLY[i]} ]] || COMPREPLY[i]=$before${COMPREPLY[i]}
              done
            }

            """;

    @Override
    public Integer call() {
        String script = shell == Shell.FISH ? FishCompletion.of(Main.commandLine()) : bash();
        out().print(script);
        out().flush();
        writeJson(script);
        return ExitCode.SUCCESS;
    }

    private static String bash() {
        String library = AutoComplete.bash("npusim", Main.commandLine()).replace(NO_FILES, "");
        int last = library.lastIndexOf("complete " + REGISTERED);
        return library.substring(0, last)
                + VALUES
                + library.substring(last).replace(REGISTERED, "-F _complete_npusim_values ");
    }
}
