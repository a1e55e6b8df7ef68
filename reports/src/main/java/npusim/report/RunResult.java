package npusim.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableMap;
import npusim.trace.TraceFormatException;
import npusim.trace.run.RunDirectory;
import npusim.trace.run.RunManifest;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.map.mutable.primitive.IntLongHashMap;
import org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap;

/** A run as read back from its directory: the one source of every number in texts, tables and figures. */
public final class RunResult {
    /** Event of the cycles in which the NPU ran a command stream. */
    public static final String ACTIVE = "NPU_ACTIVE";

    /** Event of the cycles in which it had none. */
    public static final String IDLE = "NPU_IDLE";

    private final Path directory;
    private final RunManifest manifest;
    private final boolean complete;
    private final ImmutableList<OperationResult> operations;
    private final IntLongHashMap totals;
    private final IntObjectHashMap<NavigableMap<Long, Long>> intervals;
    private final IntObjectHashMap<NavigableMap<Long, Long>> occupancy;
    private final Counters sum;

    RunResult(
            Path directory,
            RunManifest manifest,
            boolean complete,
            ImmutableList<OperationResult> operations,
            IntLongHashMap totals,
            IntObjectHashMap<NavigableMap<Long, Long>> intervals,
            IntObjectHashMap<NavigableMap<Long, Long>> occupancy) {
        this.directory = directory;
        this.manifest = manifest;
        this.complete = complete;
        this.operations = operations;
        this.totals = totals;
        this.intervals = intervals;
        this.occupancy = occupancy;
        sum = operations.injectInto(
                Counters.none(manifest.memories().size()),
                (counters, operation) -> counters.plus(operation.counters()));
    }

    /**
     * Reads a run.
     *
     * @throws TraceFormatException if the directory holds none or its samples contradict each other
     */
    public static RunResult load(Path directory) throws IOException {
        return RunLoader.load(RunDirectory.of(directory));
    }

    /** Where it was read from. */
    public Path directory() {
        return directory;
    }

    /** What was run. */
    public RunManifest manifest() {
        return manifest;
    }

    /** Whether the run came to its end; otherwise all numbers cover only its beginning. */
    public boolean complete() {
        return complete;
    }

    /** Short name in tables of several runs. */
    public String label() {
        return manifest.design().accelerator();
    }

    /** All operations in schedule order; the last has index −1 if some cycles belong to none. */
    public ImmutableList<OperationResult> operations() {
        return operations;
    }

    /** Sums over all operations. */
    public Counters sum() {
        return sum;
    }

    /** Cycles in which the NPU ran the command stream. */
    public long activeCycles() {
        return total(ACTIVE);
    }

    /** Cycles in which the NPU waited for its host. */
    public long idleCycles() {
        return total(IDLE);
    }

    /** Active and idle cycles. */
    public long totalCycles() {
        return activeCycles() + idleCycles();
    }

    /** Total of an event over the run; 0 if it was not counted. */
    public long total(String eventName) {
        return manifest.events().stream()
                .filter(event -> event.name().equals(eventName))
                .mapToLong(event -> totals.get(event.number()))
                .sum();
    }

    /** Whether the run counted the event. */
    public boolean counts(int event) {
        return totals.containsKey(event);
    }

    /** Total of an event over the run; 0 if it was not counted. */
    public long total(int event) {
        return totals.get(event);
    }

    /** Increase of an event by interval, keyed by the interval's first cycle; empty if none were recorded. */
    public NavigableMap<Long, Long> intervals(int event) {
        return intervals.getIfAbsent(event, java.util.TreeMap::new);
    }

    /** Bytes in use of a memory by the cycle from which on they were; empty if not recorded. */
    public NavigableMap<Long, Long> occupancy(int memory) {
        return occupancy.getIfAbsent(memory, java.util.TreeMap::new);
    }

    /** The operations with most active cycles. */
    public ImmutableList<OperationResult> mostExpensive(int count) {
        return operations
                .toSortedList((left, right) -> Long.compare(right.activeCycles(), left.activeCycles()))
                .take(count)
                .toImmutable();
    }

    /** Number of an event by its name in the manifest. */
    static int eventNumber(RunManifest manifest, String name) {
        return manifest.events().stream()
                .filter(event -> event.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new TraceFormatException("the manifest names no event " + name))
                .number();
    }
}
