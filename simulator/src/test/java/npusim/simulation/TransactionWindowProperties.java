package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Transfers, whose alike transactions are taken together, against a window that takes them one by one. */
class TransactionWindowProperties {
    private static final int GROUPS = 16;

    @Property(tries = 500)
    void takingPiecesTogetherChangesNothing(@ForAll long seed) {
        Random random = new Random(seed);
        SideParameters parameters = parameters(random);
        MemorySide side = new MemorySide(parameters, MemorySide.Place.EXTERNAL, null);
        MemorySide other = new MemorySide(parameters, MemorySide.Place.EXTERNAL, null);
        int unitBeats = 1 + random.nextInt(8);
        int units = 1 + random.nextInt(70);
        int limit = 1 + random.nextInt(40);
        EventCounts counts = new EventCounts(null);
        List<TransactionWindow> windows = List.of(
                new TransactionWindow(side, units, unitBeats, limit, counts),
                new TransactionWindow(side, limit, Integer.MAX_VALUE, limit, counts),
                new TransactionWindow(side, limit, Integer.MAX_VALUE, limit, counts));
        List<OneByOne> references = List.of(
                new OneByOne(other, units, unitBeats, limit),
                new OneByOne(other, limit, Integer.MAX_VALUE, limit),
                new OneByOne(other, limit, Integer.MAX_VALUE, limit));
        boolean alone = random.nextBoolean();
        if (alone) {
            side.writtenByOne();
        }
        long cycle = 0;
        for (int i = 0; i < 40; i++) {
            int channel = random.nextInt(3);
            boolean writes = channel == 2;
            long transactions = 1 + random.nextInt(60);
            long beats = random.nextInt(4) == 0
                    ? transactions * (1 + random.nextInt(12))
                    : 1 + random.nextInt(12 * (int) transactions);
            OneByOne reference = references.get(channel);
            if (reference.repeats(transactions, beats)) {
                continue;
            }
            TransactionWindow window = windows.get(channel);
            cycle = alone && writes ? Math.max(cycle, window.lastData()) : cycle;
            long last = writes ? window.write(cycle, transactions, beats) : window.read(cycle, transactions, beats);
            reference.transfer(writes, cycle, transactions, beats);
            assertThat(last).isEqualTo(writes ? reference.response : reference.lastData);
            assertThat(window.lastData()).isEqualTo(reference.lastData);
            assertThat(window.held()).isEqualTo(reference.held);
            if (!writes) {
                assertThat(window.firstArrival()).isEqualTo(reference.firstAsked + side.readLatency() + 1);
            }
            cycle += random.nextInt(600);
            if (random.nextInt(5) == 0) {
                side.align(cycle);
                other.align(cycle);
            }
        }
    }

    /** Slots given back before the data is there do not make up for missing room. Transactions of a group wait for one another a little. */
    @Property(tries = 500)
    void moreSlotsNeverSlowReads(@ForAll long seed) {
        Random random = new Random(seed);
        SideParameters parameters = reading(40 + random.nextInt(300), random.nextInt(40));
        int unitBeats = 1 + random.nextInt(8);
        int unitsEach = 1 + random.nextInt(4);
        int units = GROUPS * unitsEach * (1 + random.nextInt(4));
        long transactions = 200 + random.nextInt(600);
        long before = Long.MAX_VALUE;
        for (int limit = GROUPS; limit <= units; limit += GROUPS) {
            MemorySide side = new MemorySide(parameters, MemorySide.Place.EXTERNAL, null);
            TransactionWindow window = new TransactionWindow(side, units, unitBeats, limit, new EventCounts(null));
            long last = window.read(0, transactions, transactions * unitsEach * unitBeats);
            assertThat(last).as("%s slots", limit).isLessThanOrEqualTo(before);
            before = last + last / 32;
        }
    }

    /** Beside others that leave little room a round trip takes long; once they are done, the next ones do not. */
    @Property(tries = 300)
    void roundTripsBesideOthersAreNotTakenForLaterOnes(@ForAll long seed) {
        Random random = new Random(seed);
        SideParameters parameters = reading(20 + random.nextInt(100), 0);
        MemorySide side = new MemorySide(parameters, MemorySide.Place.EXTERNAL, null);
        MemorySide other = new MemorySide(parameters, MemorySide.Place.EXTERNAL, null);
        int others = 50 + random.nextInt(400);
        for (int i = 0; i < others; i++) {
            long cycle = (long) (i * 12.3);
            side.calendar(false).reserve(cycle, 12);
            other.calendar(false).reserve(cycle, 12);
        }
        int limit = 1 + random.nextInt(4);
        TransactionWindow window = new TransactionWindow(side, limit, Integer.MAX_VALUE, limit, new EventCounts(null));
        OneByOne reference = new OneByOne(other, limit, Integer.MAX_VALUE, limit);
        long transactions = 4 * limit + random.nextInt(40);
        long beats = transactions * (1 + random.nextInt(16));
        window.read(0, transactions, beats);
        reference.transfer(false, 0, transactions, beats);
        assertThat(window.lastData()).isEqualTo(reference.lastData);
    }

