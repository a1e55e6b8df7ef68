package npusim.schedule;

import java.util.LinkedHashMap;
import java.util.Map;
import npusim.hardware.Accelerator;
import npusim.hardware.BlockLimits;
import npusim.hardware.Buffers;
import npusim.hardware.MacArray;
import npusim.schedule.block.BlockSearch;
import npusim.schedule.weights.WeightEncoder;
import npusim.schedule.weights.WeightEncoders;

/**
 * What schedulers of different designs can share: encoded sizes of weights, which depend on the weight decoders and the
 * depth of blocks only, and block configurations. Bounded and thread-safe; schedules do not depend on it.
 */
public final class ScheduleMemory {
    private static final int REMEMBERED_SEARCHES = 64;

    private final WeightEncoders encoders = new WeightEncoders();
    private final Map<SearchKey, BlockSearch> searches = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SearchKey, BlockSearch> eldest) {
            return size() > REMEMBERED_SEARCHES;
        }
    };

    private record SearchKey(MacArray macArray, Buffers buffers, BlockLimits limits, SchedulePolicy policy) {}

    WeightEncoder encoder(Accelerator accelerator) {
        return encoders.of(accelerator);
    }

    BlockSearch search(Accelerator accelerator, SchedulePolicy policy) {
        SearchKey key = new SearchKey(accelerator.macArray(), accelerator.buffers(), accelerator.limits(), policy);
        synchronized (searches) {
            return searches.computeIfAbsent(key, missing -> BlockSearch.of(accelerator, policy));
        }
    }
}
