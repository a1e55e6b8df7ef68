package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When an adapter lets addresses pass, by hand: from cycle 0 to 79 of each 100, from cycle 20 on in phase. */
class AdapterTest {
    private static MemorySide side(long words, int phase) {
        return new MemorySide(
                new SideParameters(1, 16, 8, 8, 8, 20, 10, 0, 80, 20, words, phase, 128, null),
                MemorySide.Place.EXTERNAL,
                null);
    }

    @Test
    void addressesPassUntilThePulseEndsAndFromTheNextOn() {
        MemorySide side = side(0, 0);
        assertThat(side.admit(0, 8)).isZero();
        assertThat(side.admit(79, 8)).isEqualTo(79);
        assertThat(side.admit(80, 8)).isEqualTo(100);
        assertThat(side.admit(99, 8)).isEqualTo(100);
        assertThat(side.admit(100, 8)).isEqualTo(100);
        assertThat(side.admit(5, 8)).isEqualTo(5);
        assertThat(side.admit(1081, 8)).isEqualTo(1100);
    }

    @Test
    void aPulseBeginsAsLongBeforeTheRunAsItsPhase() {
        MemorySide side = side(0, 30);
        assertThat(side.admit(49, 8)).isEqualTo(49);
        assertThat(side.admit(50, 8)).isEqualTo(70);
        assertThat(side.admit(69, 8)).isEqualTo(70);
        assertThat(side.pulse(69)).isZero();
        assertThat(side.pulse(70)).isEqualTo(1);
        assertThat(side.pulseStart(1)).isEqualTo(70);
    }

    @Test
    void aRequestPassesAsLongAsOneWordIsLeft() {
        MemorySide side = side(20, 0);
        assertThat(side.admit(0, 8)).isZero();
        assertThat(side.admit(1, 8)).isEqualTo(1);
        assertThat(side.admit(2, 4)).isEqualTo(2);
        assertThat(side.admit(3, 8)).isEqualTo(100);
    }

    @Test
    void whatExceedsABudgetIsTakenFromTheNext() {
        MemorySide side = side(20, 0);
        assertThat(side.admit(0, 16)).isZero();
        assertThat(side.admit(0, 16)).isZero();
        // of the 20 words of the second pulse 12 are spent
        assertThat(side.admit(0, 4)).isEqualTo(100);
        assertThat(side.admit(0, 4)).isEqualTo(100);
        assertThat(side.admit(0, 16)).isEqualTo(200);
    }

    @Test
    void aBudgetThatIsNotSpentIsLost() {
        MemorySide side = side(20, 0);
        assertThat(side.admit(110, 8)).isEqualTo(110);
        assertThat(side.admit(310, 20)).isEqualTo(310);
        assertThat(side.admit(311, 1)).isEqualTo(400);
    }

    @Test
    void aRequestForSeveralBudgetsHoldsTheNextOnesUp() {
        MemorySide side = side(20, 0);
        assertThat(side.admit(0, 65)).isZero();
        assertThat(side.admit(0, 1)).isEqualTo(300);
    }

    @Test
    void roundTripsPassAsLongAsThePulseAndItsBudgetLastForOneMore() {
        MemorySide side = side(100, 0);
        assertThat(side.admit(0, 10)).isZero();
        assertThat(side.admitLaps(0, 10, 10, 100)).isEqualTo(7);
        MemorySide tight = side(50, 0);
        assertThat(tight.admit(0, 10)).isZero();
        assertThat(tight.admitLaps(0, 10, 10, 100)).isEqualTo(3);
        assertThat(tight.admit(1, 10)).isEqualTo(1);
        assertThat(tight.admit(1, 10)).isEqualTo(100);
    }
}
