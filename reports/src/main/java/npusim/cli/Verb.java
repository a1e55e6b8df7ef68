package npusim.cli;

import static npusim.cli.Heading.Topic.OUTPUTS;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import npusim.file.FileFaults;
import npusim.file.WholeFile;
import npusim.report.Style;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What all verbs share: {@code --help}, {@code --json FILE}, the text output and progress. A verb prints its text to
 * {@link #out}, hands the same facts as a record to {@link #writeJson} and returns an {@link ExitCode}; what is wrong with
 * its input it throws as {@link BadInputException}.
 */
abstract class Verb implements Callable<Integer> {
    private static final int MOST_THREADS = 1024;

    /** As the picocli fields below are set by reflection before {@link #call}. */
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private final HelpOption help = new HelpOption();

    @Heading(OUTPUTS)
    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the result as JSON to FILE ('-': standard output, instead of the text).")
    @Output(standard = true)
    private @Nullable String json;

    /** Refuses places of outputs where nothing can be written; {@link Main} asks before the verb is called. */
    final void requirePlaces() {
        OutputPlaces.require(spec, this::makes);
    }

    /** Whether the verb will make a directory that is neither there nor named by an option. */
    protected boolean makes(Path directory) {
        return false;
    }

    /** Where the text for people goes; nowhere when standard output carries JSON. */
    protected final PrintWriter out() {
        return OutputPlaces.isStandardOutput(json)
                ? new PrintWriter(Writer.nullWriter())
                : spec.commandLine().getOut();
    }

    /** Where warnings go. */
    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Prints a warning, if there is one. */
    protected final void warn(@Nullable String sentence) {
        if (sentence != null) {
            err().println("warning: " + sentence);
            err().flush();
        }
    }

    /** The command's words as the user gave them. */
    protected final List<String> arguments() {
        return spec.root().commandLine().getParseResult().originalArgs();
    }

    /** Colours for {@link #out}, or none if it is not a terminal. */
    protected final Style style() {
        return Terminal.stdoutStyle();
    }

    /**
     * Shows how far a task is, on a terminal and from the second second on.
     *
     * @param total number of steps, or {@link Progress#UNKNOWN}
     */
    protected final Progress progress(String task, long total) {
        return Progress.start(task, total);
    }

    /** Whether {@code --json} was given. */
    protected final boolean writesJson() {
        return json != null;
    }

    /** Writes the value where {@code --json} says; does nothing without that option. */
    protected final void writeJson(Object value) {
        if (json == null) {
            return;
        }
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        try {
            String text = mapper.writeValueAsString(value) + "\n";
            if (OutputPlaces.isStandardOutput(json)) {
                spec.commandLine().getOut().print(text);
                spec.commandLine().getOut().flush();
            } else {
                writeWhole(Path.of(json), text);
            }
        } catch (IOException e) {
            throw new BadInputException("--json " + FileFaults.describe(e), e);
        }
    }

    /** Writes a text to the file, or to standard output if that is meant or no file is named. */
    protected final void writeText(@Nullable Path file, String text) throws IOException {
        if (file == null || OutputPlaces.isStandardOutput(file)) {
            out().print(text);
            out().flush();
        } else {
            writeWhole(file, text);
        }
    }

    /** Writes a file so that it is there whole or not at all. */
    protected static void writeWhole(Path file, String text) throws IOException {
        WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Refuses a number that is too small for an option. */
    static void requireAtLeast(String option, double value, int least) {
        if (!(value >= least)) {
            throw new BadInputException(option + " must be at least " + least + ", is "
                    + (value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value)));
        }
    }

    /** Refuses a number of threads that no machine starts; a mistyped one would end in an error of the JVM. */
    static void requireThreads(int threads) {
        requireAtLeast("--threads", threads, 1);
        if (threads > MOST_THREADS) {
            throw new BadInputException("--threads must be at most " + MOST_THREADS + ", is " + threads);
        }
    }
}
