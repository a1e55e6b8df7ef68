package npusim.cli;

/** What a command says to the shell. */
public final class ExitCode {
    /** The command did what it was asked to. */
    public static final int SUCCESS = 0;
    /** The command worked and what it checked does not hold. */
    public static final int CHECK_FAILED = 1;
    /** Wrong usage or bad input; nothing was written. */
    public static final int BAD_INPUT = 2;
    /** A defect of this program. */
    public static final int DEFECT = 70;

    private ExitCode() {}
}
