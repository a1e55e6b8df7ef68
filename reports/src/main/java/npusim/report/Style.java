package npusim.report;

/** Emphasis in text output: escape sequences on a terminal, the bare text elsewhere. */
public enum Style {
    /** Plain text. */
    PLAIN,
    /** Text with ANSI escape sequences. */
    ANSI;

    private static final String RESET = "\033[0m";

    /** For headings and the figures that matter most. */
    public String bold(String text) {
        return wrap("\033[1m", text);
    }

    /** For what is there to be looked up only. */
    public String faint(String text) {
        return wrap("\033[2m", text);
    }

    /** For what deserves a look. */
    public String warning(String text) {
        return wrap("\033[33m", text);
    }

    /** For what is wrong. */
    public String bad(String text) {
        return wrap("\033[31m", text);
    }

    private String wrap(String start, String text) {
        return this == ANSI && !text.isEmpty() ? start + text + RESET : text;
    }
}
