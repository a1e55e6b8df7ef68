package npusim.cli;

/** The part of a long value, such as a list or a table, in which it differs from another. */
final class Excerpt {
    private static final int WIDTH = 40;
    private static final String LEFT_OUT = "…";

    private Excerpt() {}

    /** The value if it is short, else at most 40 columns of it from the first word that the other value does not have there. */
    static String of(String value, String other) {
        if (value.length() <= WIDTH) {
            return value;
        }
        int same = 0;
        while (same < Math.min(value.length(), other.length()) && value.charAt(same) == other.charAt(same)) {
            same++;
        }
        int start = value.lastIndexOf(' ', Math.min(same, value.length() - 1)) + 1;
        String rest = (start == 0 ? "" : LEFT_OUT + " ") + value.substring(start);
        return rest.length() <= WIDTH ? rest : rest.substring(0, WIDTH - 2).stripTrailing() + " " + LEFT_OUT;
    }
}
