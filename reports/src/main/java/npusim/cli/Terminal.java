package npusim.cli;

import java.io.Console;
import java.util.Map;
import npusim.report.Style;

/** What is known of the user's terminal. The launcher knows best: it sees the descriptors before any pipe of its own. */
final class Terminal {
    private static final String STDOUT = "npusim.stdout.terminal";
    private static final String STDERR = "npusim.stderr.terminal";

    private Terminal() {}

    static boolean stdout() {
        return Boolean.parseBoolean(System.getProperty(STDOUT)) || isConsole();
    }

    static boolean stderr() {
        return Boolean.parseBoolean(System.getProperty(STDERR)) || isConsole();
    }

    /** Colours unless the output is a file or a pipe, {@code NO_COLOR} is set (no-color.org), or the terminal knows none. */
    static Style stdoutStyle() {
        return stdout() && coloursWanted(System.getenv()) ? Style.ANSI : Style.PLAIN;
    }

    static Style stderrStyle() {
        return stderr() && coloursWanted(System.getenv()) ? Style.ANSI : Style.PLAIN;
    }

    /** What the environment of a program says. */
    static boolean coloursWanted(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    @SuppressWarnings("SystemConsoleNull") // the null checker wants it asked
    private static boolean isConsole() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
