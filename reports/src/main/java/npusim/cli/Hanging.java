package npusim.cli;

import java.util.List;

/** Words under a heading: lines of at most 80 columns that begin where the words of the first one do. */
final class Hanging {
    private static final int WIDTH = 80;

    private Hanging() {}

    /**
     * Breaks words into lines; a word that is longer than a line has one of its own.
     *
     * @param heading what the first line begins with, its gap included
     * @return the lines without trailing spaces, each ended by a line feed
     */
    static String lines(String heading, String words) {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder(heading);
        boolean hasWord = false;
        for (String word : List.of(words.strip().split(" +"))) {
            if (hasWord && line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder(" ".repeat(heading.length()));
                hasWord = false;
            }
            line.append(hasWord ? " " : "").append(word);
            hasWord = true;
        }
        return text.append(line.toString().stripTrailing()).append('\n').toString();
    }
}
