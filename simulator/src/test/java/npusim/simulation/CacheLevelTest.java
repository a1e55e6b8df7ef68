package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CacheLevelTest {
    private static final SideParameters BACKING = new SideParameters(1, 16, 4, 4, 4, 100, 100, 0, 1, 0, 0, 0, 64, null);

    private final EventCounts counts = new EventCounts(null);

    private CacheLevel cache(int lines, int ways) {
        return new CacheLevel(new CacheParameters(64L * lines, 64, ways, BACKING), counts);
    }

    @Test
    void countsEachLineOfAnAccessOnce() {
        CacheLevel cache = cache(8, 2);
        cache.access(60, 8, false);
        assertThat(cache.takeMissedLines()).isEqualTo(2);
        cache.access(0, 128, false);
        assertThat(cache.takeMissedLines()).isZero();
        assertThat(counts.of(EngineEvent.CACHE_HITS)).isEqualTo(2);
        assertThat(counts.of(EngineEvent.CACHE_MISSES)).isEqualTo(2);
    }

    @Test
    void replacesTheLeastRecentlyUsedLineOfASet() {
        CacheLevel cache = cache(2, 2);
        cache.access(0, 1, false);
        cache.access(64, 1, false);
        cache.access(0, 1, false);
        cache.access(128, 1, false);
        cache.takeMissedLines();
        cache.access(0, 1, false);
        assertThat(cache.takeMissedLines()).isZero();
        cache.access(64, 1, false);
        assertThat(cache.takeMissedLines()).isEqualTo(1);
    }

    @Test
    void aDirectMappedCacheLosesLinesThatShareASet() {
        CacheLevel cache = cache(4, 1);
        for (int i = 0; i < 3; i++) {
            cache.access(0, 1, false);
            cache.access(4 * 64, 1, false);
        }
        assertThat(cache.takeMissedLines()).isEqualTo(6);
    }

    @Test
    void writesBackOnlyWhatWasWrittenAndFetchesNothingForAWrite() {
        CacheLevel cache = cache(1, 1);
        cache.access(0, 16, true);
        assertThat(cache.takeMissedLines()).isZero();
        cache.access(64, 16, false);
        assertThat(cache.takeEvictedLines()).isEqualTo(1);
        cache.access(128, 16, false);
        assertThat(cache.takeEvictedLines()).isZero();
    }
}
