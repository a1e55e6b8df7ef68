package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TapeStoreTest {
    @Test
    void keepsTapesOfAnyLength() {
        TapeStore store = new TapeStore();
        assertThatTapesStay(store, 1);
        store.clear();
        assertThatTapesStay(store, 2);
    }

    @Test
    void hasRoomUntilItIsFull() {
        TapeStore store = new TapeStore();
        long[] numbers = new long[1 << 20];
        int tapes = 0;
        int beforeARun = 0;
        while (store.hasRoom() && tapes < 100) {
            beforeARun += store.hasRoomForARun() ? 1 : 0;
            store.keep(numbers, numbers.length);
            tapes++;
        }
        assertThat(tapes).isBetween(4, 8);
        assertThat(beforeARun).isLessThan(tapes);
        store.clear();
        assertThat(store.hasRoomForARun()).isTrue();
    }

    private static void assertThatTapesStay(TapeStore store, long seed) {
        Random random = new Random(seed);
        List<long[]> numbers = new ArrayList<>();
        List<TapeStore.Tape> tapes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long[] some = random.longs(1 + random.nextInt(i % 50 == 7 ? 200_000 : 4000))
                    .toArray();
            numbers.add(some);
            tapes.add(store.keep(some, some.length));
        }
        for (int i = 0; i < tapes.size(); i++) {
            TapeStore.Tape tape = tapes.get(i);
            assertThat(Arrays.copyOfRange(tape.numbers(), tape.from(), tape.from() + tape.length()))
                    .as("tape %d", i)
                    .isEqualTo(numbers.get(i));
        }
    }
}
