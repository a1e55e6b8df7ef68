package npusim.audio;

import java.util.ArrayList;
import java.util.List;

/**
 * Greedy connectionist temporal classification: the best class of every step, repeats and blanks dropped. Class 0 is the
 * blank; a blank between two equal classes keeps both.
 *
 * <p>Source: the speech example of Arm's ML evaluation kit.
 */
public final class GreedyCtcDecoder {
    /** The blank's class. */
    public static final int BLANK = 0;

    private GreedyCtcDecoder() {}

    /**
     * Decodes one utterance.
     *
     * @param codes int8 log-probabilities, {@code steps x classes}, row-major; of equal ones the lowest class wins
     * @return classes without blanks
     */
    public static List<Integer> decode(byte[] codes, int classes) {
        if (classes <= 0 || codes.length % classes != 0) {
            throw new IllegalArgumentException(codes.length + " codes are not rows of " + classes + " classes");
        }
        List<Integer> decoded = new ArrayList<>();
        int previous = BLANK;
        for (int row = 0; row < codes.length; row += classes) {
            int best = 0;
            for (int candidate = 1; candidate < classes; candidate++) {
                if (codes[row + candidate] > codes[row + best]) {
                    best = candidate;
                }
            }
            if (best != BLANK && best != previous) {
                decoded.add(best);
            }
            previous = best;
        }
        return decoded;
    }

    /**
     * Joins word pieces: class k is piece k - 1, the word mark {@code U+2581} becomes a space.
     *
     * @param pieces one per class but the blank
     */
    public static String text(List<Integer> classes, List<String> pieces) {
        StringBuilder text = new StringBuilder();
        for (int piece : classes) {
            text.append(pieces.get(piece - 1));
        }
        return text.toString().replace('\u2581', ' ').strip();
    }
}
