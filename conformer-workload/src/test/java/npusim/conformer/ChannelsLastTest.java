package npusim.conformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChannelsLastTest {
    @Test
    void permutationsOfTheReferenceGraph() {
        assertThat(ChannelsLast.permutation(new int[] {0, 2, 1, 3})).containsExactly(0, 3, 2, 1);
        assertThat(ChannelsLast.permutation(new int[] {0, 1, 3, 2})).containsExactly(0, 2, 1, 3);
        assertThat(ChannelsLast.permutation(new int[] {0, 2, 1})).containsExactly(0, 2, 1);
    }

    @Property(tries = 50)
    void reorderingIsTheTransposeToStorageOrder(
            @ForAll @IntRange(min = 1, max = 3) int images,
            @ForAll @IntRange(min = 1, max = 5) int channels,
            @ForAll @IntRange(min = 1, max = 4) int height,
            @ForAll @IntRange(min = 1, max = 4) int width) {
        int[] shape = {images, channels, height, width};
        byte[] values = new byte[images * channels * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) i;
        }
        byte[] expected = new byte[values.length];
        int at = 0;
        for (int n = 0; n < images; n++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    for (int c = 0; c < channels; c++) {
                        expected[at++] = values[((n * channels + c) * height + y) * width + x];
                    }
                }
            }
        }
        assertThat(ChannelsLast.reorder(values, shape)).containsExactly(expected);
        if (ChannelsLast.isContiguous(shape)) {
            assertThat(Arrays.equals(values, expected)).isTrue();
        }
    }
}