    /** Output is written as late as it can be done in time, so a time that is too long begins writes before there is anything to write. */
    @Property(tries = 500)
    void writesTakeNoLessThanIsSaid(@ForAll long seed) {
        Random random = new Random(seed);
        int latency = random.nextInt(300);
        int limit = 1 + random.nextInt(64);
        long transactions = 1 + random.nextInt(6 * limit);
        long beats = transactions * (1 + random.nextInt(8));
        MemorySide side = new MemorySide(
                new SideParameters(1, 16, 64, 64, 64, 0, latency, 0, 0, 0, 0, 0, 128, null),
                MemorySide.Place.EXTERNAL,
                null);
        TransactionWindow window = new TransactionWindow(side, limit, Integer.MAX_VALUE, limit, new EventCounts(null));
        window.write(0, transactions, beats);
        assertThat(window.lastData()).isGreaterThanOrEqualTo(window.writeCycles(transactions, beats));
        if (transactions <= limit) {
            assertThat(window.writeCycles(transactions, beats)).isEqualTo(beats);
        }
    }

    private static SideParameters reading(int latency, int path) {
        return new SideParameters(1, 16, 64, 64, 64, latency, 0, path, 0, 0, 0, 0, 128, null);
    }

    private static SideParameters parameters(Random random) {
        boolean pulses = random.nextBoolean();
        int on = pulses ? 200 + random.nextInt(2000) : 0;
        int off = pulses ? random.nextInt(500) : 0;
        long words = pulses && random.nextBoolean() ? 1 + random.nextInt(1000) : 0;
        int readLatency = 40 + random.nextInt(300);
        int writeLatency = random.nextInt(200);
        int path = random.nextInt(40);
        int ports = 1 + random.nextInt(5);
        return new SideParameters(ports, 16, 16, 16, 16, readLatency, writeLatency, path, on, off, words, 0, 128, null);
    }

    /** A window that asks for, admits and promises one piece after the other. */
    private static final class OneByOne {
        private final MemorySide side;
        private final int units;
        private final int unitBeats;
        private final int limit;
        private final long groupPoints;
        private final long[] freeCycle = new long[GROUPS];
        private int position;
        private long filled;
        private long pendingFree;
        private long allFree;
        private long lastData;
        private long response;
        private long held;
        private long firstAsked;

        OneByOne(MemorySide side, int units, int unitBeats, int limit) {
            this.side = side;
            this.units = units;
            this.unitBeats = unitBeats;
            this.limit = Math.min(limit, units);
            groupPoints = (long) this.limit * units;
        }

        /** Whether whole round trips of such a transfer may be passed over, which this window does not do. */
        boolean repeats(long transactions, long beats) {
            long capacity = GROUPS * groupPoints;
            long points = points(transactions, beats);
            return capacity % points == 0 && transactions >= 4 * (capacity / points);
        }

        private long points(long transactions, long beats) {
            return GROUPS * Math.max(unitsEach(transactions, beats) * limit, units);
        }

        private long unitsEach(long transactions, long beats) {
            return Math.min(Math.ceilDiv(Math.ceilDiv(beats, transactions), (long) unitBeats), units);
        }

        /** Slots are free before room is; the shorter of the two counts. */
        private long returned(long transactions, long beats) {
            long spare = Math.max(0, units - unitsEach(transactions, beats) * limit);
            return Math.min(side.readPath(), side.readLatency() * spare / units);
        }

        void transfer(boolean writes, long cycle, long transactions, long beats) {
            long beatsEach = Math.ceilDiv(beats, transactions);
            long points = points(transactions, beats);
            if (allFree <= cycle) {
                position = 0;
                filled = 0;
                pendingFree = 0;
            }
            held = 0;
            long issue = cycle;
            long beatsLeft = beats;
            for (long left = transactions; left > 0; ) {
                long room = groupPoints - filled;
                long count = room < 2 * points ? 1 : Math.min(room / points, left);
                long pieceBeats = Math.min(beatsLeft, count * beatsEach);
                long wanted = Math.max(issue, freeCycle[position]);
                issue = side.admit(wanted, pieceBeats);
                held += issue - wanted;
                firstAsked = left == transactions ? issue : firstAsked;
                lastData = side.calendar(writes).reserve(writes ? issue : issue + side.readLatency(), pieceBeats);
                response = lastData + (writes ? side.writeLatency() : -returned(transactions, beats));
                advance(count * points, response - Math.max(0, pieceBeats - beatsEach));
                issue = writes ? lastData : issue + count;
                left -= count;
                beatsLeft -= pieceBeats;
            }
        }

        private void advance(long points, long free) {
            allFree = Math.max(allFree, free);
            long latest = Math.max(pendingFree, free);
            for (filled += points; filled >= groupPoints; filled -= groupPoints) {
                freeCycle[position] = latest;
                position = (position + 1) % GROUPS;
                latest = free;
            }
            pendingFree = filled == 0 ? 0 : latest;
        }
    }
}
