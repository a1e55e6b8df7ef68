package npusim.schedule.emission;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import npusim.hardware.Accelerator;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.AxiSide;
import npusim.schedule.SegmentStart;
import npusim.schedule.TableRange;
import npusim.schedule.Weights;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.plan.Cascade;
import npusim.schedule.plan.MemoryArea;
import npusim.schedule.plan.MemoryMap;
import npusim.schedule.plan.OperationCost;
import npusim.schedule.plan.PlannedOperation;
import npusim.schedule.plan.PlannedTensor;
import npusim.schedule.plan.SchedulePlan;
import org.jspecify.annotations.Nullable;

/** Writes the commands of a plan: weight and table copies, kernels by stripe and depth slice, waits. */
public final class EmitCommands {
    private final SchedulePlan plan;
    private final int maxBlockDependency;
    private final AddressMap addresses;
    private final DescribeOperations described;
    private final CommandWriter writer;
    private final BringData bring;
    private final AssembleKernel assemble;
    private BlockDependency.@Nullable Stage previous;

    private EmitCommands(SchedulePlan plan, HardwareConfiguration hardware, SegmentStart start) {
        Accelerator accelerator = hardware.accelerator();
        this.plan = plan;
        this.maxBlockDependency = accelerator.commandProcessor().maxBlockDependency();
        this.addresses = new AddressMap(new MemoryMap(hardware), plan, start);
        this.described = new DescribeOperations(plan, start.operations());
        this.writer = new CommandWriter(accelerator, addresses);
        this.bring = new BringData(plan, addresses, described, writer, accelerator);
        this.assemble = new AssembleKernel(new PlaceOperands(plan, addresses), described, accelerator);
    }

    /** The commands of {@code plan} and what was decided about each operation. */
    public static Emission apply(SchedulePlan plan, HardwareConfiguration hardware, SegmentStart start) {
        return new EmitCommands(plan, hardware, start).run();
    }

    private Emission run() {
        List<PlannedOperation> all = plan.operations();
        for (int i = 0; i < all.size(); i++) {
            int number = plan.cost(all.get(i)).cascade();
            Cascade cascade = number == 0 ? null : plan.cascades().get(number);
            if (cascade == null) {
                emitWhole(all.get(i));
            } else {
                emitCascade(all.subList(cascade.start(), cascade.end() + 1));
                i = cascade.end();
            }
        }
        return new Emission(writer.finish(), described.operations(), described.residences(addresses));
    }

    private void emitWhole(PlannedOperation operation) {
        NpuOperation leader = operation.operation();
        if (leader.kind().isDma()) {
            emitIndexedCopy(leader);
            return;
        }
        Extents ofm = leader.ofm().usedShape();
        int height = leader.ofm().transpose().isIdentity() ? ofm.height() : -1;
        emitStripe(operation, 0, height);
    }

    /** Each operation runs as soon as the next one needs its rows. */
    private void emitCascade(List<PlannedOperation> members) {
        int[] done = new int[members.size()];
        int last = members.size() - 1;
        int rows = members.get(last).operation().ofm().usedShape().height();
        while (done[last] < rows) {
            advance(members, done, last);
        }
    }

    private void advance(List<PlannedOperation> members, int[] done, int index) {
        PlannedOperation operation = members.get(index);
        NpuOperation leader = operation.operation();
        int height = leader.ofm().usedShape().height();
        int start = done[index];
        int end = Math.min(height, start + plan.cost(operation).stripe().height());
        if (index > 0) {
            Connection ifm = leader.ifm(leader.primaryIfm());
            int needed = AssembleKernel.inputEnd(leader, ifm, end);
            while (done[index - 1] < needed) {
                advance(members, done, index - 1);
            }
        }
        emitStripe(operation, start, end);
        done[index] = end;
    }

    private void emitStripe(PlannedOperation operation, int startRow, int endRow) {
        OperationCost cost = plan.cost(operation);
        int[] slices = cost.depthSlices();
        int count = cost.encoded() == null ? 1 : slices.length - 1;
        for (int slice = 0; slice < count; slice++) {
            Weights weights = bring.weights(operation, slice, startRow == 0);
            boolean whole = count == 1;
            int from = whole ? 0 : slices[slice];
            int to = whole ? -1 : slices[slice + 1];
            emitGroup(operation, new OfmSlice(startRow, endRow, from, to), weights);
        }
    }

    private void emitGroup(PlannedOperation operation, OfmSlice slice, Weights weights) {
        NpuOperation leader = operation.operation();
        List<NpuOperation> members = DescribeOperations.kernels(leader);
        Map<Integer, TableRange> tables = bring.tables(leader);
        boolean chain = members.size() > 1;
        if (chain) {
            writer.beginChain();
        }
        List<Access> accesses = new ArrayList<>();
        for (NpuOperation member : members) {
            AssembleKernel.Assembled kernel = assemble.apply(
                    member,
                    plan.cost(operation).block(),
                    slice,
                    member == leader ? weights : Weights.NONE,
                    tables.get(member.id()));
            int dependency = chain ? 0 : BlockDependency.of(previous, kernel.stage(), maxBlockDependency);
            accesses.addAll(AssembleKernel.accesses(kernel));
            writer.launch(kernel, dependency, accesses);
            previous = kernel.stage();
        }
        writer.endGroup(accesses);
    }

    /** One row after the other is copied where indices say. */
    private void emitIndexedCopy(NpuOperation operation) {
        Connection ofm = operation.ofm();
        PlannedTensor source = plan.plan(operation.ifm(0).tensor());
        Extents shape = ofm.usedShape();
        AxiSide side = addresses.side(source.area());
        writer.copyRows(
                ofm.tensor().name(),
                described.number(operation),
                side,
                access(source, false),
                access(plan.plan(ofm.tensor()), true),
                (int) (shape.elements() / shape.depth()),
                (long) shape.depth() * ofm.type().bytes(),
                source.area() == MemoryArea.CONSTANTS);
        previous = null;
    }

    private Access access(PlannedTensor tensor, boolean write) {
        long start = addresses.address(tensor.area(), tensor.address());
        return new Access(addresses.side(tensor.area()), start, start + tensor.bytes(), write);
    }
}
