package npusim.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GreedyCtcDecoderTest {
    @Test
    void repeatsAreDroppedUnlessABlankSeparatesThem() {
        assertThat(GreedyCtcDecoder.decode(best(1, 1, 0, 1, 2, 2, 0, 0), 3)).containsExactly(1, 1, 2);
        assertThat(GreedyCtcDecoder.decode(best(0, 0), 3)).isEmpty();
    }

    @Test
    void lowestOfEqualClassesWins() {
        assertThat(GreedyCtcDecoder.decode(new byte[] {-5, 3, 3}, 3)).containsExactly(1);
    }

    @Test
    void rowsMustBeWhole() {
        assertThatThrownBy(() -> GreedyCtcDecoder.decode(new byte[4], 3))
                .hasMessage("4 codes are not rows of 3 classes");
    }

    @Test
    void wordMarksBecomeSpaces() {
        assertThat(GreedyCtcDecoder.text(List.of(1, 2, 1), List.of("\u2581the", "re")))
                .isEqualTo("there the");
    }

    private static byte[] best(int... classes) {
        byte[] codes = new byte[classes.length * 3];
        java.util.Arrays.fill(codes, (byte) -128);
        for (int step = 0; step < classes.length; step++) {
            codes[step * 3 + classes[step]] = 127;
        }
        return codes;
    }
}
