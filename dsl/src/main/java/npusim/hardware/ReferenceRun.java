package npusim.hardware;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;

/**
 * A replay with everything named, and the counters published for it.
 *
 * @param name name in the description
 * @param accelerator name
 * @param platform name
 * @param systemConfig name
 * @param memoryMode name
 * @param arenaCacheBytes staging size
 * @param workload workload name
 * @param workloadArguments arguments by name
 * @param chaining whether the compiler chained elementwise operations
 * @param published published counters
 * @param source where they were published
 */
public record ReferenceRun(
        String name,
        String accelerator,
        String platform,
        String systemConfig,
        String memoryMode,
        long arenaCacheBytes,
        String workload,
        ImmutableMap<String, String> workloadArguments,
        boolean chaining,
        ImmutableList<PublishedCounter> published,
        String source) {}
