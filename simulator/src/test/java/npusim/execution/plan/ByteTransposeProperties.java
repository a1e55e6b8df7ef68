package npusim.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ByteTransposeProperties {
    @Property(tries = 2000)
    void everyElementArrivesAndNothingElseChanges(
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(max = 9) int sourceGap,
            @ForAll @IntRange(max = 9) int targetGap,
            @ForAll long seed) {
        int sourceStep = width + sourceGap;
        int targetStep = height + targetGap;
        byte[] source = new byte[3 + height * sourceStep];
        byte[] expected = new byte[5 + width * targetStep];
        Random random = new Random(seed);
        random.nextBytes(source);
        random.nextBytes(expected);
        byte[] target = expected.clone();
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                expected[5 + column * targetStep + row] = source[3 + row * sourceStep + column];
            }
        }

        ByteTranspose.copy(source, 3, sourceStep, target, 5, targetStep, height, width);

        assertThat(target).isEqualTo(expected);
    }
}
