package npusim.schedule.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import npusim.schedule.operation.Rounding;
import org.eclipse.collections.api.list.primitive.IntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Gives addresses to live ranges: the most pressed first, each at the lowest free address; while the peak is above what
 * is needed at least, the order of ranges that stand in the way is exchanged.
 */
final class AllocateAddresses {
    /** With more ranges than this, an order that fits is good enough. */
    private static final int SEARCHED_RANGES = 300;

    private static final int MAX_ITERATIONS = 99_999;
    private static final int MIN_ITERATIONS_AFTER_FIT = 5_000;
    private static final int STUCK_ITERATIONS = 25;
    private static final int NON_NEIGHBOUR_PERCENT = 30;
    private static final int NONE = -1;
    private static final long SEED = 0x5eed;

    private final int count;
    private final long limit;
    private final int[] start;
    private final int[] end;
    private final long[] size;
    private final int[][] neighbours;
    private final long[] urgency;
    private final long target;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final long[] address;
    private final int[] predecessor;
    private final int[] turn;
    private long bestSize = Long.MAX_VALUE;

    private AllocateAddresses(List<LiveRange> ranges, long limit) {
        this.limit = limit;
        count = ranges.size();
        start = new int[count];
        end = new int[count];
        size = new long[count];
        int last = 0;
        for (int i = 0; i < count; i++) {
            start[i] = ranges.get(i).start();
            end[i] = ranges.get(i).end();
            size[i] = Rounding.up(ranges.get(i).bytes(), PlannedTensor.ALIGNMENT);
            last = Math.max(last, end[i]);
        }
        long[] needed = new long[last + 1];
        for (int i = 0; i < count; i++) {
            for (int t = start[i]; t <= end[i]; t++) {
                needed[t] += size[i];
            }
        }
        urgency = new long[count];
        long least = 0;
        for (int i = 0; i < count; i++) {
            for (int t = start[i]; t <= end[i]; t++) {
                urgency[i] = Math.max(urgency[i], needed[t]);
            }
            least = Math.max(least, urgency[i]);
        }
        target = least;
        neighbours = findNeighbours();
        address = new long[count];
        predecessor = new int[count];
        turn = new int[count];
    }

    /** For each range those that live at some time with it, in rising order. */
    private int[][] findNeighbours() {
        int[] byStart = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingInt(i -> start[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<MutableIntList> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            found.add(IntLists.mutable.empty());
        }
        int[] alive = new int[count];
        int living = 0;
        for (int range : byStart) {
            int left = 0;
            for (int i = 0; i < living; i++) {
                int other = alive[i];
                if (end[other] >= start[range]) {
                    alive[left++] = other;
                    found.get(other).add(range);
                    found.get(range).add(other);
                }
            }
            alive[left++] = range;
            living = left;
        }
        int[][] result = new int[count][];
        for (int i = 0; i < count; i++) {
            result[i] = found.get(i).sortThis().toArray();
        }
        return result;
    }

    /**
     * Places {@code ranges} and returns the bytes they span.
     *
     * @param limit bytes that should suffice; the search goes on while they do not
     */
    static long apply(List<LiveRange> ranges, long limit) {
        List<LiveRange> used = ranges.stream()
                .filter(range -> range.bytes() > 0 && range.end() >= 0)
                .toList();
        AllocateAddresses allocator = new AllocateAddresses(used, limit);
        long span = allocator.run();
        for (int i = 0; i < used.size(); i++) {
            used.get(i).place(allocator.address[i]);
        }
        return span;
    }

    private long run() {
        if (count == 0) {
            return 0;
        }
        Integer[] boxed = new Integer[count];
        for (int i = 0; i < count; i++) {
            boxed[i] = i;
        }
        java.util.Arrays.sort(
                boxed,
                Comparator.<Integer>comparingLong(i -> -urgency[i])
                        .thenComparingInt(i -> start[i] - end[i])
                        .thenComparingInt(i -> start[i])
                        .thenComparingLong(i -> -size[i])
                        .thenComparingInt(i -> i));
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = boxed[i];
        }
        bestSize = place(order, 0);
        boolean hopeless = target > limit;
        if (bestSize > target && !hopeless && (bestSize > limit || count <= SEARCHED_RANGES)) {
            improve(order);
        }
        return bestSize;
    }

