package npusim.trace.export;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import npusim.trace.PmuScope;
import npusim.trace.PmuSink;
import npusim.trace.TraceEvents;
import npusim.trace.run.OperationRecord;
import npusim.trace.run.RunManifest;
import org.jspecify.annotations.Nullable;

/** What the numbers in the samples of a run stand for. */
public final class SampleRows {
    private final EventNames names;
    private final Map<Integer, Integer> operationsByCommand = new HashMap<>();

    private SampleRows(EventNames names) {
        this.names = names;
    }

    /**
     * Of a run.
     *
     * @param operations those of the run; empty where they are not written yet
     */
    public static SampleRows of(RunManifest manifest, List<OperationRecord> operations) {
        SampleRows rows = new SampleRows(new EventNames(manifest));
        for (OperationRecord operation : operations) {
            operation.commands().forEach(command -> rows.operationsByCommand.put(command, operation.index()));
            operation.transfers().forEach(transfer -> rows.operationsByCommand.put(transfer, operation.index()));
        }
        return rows;
    }

    /** Whether a command is known to belong to an operation. */
    public boolean knowsOperations() {
        return !operationsByCommand.isEmpty();
    }

    /** A sink that hands each sample on as a row. */
    public PmuSink to(Consumer<SampleRow> target) {
        return (cycle, unit, scope, event, value) -> target.accept(
                new SampleRow(cycle, scopeName(scope), unit, operation(scope, unit), event, names.of(event), value));
    }

    private @Nullable Integer operation(PmuScope scope, int unit) {
        return scope == PmuScope.OPERATION ? operationsByCommand.getOrDefault(unit, TraceEvents.UNATTRIBUTED) : null;
    }

    /** The scope's name in exported files. */
    public static String scopeName(PmuScope scope) {
        return scope.name().toLowerCase(Locale.ROOT);
    }
}
