package npusim.cli;

import java.io.IOException;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The line of a terminal that a progress bar is drawn in. The bar's own one takes over the signals of the terminal, so that
 * Ctrl-C would end the program with none of its cleaning up done.
 */
final class ProgressLine extends ConsoleProgressBarConsumer {
    private static final String CLEAR = "\r\033[K";
    private static final int USUAL_COLUMNS = 80;
    private static final int FEWEST_COLUMNS = 10;

    private final PrintStream out;
    private final Terminal terminal;

    ProgressLine(PrintStream out) {
        super(out);
        this.out = out;
        try {
            terminal = TerminalBuilder.builder().dumb(true).nativeSignals(false).build();
        } catch (IOException e) {
            throw new AssertionError("there is always a dumb terminal", e);
        }
    }

    /** Follows a terminal that changes its width. */
    @Override
    public int getMaxRenderedLength() {
        int columns = terminal.getWidth();
        return (columns < FEWEST_COLUMNS ? USUAL_COLUMNS : columns) - 1;
    }

    @Override
    public void clear() {
        out.print(CLEAR);
        out.flush();
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            // it was only asked for its width
        }
    }
}
