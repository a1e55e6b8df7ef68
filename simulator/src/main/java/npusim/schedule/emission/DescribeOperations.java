package npusim.schedule.emission;

import java.util.ArrayList;
import java.util.List;
import npusim.schedule.Extent;
import npusim.schedule.Residence;
import npusim.schedule.ScheduledOperation;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.plan.OperationCost;
import npusim.schedule.plan.PlacedRange;
import npusim.schedule.plan.PlannedOperation;
import npusim.schedule.plan.SchedulePlan;
import npusim.schedule.plan.WeightBuffer;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.primitive.MutableIntIntMap;
import org.eclipse.collections.impl.factory.primitive.IntIntMaps;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** Numbers the operations of a plan, leaders and what is chained to them, and says what was decided about each. */
final class DescribeOperations {
    private final SchedulePlan plan;
    private final int first;
    private final MutableIntIntMap numbers = IntIntMaps.mutable.empty();
    private final MutableList<ScheduledOperation> operations = Lists.mutable.empty();

    /** Numbers the operations from {@code first} on. */
    DescribeOperations(SchedulePlan plan, int first) {
        this.plan = plan;
        this.first = first;
        for (PlannedOperation operation : plan.operations()) {
            for (NpuOperation member : kernels(operation.operation())) {
                numbers.put(member.id(), first + numbers.size());
            }
        }
        plan.operations().forEach(this::describe);
    }

    /** The leader and those of its followers that are kernels of their own. */
    static List<NpuOperation> kernels(NpuOperation leader) {
        if (leader.followers().isEmpty()) {
            return List.of(leader);
        }
        List<NpuOperation> members = new ArrayList<>();
        members.add(leader);
        for (NpuOperation follower : leader.followers()) {
            if (!follower.isFused()) {
                members.add(follower);
            }
        }
        return members;
    }

    /** Number of an operation; throws {@link IllegalStateException} for one that is not part of the plan. */
    int number(NpuOperation operation) {
        int number = numbers.getIfAbsent(operation.id(), -1);
        if (number < 0) {
            throw new IllegalStateException(operation + " is emitted but not part of the plan");
        }
        return number;
    }

    ImmutableList<ScheduledOperation> operations() {
        return operations.toImmutable();
    }

    /** What lives where and when, counted by operations instead of leaders. */
    ImmutableList<Residence> residences(AddressMap addresses) {
        List<PlannedOperation> all = plan.operations();
        MutableList<Residence> residences = Lists.mutable.empty();
        for (PlacedRange range : plan.ranges()) {
            int next = range.lastLeader() + 1;
            residences.add(new Residence(
                    range.name(),
                    addresses.side(range.area()),
                    addresses.address(range.area(), range.address()),
                    range.bytes(),
                    range.rolls(),
                    number(all.get(range.firstLeader()).operation()),
                    next < all.size() ? number(all.get(next).operation()) - 1 : first + operations.size() - 1));
        }
        return residences.toImmutable();
    }

    private void describe(PlannedOperation operation) {
        OperationCost cost = plan.cost(operation);
        NpuOperation leader = operation.operation();
        WeightBuffer buffer = cost.buffer();
        int cascade = cost.cascade() == 0
                ? -1
                : number(plan.operations().get(cost.cascade()).operation());
        for (NpuOperation member : kernels(leader)) {
            boolean leads = member == leader;
            Connection ofm = member.ofm();
            Extents before = ofm.transpose().undo(ofm.usedShape().padded(3, 1));
            operations.add(new ScheduledOperation(
                    number(member),
                    member.kind().name(),
                    ofm.tensor().name(),
                    Lists.immutable.ofAll(member.sources()),
                    !leads,
                    new Extent(before.batch() * before.height(), before.width(), before.depth()),
                    leads ? cost.stripe().height() : ofm.usedShape().height(),
                    leads
                            ? IntLists.immutable.with(cost.depthSlices()).collect(Integer::valueOf)
                            : Lists.immutable.of(0, ofm.usedShape().depth()),
                    cascade,
                    leads && buffer != null ? buffer.bytes() : 0,
                    leads ? cost.cycles() : 0));
        }
    }
}
