package npusim.schedule.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import npusim.hardware.Accelerator;
import npusim.hardware.Buffers;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.Tactics;
import npusim.schedule.block.BlockSearch;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;
import npusim.schedule.operation.Rounding;
import npusim.schedule.weights.WeightEncoder;
import org.jspecify.annotations.Nullable;

/** Decides blocks, stripes, weight buffers and places for the operations of a network. */
public final class PlanSchedule {
    private static final int MOST_ATTEMPTS = 8;

    private final MemoryMap memories;
    private final List<PlannedOperation> operations = new ArrayList<>();
    private final Map<NpuOperation, PlannedOperation> byLeader = new IdentityHashMap<>();
    private final TensorPlans tensors;
    private final CostOperations costs;
    private final BufferWeights buffering;
    private final Tactics tactics;
    /** Whether operands of a whole group, not of its first operation alone, come from one memory. */
    private final boolean wholeGroups;

    private final int scaleBytes;
    private final long limit;
    /** Bytes of the staging memory that no feature map is chosen for. */
    private final long leftFree;

    private final List<PlacedRange> placed = new ArrayList<>();

    private PlanSchedule(
            List<NpuOperation> leaders,
            HardwareConfiguration hardware,
            ScheduleOptions options,
            BlockSearch search,
            WeightEncoder encoder,
            long leftFree) {
        memories = new MemoryMap(hardware);
        limit = memories.cacheBytes();
        this.leftFree = leftFree;
        tensors = new TensorPlans(memories.spills() ? MemoryArea.ARENA : MemoryArea.CACHE);
        for (NpuOperation leader : leaders) {
            PlannedOperation operation = new PlannedOperation(leader, operations.size(), tensors);
            operations.add(operation);
            byLeader.put(leader, operation);
        }
        ChooseFormats.apply(operations, tensors);
        Accelerator accelerator = hardware.accelerator();
        scaleBytes = accelerator.weightDecoder().scaleBytes();
        CostModel model = switch (accelerator.buffers()) {
            case Buffers.SharedRam _ -> new SharedRamCosts(accelerator, memories);
            case Buffers.DedicatedRams _ -> new DedicatedBufferCosts(accelerator, memories, options.policy());
        };
        WeightCoding coding = new WeightCoding(accelerator, model, encoder);
        costs = new CostOperations(search, model, coding, tensors);
        buffering = new BufferWeights(operations, costs, model, memories, options.tactics());
        tactics = options.tactics();
        wholeGroups = options.policy() != SchedulePolicy.VELA_4_4;
    }

    /**
     * Plans {@code leaders}. Where no addresses are found for what was to be kept in the staging memory, less is kept.
     *
     * @throws ScheduleException when a block, a table or the feature maps do not fit
     */
    public static SchedulePlan apply(
            List<NpuOperation> leaders,
            HardwareConfiguration hardware,
            ScheduleOptions options,
            BlockSearch search,
            WeightEncoder encoder)
            throws ScheduleException {
        TableMemory.check(leaders, hardware.accelerator().buffers());
        long leftFree = 0;
        for (int attempt = 1; ; attempt++) {
            PlanSchedule planner = new PlanSchedule(leaders, hardware, options, search, encoder, leftFree);
            SchedulePlan plan = planner.run();
            long over = planner.memories.spills() ? plan.cacheBytes() - planner.limit : 0;
            if (over <= 0) {
                return plan;
            }
            leftFree += over;
            if (attempt == MOST_ATTEMPTS || leftFree >= planner.limit) {
                throw new ScheduleException("the staging memory holds " + planner.limit + " bytes, the schedule needs "
                        + plan.cacheBytes());
            }
        }
    }

    private SchedulePlan run() throws ScheduleException {
        Candidate chosen = striped(wholeFeatureMaps());
        BufferWeights.coalesce(operations, chosen);
        takeSnapshot(chosen);
        applyRollingBuffers(chosen);
        if (memories.spills()) {
            new KeepInFastMemory(
                            operations, tensors, chosen, costs, limit - leftFree, tactics.writeWeight(), wholeGroups)
                    .run();
        }
        return allocate(chosen);
    }

    private Candidate wholeFeatureMaps() throws ScheduleException {
        Candidate candidate = new Candidate(operations.size());
        for (PlannedOperation operation : operations) {
            candidate.set(
                    operation, costs.cost(operation, operation.operation().ofm().usedShape()));
        }
        return candidate;
    }

    private void takeSnapshot(Candidate candidate) {
        candidate.setUsage(LiveRanges.of(operations, tensors, candidate, MemoryArea.CACHE, true)
                .usage());
    }

    /** Every operation computes the fewest rows that the next one can use. */
    private Candidate shortestStripes() throws ScheduleException {
        Candidate candidate = new Candidate(operations.size());
        int rows = 1;
        for (PlannedOperation operation : operations.reversed()) {
            NpuOperation leader = operation.operation();
            Extents stripe = leader.ofm().usedShape().padded(3, 1).withHeight(rows);
            candidate.set(operation, costs.cost(operation, stripe));
            rows = leader.kernel().strideY();
        }
        return candidate;
    }

