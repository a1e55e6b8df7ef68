package npusim.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds the same operator in several runs of one network. Schedules fuse differently from design to design, so an
 * operation goes by the first TOSA operator it stands for, and by its running number among those with the same one.
 */
final class OperatorAlignment {
    private OperatorAlignment() {}

    /** The operations of a run by their alignment key, in schedule order. */
    static Map<String, OperationResult> byKey(RunResult run) {
        Map<String, OperationResult> result = new LinkedHashMap<>();
        for (OperationResult operation : run.operations()) {
            String base = operation.operation().source().isEmpty()
                    ? operation.operation().name()
                    : operation.operation().source().getFirst();
            String key = base;
            for (int i = 2; result.containsKey(key); i++) {
                key = base + " #" + i;
            }
            result.put(key, operation);
        }
        return result;
    }
}
