package npusim.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Lets tests of other packages run a command in this JVM. */
public final class Commands {
    private Commands() {}

    /** Runs a command that must succeed. */
    public static void run(PrintWriter out, String... arguments) {
        StringWriter err = new StringWriter();
        if (Main.run(out, new PrintWriter(err, true), arguments) != 0) {
            throw new AssertionError(err.toString());
        }
    }
}