    private Candidate striped(Candidate whole) throws ScheduleException {
        if (!memories.spills() || !tactics.cascades()) {
            takeSnapshot(whole);
            Candidate bufferedWhole = buffering.apply(whole, Integer.MAX_VALUE);
            takeSnapshot(bufferedWhole);
            if (!memories.spills() && bufferedWhole.peak() < limit) {
                return bufferedWhole;
            }
            if (!tactics.cascades()) {
                return buffering.apply(whole, limit);
            }
        }
        Candidate candidate = shortestStripes();
        new BuildCascades(operations, byLeader, Map.of(), memories.spills(), candidate, whole).run(limit);
        takeSnapshot(candidate);
        for (Cascade cascade : List.copyOf(candidate.cascades().values())) {
            Candidate better = withTallerStripes(cascade, candidate, whole);
            if (better != null) {
                candidate.cascades().remove(cascade.end());
                for (int i = cascade.start(); i <= cascade.end(); i++) {
                    PlannedOperation operation = operations.get(i);
                    candidate.set(operation, better.cost(operation));
                }
                candidate.cascades().putAll(better.cascades());
            }
        }
        takeSnapshot(candidate);
        return buffering.apply(candidate, limit);
    }

    private @Nullable Candidate withTallerStripes(Cascade cascade, Candidate reference, Candidate whole)
            throws ScheduleException {
        List<PlannedOperation> members = operations.subList(cascade.start(), cascade.end() + 1);
        Candidate alone = new Candidate(operations.size());
        members.forEach(member -> alone.set(member, reference.cost(member).copy()));
        alone.cascades().put(cascade.end(), cascade);
        alone.setUsage(reference.usage().clone());
        PlannedOperation first = members.getFirst();
        int parallel = reference.usageAt(reference.cost(first).time()) - cascade.bytes();
        NpuTensor input = first.primaryIfm().connection().tensor();
        int kept = !memories.spills() && input.readers().size() > 1
                ? first.primaryIfm().tensor().bytes()
                : 0;
        Map<Integer, Integer> others = new HashMap<>();
        for (PlannedOperation member : members) {
            others.put(member.index(), member == first ? parallel : parallel + kept);
        }
        Candidate buffered = buffering.apply(alone, limit);
        PlannedOperation last = members.getLast();
        Extents ofm = last.operation().ofm().shape();
        OperationCost shortest = reference.cost(last);
        int step = last.operation().ifmUpscale();
        Candidate best = null;
        int cascades = 0;
        for (int rows = Rounding.up(shortest.stripe().height() + 1, step);
                rows <= (ofm.height() + 1) / 2;
                rows += step) {
            Candidate proposal = withStripe(members, ofm.withHeight(rows), buffered);
            new BuildCascades(members, byLeader, others, memories.spills(), proposal, whole).run(limit);
            int count = proposal.cascades().size();
            cascades = cascades == 0 ? count : cascades;
            if (usage(members, proposal, others) > limit || count > cascades) {
                break;
            }
            best = proposal;
            if (count == 0) {
                break;
            }
        }
        return best;
    }

    private Candidate withStripe(List<PlannedOperation> members, Extents last, Candidate buffered)
            throws ScheduleException {
        Candidate candidate = new Candidate(operations.size());
        Extents stripe = last;
        for (PlannedOperation member : members.reversed()) {
            OperationCost cost = costs.cost(member, stripe);
            if (buffered.cost(member).buffer() != null && cost.encoded() != null) {
                cost.setBuffer(new WeightBuffer((int) cost.encoded().totalBytes(), false, false));
            }
            candidate.set(member, cost);
            int rows = stripe.height() * member.operation().kernel().strideY();
            stripe = member.primaryIfm().connection().shape().withHeight(rows);
        }
        return candidate;
    }

    private static long usage(List<PlannedOperation> members, Candidate candidate, Map<Integer, Integer> others) {
        long peak = 0;
        for (PlannedOperation member : members) {
            OperationCost cost = candidate.cost(member);
            Cascade cascade = cost.cascade() == 0 ? null : candidate.cascades().get(cost.cascade());
            long bytes;
            if (cascade != null) {
                bytes = cascade.bytes();
            } else {
                WeightBuffer buffer = cost.buffer();
                bytes = (long) member.ofm().bytes()
                        + (buffer == null ? 0 : buffer.bytes())
                        + others.getOrDefault(member.index(), 0);
                for (PlannedOperation.Operand ifm : member.ifms()) {
                    bytes += ifm.bytes();
                }
            }
            peak = Math.max(peak, bytes);
        }
        return peak;
    }

    private void applyRollingBuffers(Candidate candidate) {
        for (Cascade cascade : candidate.cascades().values()) {
            cascade.buffers().forEach((index, buffer) -> {
                PlannedTensor tensor = operations.get(index).primaryIfm().tensor();
                tensor.setArea(MemoryArea.CACHE);
                tensor.setStoredShape(
                        tensor.storedShape().withHeight(buffer.shape().height()));
            });
        }
    }

    private SchedulePlan allocate(Candidate chosen) {
        long arena = 0;
        if (memories.spills()) {
            arena = allocate(chosen, MemoryArea.ARENA, Long.MAX_VALUE);
        }
        long cache = allocate(chosen, MemoryArea.CACHE, limit);
        PlaceConstants constants = new PlaceConstants(scaleBytes);
        Map<Integer, Long> weights = constants.apply(operations, chosen);
        List<OperationCost> all = operations.stream().map(chosen::cost).toList();
        return new SchedulePlan(
                operations,
                all,
                chosen.cascades(),
                tensors,
                weights,
                placed,
                constants.bytes(),
                arena,
                cache,
                leftFree);
    }

    private long allocate(Candidate chosen, MemoryArea area, long limitBytes) {
        LiveRanges ranges = LiveRanges.of(operations, tensors, chosen, area, false);
        long bytes = AllocateAddresses.apply(ranges.ranges(), limitBytes);
        PlaceRanges places = new PlaceRanges(operations, chosen);
        for (LiveRange range : ranges.ranges()) {
            if (range.address() >= 0) {
                placed.add(places.of(range, area));
            }
        }
        return bytes;
    }
}
