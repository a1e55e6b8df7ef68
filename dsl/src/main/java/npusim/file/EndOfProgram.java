package npusim.file;

/** What is left to do when the program ends, be it by an interruption. */
public final class EndOfProgram {
    private EndOfProgram() {}

    /**
     * Has something run when the program ends.
     *
     * @return false if it is ending already, which an interruption can make it do at any time
     */
    public static boolean run(Runnable task) {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(task));
            return true;
        } catch (IllegalStateException ending) {
            return false;
        }
    }
}
