package npusim.dsl.diagnostic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/** Finds the names a reader likely meant: by edit distance, and by shared words. */
public final class NearestNames {

    private static final int MAX_LENGTH = 80;
    private static final int MAX_CANDIDATES = 2000;

    private NearestNames() {}

    /** At most {@code limit} candidates near {@code name}, nearest first, ties by spelling. */
    public static List<String> of(String name, Collection<String> candidates, int limit) {
        if (name.length() > MAX_LENGTH) {
            return List.of();
        }
        record Scored(String name, int score) {}
        List<Scored> scored = new ArrayList<>();
        String lower = name.toLowerCase(Locale.ROOT);
        int seen = 0;
        for (String candidate : new LinkedHashSet<>(candidates)) {
            if (candidate.length() > MAX_LENGTH || ++seen > MAX_CANDIDATES) {
                continue;
            }
            String other = candidate.toLowerCase(Locale.ROOT);
            int distance = distance(lower, other);
            int allowed = Math.max(1, Math.max(lower.length(), other.length()) / 3);
            boolean contained =
                    lower.length() >= 3 && other.length() >= 3 && (other.contains(lower) || lower.contains(other));
            if (distance <= allowed || contained) {
                scored.add(new Scored(candidate, distance));
            }
        }
        if (scored.stream().anyMatch(candidate -> candidate.score() == 0)) {
            scored.removeIf(candidate -> candidate.score() > 0);
        }
        scored.sort(Comparator.comparingInt(Scored::score).thenComparing(Scored::name));
        return scored.stream().limit(limit).map(Scored::name).toList();
    }

    /** Insertions, deletions, replacements and exchanges of neighbours. */
    private static int distance(String a, String b) {
        int[] beforePrevious = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                current[j] = Math.min(previous[j - 1] + (same ? 0 : 1), Math.min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
                }
            }
            int[] reused = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = reused;
        }
        return previous[b.length()];
    }
}
