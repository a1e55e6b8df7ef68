package npusim.schedule.block;

import java.util.Optional;
import npusim.cache.Memo;
import npusim.schedule.BlockConfiguration;
import org.jspecify.annotations.Nullable;

/** Answers each distinct query once, as long as there are not too many. Thread-safe. */
final class MemoisedSearch implements BlockSearch {
    private static final int MOST_ANSWERS = 1 << 13;

    private final BlockSearch search;
    private final Memo<BlockQuery, Optional<BlockConfiguration>, RuntimeException> known = new Memo<>(MOST_ANSWERS);

    MemoisedSearch(BlockSearch search) {
        this.search = search;
    }

    @Override
    public @Nullable BlockConfiguration find(BlockQuery query) {
        return known.get(query, missing -> Optional.ofNullable(search.find(missing)))
                .orElse(null);
    }
}
