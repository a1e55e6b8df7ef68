package npusim.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Several commands in one process, from which the launcher has the JVM learn what to keep ready. Arguments are those of the
 * commands, with {@code --then} between two of them; the exit code is that of the first that fails.
 */
final class Training {
    private Training() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        List<List<String>> commands = new ArrayList<>();
        commands.add(new ArrayList<>());
        for (String argument : args) {
            if (argument.equals("--then")) {
                commands.add(new ArrayList<>());
            } else {
                commands.getLast().add(argument);
            }
        }
        for (List<String> command : commands) {
            int exitCode = Main.run(out, err, command.toArray(String[]::new));
            if (exitCode != ExitCode.SUCCESS) {
                System.exit(exitCode);
            }
        }
        System.exit(ExitCode.SUCCESS);
    }
}
