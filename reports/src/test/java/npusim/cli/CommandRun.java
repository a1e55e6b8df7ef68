package npusim.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A command executed in this JVM with its outputs caught; for the tests of the verbs. */
record CommandRun(int exitCode, String out, String err) {
    static CommandRun of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
