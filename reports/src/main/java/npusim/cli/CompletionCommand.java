package npusim.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code npusim completion}: lets a shell complete what is typed. */
@Command(
        name = "completion",
        description = {
            "Prints a script by which bash or zsh complete verbs, options and names.",
            "To try it: source <(npusim completion). To keep it, put that line into the shell's start file."
        })
final class CompletionCommand extends Verb {
    /** Where the library's script knows no word it would keep the shell from completing files, of which most options take one. */
    private static final String NO_FILES = "  type compopt &>/dev/null && compopt +o default\n";

    @Override
    public Integer call() {
        String script = AutoComplete.bash("npusim", Main.commandLine()).replace(NO_FILES, "");
        out().print(script);
        out().flush();
        writeJson(script);
        return ExitCode.SUCCESS;
    }
}
