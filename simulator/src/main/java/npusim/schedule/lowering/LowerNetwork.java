package npusim.schedule.lowering;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import npusim.graph.Graph;
import npusim.hardware.Abilities;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Network;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;

/** From a TOSA graph to the leaders of groups of NPU operations, in execution order, or to what no unit runs. */
public final class LowerNetwork {
    private static final int HARDWARE_RANK = 4;

    private LowerNetwork() {}

    /**
     * Lowers {@code graph} for an accelerator.
     *
     * @throws ScheduleException for control flow, variables and operators that no design runs
     */
    public static LoweredNetwork apply(Graph graph, Abilities abilities, ScheduleOptions options)
            throws ScheduleException {
        SchedulePolicy policy = options.policy();
        Network network = ImportGraph.apply(graph);
        FusionRules rules = new FusionRules(abilities);
        simplify(network, abilities, rules, policy);
        Refusals refusals = new Refusals();
        List<NpuOperation> operations = linearise(network, abilities, rules, policy, refusals);
        List<NpuOperation> leaders =
                refusals.isEmpty() ? new GroupOperations(abilities, rules, options).apply(operations) : List.of();
        return new LoweredNetwork(leaders, refusals.reasons());
    }

    private static void simplify(Network network, Abilities abilities, FusionRules rules, SchedulePolicy policy) {
        ShapeConvolutions convolutions = new ShapeConvolutions(abilities.limits());
        if (policy == SchedulePolicy.VELA_5_0) {
            Traversal.rewrite(network, List.of(ShapeConvolutions::recogniseFullyConnected));
        }
        // The compilers run such transposes on a U85; without units that exchange axes there is no other way.
        if (policy == SchedulePolicy.NPUSIM || !abilities.exchangesAxes()) {
            Traversal.rewrite(network, List.of(RemoveReshapes::recogniseReshape));
        }
        Traversal.rewrite(network, List.of(new RemoveReshapes(policy)));
        Traversal.rewrite(network, List.of(ComposeTables::apply));
        Rewrite fuse = new FuseRescales(rules);
        // The second pass meets results whose operands took over a rescale in the first.
        Traversal.rewrite(network, List.of(fuse));
        Traversal.rewrite(network, List.of(fuse));
        List<Rewrite> lower = new ArrayList<>(List.of(
                convolutions::spreadBatch,
                convolutions::dropUselessStride,
                LowerDataMovement::absorbPadding,
                LowerDataMovement::lowerPad,
                LowerDataMovement::lowerConcat,
                LowerDataMovement::lowerSlice,
                LowerArithmetic::lowerElementwise,
                LowerArithmetic::lowerReduceSum,
                LowerArithmetic::lowerReduceMinMax,
                LowerArithmetic::lowerMatmul,
                (_, operation) -> ShapeConvolutions.repeatInPool(rules, operation),
                convolutions::singleChannelDepthwise,
                convolutions::unrollLongStrides));
        if (policy == SchedulePolicy.VELA_4_4) {
            lower.add(ShapeConvolutions::dropUnitAxes);
        }
        Traversal.rewrite(network, lower);
        Traversal.rewrite(
                network,
                List.of(
                        (_, operation) -> ShapeConvolutions.mergeTransposes(rules, operation),
                        LowerDataMovement::moveSliceToConsumer));
    }

    private static List<NpuOperation> linearise(
            Network network, Abilities abilities, FusionRules rules, SchedulePolicy policy, Refusals refusals) {
        List<NpuOperation> order = Traversal.executionOrder(network);
        refuseUnsupported(order, abilities, refusals);
        if (!refusals.isEmpty()) {
            return order;
        }
        order.forEach(LowerNetwork::widenShapes);
        DecomposeOperations decompose = new DecomposeOperations(network, abilities, rules, refusals);
        List<NpuOperation> operations = new ArrayList<>(order.size());
        for (NpuOperation operation : order) {
            operations.addAll(decompose.apply(operation));
        }
        if (policy != SchedulePolicy.VELA_4_4) {
            operations.forEach(operation -> DeepenElementwise.apply(operation, rules));
        }
        connectOnly(operations);
        operations.forEach(LowerNetwork::choosePrimaryIfm);
        return operations;
    }

    private static void refuseUnsupported(List<NpuOperation> operations, Abilities abilities, Refusals refusals) {
        UnitSupport support = new UnitSupport(abilities);
        for (NpuOperation operation : operations) {
            String refusal = support.refusal(operation);
            if (refusal != null) {
                refusals.add(operation, refusal);
            }
        }
    }

    private static void widenShapes(NpuOperation operation) {
        int rank = operation.ifmCount() == 0 ? 0 : operation.ifm(0).shape().rank();
        for (NpuOperation.Input input : operation.inputs()) {
            widen(input.connection());
        }
        widen(operation.ofm());
        if (operation.ifmCount() > 0 && operation.axis() >= 0) {
            operation.setAxis(operation.axis() + operation.ifm(0).shape().rank() - rank);
        }
    }

    private static void widen(Connection connection) {
        connection.setShape(connection.shape().padded(HARDWARE_RANK, 1));
        var offset = connection.sliceOffset();
        if (offset != null) {
            connection.setSlice(
                    offset.padded(HARDWARE_RANK, 0), connection.usedShape().padded(HARDWARE_RANK, 1));
        }
        NpuTensor tensor = connection.tensor();
        tensor.setShape(tensor.shape().padded(HARDWARE_RANK, 1));
    }

    /** Leaves only {@code operations} as readers and writers; an operation that reads twice counts twice. */
    private static void connectOnly(List<NpuOperation> operations) {
        Map<NpuTensor, Boolean> seen = new IdentityHashMap<>();
        for (NpuOperation operation : operations) {
            for (NpuOperation.Input input : operation.inputs()) {
                NpuTensor tensor = input.connection().tensor();
                clearOnce(seen, tensor);
                tensor.readers().add(operation);
            }
            NpuTensor tensor = operation.ofm().tensor();
            clearOnce(seen, tensor);
            tensor.writers().add(operation);
        }
    }

    private static void clearOnce(Map<NpuTensor, Boolean> seen, NpuTensor tensor) {
        if (seen.put(tensor, true) == null) {
            tensor.readers().clear();
            tensor.writers().clear();
        }
    }

    /** Stripes pass along the operand that is computed and not broadcast. */
    private static void choosePrimaryIfm(NpuOperation operation) {
        if (!operation.kind().isBinary()) {
            return;
        }
        Connection first = operation.ifm(0);
        Connection second = operation.ifm(1);
        boolean constantFirst = first.tensor().isConstant() && !second.tensor().isConstant();
        boolean broadcastFirst = !first.shape().equals(operation.ofm().shape())
                && second.shape().equals(operation.ofm().shape());
        operation.setPrimaryIfm(constantFirst || broadcastFirst ? 1 : 0);
    }
}
