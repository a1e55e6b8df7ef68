package npusim.schedule.lowering;

import java.util.List;
import java.util.Map;
import npusim.schedule.operation.NpuOperation;

/**
 * What became of a network.
 *
 * @param leaders leaders of groups of operations, in execution order; none if an operator was refused
 * @param refused outputs of operators that no unit of the accelerator runs, and why
 */
public record LoweredNetwork(List<NpuOperation> leaders, Map<String, String> refused) {}
