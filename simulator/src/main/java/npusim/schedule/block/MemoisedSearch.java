package npusim.schedule.block;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import npusim.schedule.BlockConfiguration;
import org.jspecify.annotations.Nullable;

/** Answers each distinct query once. */
final class MemoisedSearch implements BlockSearch {
    private final BlockSearch search;
    private final Map<BlockQuery, Optional<BlockConfiguration>> known = new HashMap<>();

    MemoisedSearch(BlockSearch search) {
        this.search = search;
    }

    @Override
    public @Nullable BlockConfiguration find(BlockQuery query) {
        Optional<BlockConfiguration> answer = known.get(query);
        if (answer == null) {
            answer = Optional.ofNullable(search.find(query));
            known.put(query, answer);
        }
        return answer.orElse(null);
    }
}
