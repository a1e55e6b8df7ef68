package npusim.conformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import npusim.quantize.FloatTensor;
import npusim.quantize.FloatTracer;
import org.junit.jupiter.api.Test;

class ConformerConfigurationTest {
    @Test
    void fifteenSecondsBecome374Steps() {
        assertThat(ConformerConfiguration.SMALL.steps()).isEqualTo(374);
        assertThat(ConformerConfiguration.SMALL.withFrames(500).steps()).isEqualTo(124);
        assertThat(ConformerConfiguration.SMALL.withFrames(1000).steps()).isEqualTo(249);
        assertThat(ConformerConfiguration.SMALL.withFrames(3000).steps()).isEqualTo(749);
    }

    @Test
    void impossibleModelsAreRefusedWithTheReason() {
        assertThatThrownBy(() -> ConformerConfiguration.SMALL.withFrames(10))
                .hasMessage("conformer: frames must lie in 11 .. 6000 (100 a second), is 10");
        assertThatThrownBy(() ->
                        new ConformerConfiguration(1500, 16, 144, 5, 31, 4, 129, 0, 8, LoweringRevision.EXECUTORCH_1_0))
                .hasMessage("conformer: heads must divide dimension 144, is 5");
        assertThatThrownBy(() -> LoweringRevision.of("et-2.0"))
                .hasMessage("no lowering revision 'et-2.0'; there are et-1.0");
    }

    @Test
    void shiftAlignsEveryRowWithItsRelativePosition() {
        // Row t of the shifted scores holds the scores at position indices T - 1 - t ... 2T - 2 - t.
        int steps = 4;
        int positions = 2 * steps - 1;
        FloatTracer tracer = new FloatTracer();
        float[] scores = new float[steps * positions];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = 100 * (i / positions) + i % positions;
        }
        FloatTensor x = tracer.input("scores", scores, 1, 1, steps, positions);
        x = tracer.prependZeros("pad", x, 3);
        x = tracer.view("rows", x, 1, 1, positions + 1, steps);
        x = tracer.slice("drop", x, 2, 1, positions);
        x = tracer.view("columns", x, 1, 1, steps, positions);
        x = tracer.slice("keep", x, 3, 0, steps);
        float[] expected = new float[steps * steps];
        for (int t = 0; t < steps; t++) {
            for (int s = 0; s < steps; s++) {
                expected[t * steps + s] = 100 * t + (steps - 1 - t + s);
            }
        }
        assertThat(x.values()).containsExactly(expected);
    }
}
