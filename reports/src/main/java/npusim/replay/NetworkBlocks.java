package npusim.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where in the network an operator belongs, as far as its name says so: names are paths of modules separated by dots or
 * slashes, and a number after a name counts repetitions of it.
 */
final class NetworkBlocks {
    private static final int MOST_LEVELS = 3;

    private NetworkBlocks() {}

    /** The path without the operator's own name: {@code layers.3.attention.query} gives {@code layer 4, attention}. */
    static List<String> of(String name) {
        String[] parts = name.split("[./]", -1);
        List<String> blocks = new ArrayList<>();
        for (int i = 0; i < parts.length - 1 && blocks.size() < MOST_LEVELS; i++) {
            String part = parts[i].replace('_', ' ').strip();
            if (part.isEmpty()) {
                continue;
            }
            if (i + 1 < parts.length
                    && !parts[i + 1].isEmpty()
                    && parts[i + 1].chars().allMatch(Character::isDigit)) {
                blocks.add(singular(part) + " " + (Integer.parseInt(parts[i + 1]) + 1));
                i++;
            } else {
                blocks.add(part);
            }
        }
        return List.copyOf(blocks);
    }

    private static String singular(String word) {
        return word.toLowerCase(Locale.ROOT).endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }
}