    /**
     * Places all in {@code order}, whose first {@code kept} are placed already; gives up, with what is placed by then,
     * once above the best size.
     */
    private long place(int[] order, int kept) {
        long span = 0;
        for (int i = 0; i < kept; i++) {
            span = Math.max(span, address[order[i]] + size[order[i]]);
        }
        for (int i = kept; i < count; i++) {
            address[order[i]] = NONE;
        }
        for (int i = kept; i < count && span <= bestSize; i++) {
            int range = order[i];
            placeLowest(range);
            turn[range] = i;
            span = Math.max(span, address[range] + size[range]);
        }
        return span;
    }

    private void placeLowest(int range) {
        long at = 0;
        int before = NONE;
        boolean free = false;
        while (!free) {
            free = true;
            for (int other : neighbours[range]) {
                if (address[other] != NONE && address[other] + size[other] > at && address[other] < at + size[range]) {
                    free = false;
                    at = address[other] + size[other];
                    before = other;
                }
            }
        }
        address[range] = at;
        predecessor[range] = before;
    }

    private void improve(int[] order) {
        int[] bestOrder = order.clone();
        long[] bestAddress = address.clone();
        int[] bestPredecessor = predecessor.clone();
        int[] bestTurn = turn.clone();
        int improvedAt = 0;
        for (int i = 0; i < MAX_ITERATIONS; i++) {
            int changed = exchange(order, i - improvedAt > STUCK_ITERATIONS);
            long span = place(order, changed);
            if (span <= bestSize) {
                improvedAt = span < bestSize ? i : improvedAt;
                bestSize = span;
                copy(order, bestOrder);
                System.arraycopy(address, 0, bestAddress, 0, count);
                copy(predecessor, bestPredecessor);
                copy(turn, bestTurn);
                if (bestSize <= target) {
                    break;
                }
            } else {
                copy(bestOrder, order);
                System.arraycopy(bestAddress, 0, address, 0, count);
                copy(bestPredecessor, predecessor);
                copy(bestTurn, turn);
            }
            if (bestSize <= limit && i - improvedAt > MIN_ITERATIONS_AFTER_FIT) {
                break;
            }
        }
        System.arraycopy(bestAddress, 0, address, 0, count);
    }

    private void copy(int[] from, int[] to) {
        System.arraycopy(from, 0, to, 0, count);
    }

    /** Exchanges two turns among those that led to the highest range; returns the first turn that changed. */
    private int exchange(int[] order, boolean stuck) {
        int highest = 0;
        for (int i = 1; i < count; i++) {
            if (address[i] + size[i] > address[highest] + size[highest]) {
                highest = i;
            }
        }
        BitSet turns = new BitSet(count);
        addPredecessors(turns, highest);
        for (int other : neighbours[highest]) {
            addPredecessors(turns, other);
        }
        MutableIntList all = IntLists.mutable.withInitialCapacity(count);
        MutableIntList strangers = IntLists.mutable.withInitialCapacity(count);
        for (int candidate = turns.nextSetBit(0); candidate >= 0; candidate = turns.nextSetBit(candidate + 1)) {
            all.add(candidate);
            int range = order[candidate];
            if (start[range] > end[highest] || end[range] < start[highest]) {
                strangers.add(candidate);
            }
        }
        boolean pickStranger = random.nextInt(101) < NON_NEIGHBOUR_PERCENT && !strangers.isEmpty();
        int first = pickStranger ? pick(strangers) : pick(all);
        int second = pickOther(all, first);
        swap(order, first, second);
        int changed = Math.min(first, second);
        if (stuck) {
            for (int other : neighbours[highest]) {
                for (int further : neighbours[other]) {
                    if (!turns.get(turn[further])) {
                        all.add(turn[further]);
                    }
                }
            }
            int third = pick(all);
            int fourth = pickOther(all, third);
            swap(order, third, fourth);
            changed = Math.min(changed, Math.min(third, fourth));
        }
        return changed;
    }

    private int pick(IntList turns) {
        return turns.get(random.nextInt(turns.size()));
    }

    private int pickOther(IntList turns, int first) {
        int second = pick(turns);
        return second == first ? turns.getLast() : second;
    }

    private static void swap(int[] order, int first, int second) {
        int kept = order[first];
        order[first] = order[second];
        order[second] = kept;
    }

    private void addPredecessors(BitSet turns, int range) {
        int at = range;
        while (at != NONE && address[at] != NONE) {
            turns.set(turn[at]);
            at = predecessor[at];
        }
    }
}
