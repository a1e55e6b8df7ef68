package npusim.schedule.block;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import npusim.schedule.BlockConfiguration;
import org.jspecify.annotations.Nullable;

/** Answers each distinct query once, as long as there are not too many. Thread-safe. */
final class MemoisedSearch implements BlockSearch {
    private static final int MOST_ANSWERS = 1 << 16;

    private final BlockSearch search;
    private final Map<BlockQuery, Optional<BlockConfiguration>> known = new ConcurrentHashMap<>();

    MemoisedSearch(BlockSearch search) {
        this.search = search;
    }

    @Override
    public @Nullable BlockConfiguration find(BlockQuery query) {
        Optional<BlockConfiguration> answer = known.get(query);
        if (answer == null) {
            answer = Optional.ofNullable(search.find(query));
            if (known.size() >= MOST_ANSWERS) {
                known.clear();
            }
            known.put(query, answer);
        }
        return answer.orElse(null);
    }
}
